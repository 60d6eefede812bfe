using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>A segment that came before its turn.</summary>
internal sealed class HeldSegment
{
    public uint Sequence;

    /// <summary>Bytes on the wire.</summary>
    public int Length;

    /// <summary>Bytes captured, from the front.</summary>
    public int Captured;

    public byte[] Bytes = [];
    public Moment At;
    public HeldSegment? Next;

    public ReadOnlySpan<byte> Data => Bytes.AsSpan(0, Captured);

    public uint End => Sequence + (uint)Length;
}
