using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.State;

namespace Sensor.Series;

/// <summary>Figures of one interval by what they are about. Used again for each interval: grows to what an interval needs and allocates no more.</summary>
/// <typeparam name="TKey">What a row is about; its order is the order of points.</typeparam>
/// <typeparam name="TRow">Its figures; all zero is none.</typeparam>
internal sealed class FigureTable<TKey, TRow>
    where TKey : unmanaged, IEquatable<TKey>, IComparable<TKey>
    where TRow : unmanaged
{
    /// <summary>Rows at most, besides those of the devices that have none of their own.</summary>
    public const int Max = 65_536;

    private readonly Dictionary<TKey, int> _places = [];
    private TKey[] _keys = new TKey[16];
    private TRow[] _rows = new TRow[16];
    private int[] _order = new int[16];

    public int Count { get; private set; }

    /// <summary>The row of a key, made if there is room; else that of <paramref name="rest"/>.</summary>
    public ref TRow Of(scoped in TKey key, scoped in TKey rest)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(_places, key);
        if (!Unsafe.IsNullRef(ref place))
        {
            return ref _rows[place];
        }

        if (Count >= Max && !key.Equals(rest))
        {
            return ref Of(in rest, in rest);
        }

        return ref Add(in key);
    }

    /// <summary>Puts rows in the order of their keys; they are asked for by their place in it then.</summary>
    public void Sort()
    {
        if (_order.Length < _keys.Length)
        {
            _order = new int[_keys.Length];
        }

        for (var i = 0; i < Count; i++)
        {
            _order[i] = i;
        }

        // From now on keys don't stand beside their rows; the table is cleared before it is used again.
        Array.Sort(_keys, _order, 0, Count);
    }

    public ref readonly TKey KeyAt(int place) => ref _keys[place];

    public ref readonly TRow RowAt(int place) => ref _rows[_order[place]];

    public void Clear()
    {
        _places.Clear();
        Array.Clear(_rows, 0, Count);
        Count = 0;
    }

    public void Save(PartWriter writer)
    {
        writer.Int32(Count);
        writer.Bytes(MemoryMarshal.AsBytes(_keys.AsSpan(0, Count)));
        writer.Bytes(MemoryMarshal.AsBytes(_rows.AsSpan(0, Count)));
    }

    /// <summary>Takes what was saved into a table that is as new.</summary>
    /// <param name="reader">What was saved.</param>
    /// <param name="isSound">A row can have been made; of one that can't, points can't be made either.</param>
    public void Load(ref PartReader reader, Func<TKey, TRow, bool> isSound)
    {
        var count = reader.Int32(2 * Max);
        var keys = reader.Bytes(count * Unsafe.SizeOf<TKey>());
        var rows = reader.Bytes(count * Unsafe.SizeOf<TRow>());
        if (!reader.Require(keys.Length == count * Unsafe.SizeOf<TKey>() && rows.Length == count * Unsafe.SizeOf<TRow>()))
        {
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var (key, row) = (MemoryMarshal.Cast<byte, TKey>(keys)[i], MemoryMarshal.Cast<byte, TRow>(rows)[i]);
            if (reader.Require(!_places.ContainsKey(key) && isSound(key, row)))
            {
                Add(in key) = row;
            }
        }
    }

    private ref TRow Add(scoped in TKey key)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, 2 * Count);
            Array.Resize(ref _rows, 2 * Count);
        }

        _places.Add(key, Count);
        _keys[Count] = key;
        return ref _rows[Count++];
    }
}
