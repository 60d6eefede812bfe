using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Sensor.Dissectors.Packets;

namespace Sensor.State;

/// <summary>
/// Reads what <see cref="PartWriter"/> wrote, from a source that may be damaged or forged: past the end, or told a number out of bounds, it fails once and
/// gives zeros and empty texts from then on. Loops over a <see cref="Count"/> may run to their end: it is never more than the source can hold.
/// </summary>
internal ref struct PartReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _source = source;

    public bool Failed { get; private set; }

    /// <summary>All was read and nothing failed.</summary>
    public readonly bool Complete => !Failed && _source.IsEmpty;

    public byte Byte() => Take(1)[0];

    public bool Boolean()
    {
        var value = Byte();
        return Require(value <= 1) && value == 1;
    }

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    /// <summary>A number from 0 to <paramref name="most"/>.</summary>
    public int Int32(int most)
    {
        var value = Int32();
        return Require(value >= 0 && value <= most) ? value : 0;
    }

    /// <summary>A number that isn't negative.</summary>
    public long Tally()
    {
        var value = Int64();
        return Require(value >= 0) ? value : 0;
    }

    public IpAddress Address() => new(UInt64(), UInt64());

    /// <summary>How many entries follow.</summary>
    /// <param name="most">The bound.</param>
    /// <param name="least">Bytes of an entry at least.</param>
    public int Count(int most, int least = 1)
    {
        var count = Int32(most);
        return Require((long)count * least <= _source.Length) ? count : 0;
    }

    /// <param name="most">The bound, in bytes of UTF-8.</param>
    public string Text(int most)
    {
        var bytes = Bytes(most);
        return Require(Utf8.IsValid(bytes)) ? Encoding.UTF8.GetString(bytes) : "";
    }

    public string? OptionalText(int most) => Boolean() ? Text(most) : null;

    public ReadOnlySpan<byte> Bytes(int most) => TakeAny(Int32(most));

    /// <summary>Notes damage unless <paramref name="condition"/> holds.</summary>
    public bool Require(bool condition)
    {
        Failed |= !condition;
        return condition;
    }

    private ReadOnlySpan<byte> TakeAny(int length)
    {
        if (!Require(length <= _source.Length))
        {
            return default;
        }

        var span = _source[..length];
        _source = _source[length..];
        return span;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        var span = Failed ? default : TakeAny(length);
        return span.Length == length ? span : Zeros;
    }

    private static ReadOnlySpan<byte> Zeros => [0, 0, 0, 0, 0, 0, 0, 0];
}
