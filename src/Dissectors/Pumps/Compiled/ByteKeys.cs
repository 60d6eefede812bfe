using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>Finds the number of a key among those known when it was made. The hash only says where to look: bytes are compared. Immutable.</summary>
internal sealed class ByteKeys
{
    private const ulong Seed = 0x70756d706b657973;

    private readonly byte[][] _keys;
    private readonly short[] _slots;
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

        _slots = new short[size];
        for (var i = _keys.Length - 1; i >= 0; i--)
        {
            // From the last, so that the first of two lies in front.
            var slot = (int)KeyedHash.Of(Seed, _keys[i]) & (size - 1);
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

        var mask = _slots.Length - 1;
        for (var slot = (int)KeyedHash.Of(Seed, key) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (key.SequenceEqual(_keys[_slots[slot] - 1]))
            {
                return _slots[slot] - 1;
            }
        }

        return -1;
    }
}
