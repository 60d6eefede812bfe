using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Support;

/// <summary>Forgets facts without allocating.</summary>
public sealed class NullSink : FactSink
{
    private readonly ulong[] _room = new ulong[1024];

    public long Facts { get; private set; }

    public override void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text)
    {
    }

    protected override Span<byte> Take(int length)
    {
        Facts++;
        return System.Runtime.InteropServices.MemoryMarshal.AsBytes(_room.AsSpan())[..length];
    }
}
