using System.Buffers.Binary;

namespace Sensor.Models;

/// <summary>
/// Reads what <see cref="StateWriter"/> wrote, from a source that may be damaged: past the end, or told a number out of bounds, it fails
/// once and gives zeros from then on.
/// </summary>
internal ref struct StateReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _source = source;

    public bool Failed { get; private set; }

    /// <summary>All was read and nothing failed.</summary>
    public readonly bool Complete => !Failed && _source.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>A finite number; anything else is damage.</summary>
    public float Single() => (float)Finite(BinaryPrimitives.ReadSingleLittleEndian(Take(4)));

    /// <summary>A finite number; anything else is damage.</summary>
    public double Double() => Finite(BinaryPrimitives.ReadDoubleLittleEndian(Take(8)));

    /// <summary>A count of at most <paramref name="most"/>.</summary>
    public int Count(int most)
    {
        var count = UInt16();
        return Require(count <= most) ? count : 0;
    }

    public void Bytes(Span<byte> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = Byte();
        }
    }

    /// <summary>Notes damage unless <paramref name="condition"/> holds.</summary>
    public bool Require(bool condition)
    {
        Failed |= !condition;
        return condition;
    }

    private double Finite(double value) => Require(double.IsFinite(value)) ? value : 0;

    private ReadOnlySpan<byte> Take(int length)
    {
        if (Failed || _source.Length < length)
        {
            Failed = true;
            return Zeros;
        }

        var span = _source[..length];
        _source = _source[length..];
        return span;
    }

    private static ReadOnlySpan<byte> Zeros => [0, 0, 0, 0, 0, 0, 0, 0];
}
