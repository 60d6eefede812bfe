using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>Finds the number of a key among those known when it was made. Immutable.</summary>
internal sealed class ByteKeys
{
    private readonly byte[][] _keys;
    private readonly Mark[] _marks;

    /// <summary>Numbers of keys, from 1, by where their marks say to look. At most half of them are taken.</summary>
    private readonly short[] _slots;
    private readonly int _longest;

    /// <param name="keys">At most 1,024; the first of two that are the same is found.</param>
    public ByteKeys(IReadOnlyList<byte[]> keys)
    {
        _keys = [.. keys];
        _marks = [.. _keys.Select(k => Mark.Of(k))];
        _longest = _keys.Length == 0 ? 0 : _keys.Max(k => k.Length);
        var size = 4;
        while (size < keys.Count * 2)
        {
            size *= 2;
        }

        _slots = new short[size];
        for (var i = _keys.Length - 1; i >= 0; i--)
        {
            // From the last, so that the first of two lies in front.
            var slot = _marks[i].Place & (size - 1);
            short carried = (short)(i + 1);
            for (; carried != 0; slot = (slot + 1) & (size - 1))
            {
                (carried, _slots[slot]) = (_slots[slot], carried);
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

        var mark = Mark.Of(key);
        for (var slot = mark.Place; _slots[slot & (_slots.Length - 1)] is var number && number != 0; slot++)
        {
            if (_marks[number - 1] == mark && (mark.SaysAll || key.SequenceEqual(_keys[number - 1])))
            {
                return number - 1;
            }
        }

        return -1;
    }

    /// <summary>A key's first and last bytes and how many it has: of most keys, all there is to say.</summary>
    private readonly record struct Mark(ulong First, ulong Last, int Length)
    {
        public bool SaysAll => Length <= 16;

        public int Place => (int)(((First ^ (Last * 0xa0761d6478bd642f)) + (uint)Length) * 0xe7037ed1a0b428db >> 40);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Mark Of(ReadOnlySpan<byte> key) => new(key.Word(), key.Length > 8 ? BinaryPrimitives.ReadUInt64LittleEndian(key[^8..]) : 0, key.Length);
    }
}
