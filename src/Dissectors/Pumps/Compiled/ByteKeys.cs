using System.Buffers.Binary;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>Finds the number of a key among those known when it was made. Immutable.</summary>
internal sealed class ByteKeys
{
    /// <summary>Longest key of which first and last bytes say all.</summary>
    private const int MaxMarked = 16;

    private readonly byte[][] _keys;

    /// <summary>Each key lies where its mark says, or behind. At most half of it is taken.</summary>
    private readonly Entry[] _entries;
    private readonly int _longest;

    /// <param name="keys">At most 1,024; the first of two that are the same is found.</param>
    public ByteKeys(IReadOnlyList<byte[]> keys)
    {
        _keys = [.. keys];
        _longest = _keys.Length == 0 ? 0 : _keys.Max(k => k.Length);
        var size = 4;
        while (size < keys.Count * 2)
        {
            size *= 2;
        }

        _entries = new Entry[size];
        for (var i = _keys.Length - 1; i >= 0; i--)
        {
            // From the last, so that the first of two lies in front.
            var (first, last) = Mark(_keys[i]);
            var carried = new Entry(first, last, _keys[i].Length, i + 1);
            for (var place = PlaceOf(first, last, _keys[i].Length); carried.Number != 0; place++)
            {
                (carried, _entries[place & (size - 1)]) = (_entries[place & (size - 1)], carried);
            }
        }
    }

    public int Count => _keys.Length;

    public ReadOnlySpan<byte> this[int index] => _keys[index];

    /// <summary>-1 where there is none.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        if (key.Length > _longest)
        {
            return -1;
        }

        var (first, last) = Mark(key);
        for (var place = PlaceOf(first, last, key.Length); ; place++)
        {
            ref readonly var entry = ref _entries[place & (_entries.Length - 1)];
            if (entry.Number == 0)
            {
                return -1;
            }

            if (entry.First == first && entry.Last == last && entry.Length == key.Length
                && (key.Length <= MaxMarked || key.SequenceEqual(_keys[entry.Number - 1])))
            {
                return entry.Number - 1;
            }
        }
    }

    /// <summary>The first eight bytes, and the last eight of a key that has more.</summary>
    private static (ulong First, ulong Last) Mark(ReadOnlySpan<byte> key) => (key.Word(), key.Length > 8 ? BinaryPrimitives.ReadUInt64LittleEndian(key[^8..]) : 0);

    private static int PlaceOf(ulong first, ulong last, int length) => (int)(((first ^ ulong.RotateLeft(last, 29)) + (uint)length) * 0xe7037ed1a0b428db >> 40);

    /// <summary>A key; its number is from 1.</summary>
    private readonly record struct Entry(ulong First, ulong Last, int Length, int Number);
}
