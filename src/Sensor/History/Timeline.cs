using Sensor.State;

namespace Sensor.History;

/// <summary>
/// Sums over all of packet time in bounded room: begins with stretches of <see cref="Finest"/>, and doubles their width whenever more than
/// <see cref="Capacity"/> would be needed.
/// </summary>
internal sealed class Timeline(int columns)
{
    public const int Capacity = 512;

    /// <summary>Nanoseconds.</summary>
    public const long Finest = 10L * 1_000_000_000;

    private readonly long[] _cells = new long[Capacity * columns];

    /// <summary>The first row's time in widths.</summary>
    private long _first;

    /// <summary>Nanoseconds; every stretch begins at a whole multiple of it.</summary>
    public long Width { get; private set; } = Finest;

    public int Count { get; private set; }

    /// <summary>When the first row begins.</summary>
    public long Start => _first * Width;

    public ReadOnlySpan<long> this[int row] => Row(row);

    /// <summary>The row of this time, made where there is none.</summary>
    public Span<long> At(long time)
    {
        var place = Math.Max(time, 0) / Width;
        if ((ulong)(place - _first) >= (ulong)Count)
        {
            place = MakeRoom(place);
        }

        return Row((int)(place - _first));
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(Width);
        writer.Int64(_first);
        writer.Int32(Count);
        for (var row = 0; row < Count; row++)
        {
            RowState.Save(Row(row), writer);
        }
    }

    /// <summary>Takes what was saved into one that is as new.</summary>
    /// <param name="reader">What was saved.</param>
    /// <param name="places">Where each saved column belongs.</param>
    public void Load(ref PartReader reader, ReadOnlySpan<int> places)
    {
        Width = reader.Tally();
        _first = reader.Tally();
        Count = reader.Count(Capacity);
        var doublings = Width / Finest;
        if (!reader.Require(Width % Finest == 0 && doublings > 0 && long.IsPow2(doublings) && _first <= long.MaxValue / Width))
        {
            (Width, _first, Count) = (Finest, 0, 0);
        }

        for (var row = 0; row < Count; row++)
        {
            RowState.Load(ref reader, Row(row), places);
        }
    }

    private Span<long> Row(int row) => _cells.AsSpan(row * columns, columns);

    /// <summary>Widens until a place fits among the others, and takes all rows up to it in.</summary>
    /// <returns>The place, in what is the width now.</returns>
    private long MakeRoom(long place)
    {
        if (Count == 0)
        {
            _first = place;
        }

        while (Math.Max(_first + Count - 1, place) - Math.Min(_first, place) >= Capacity)
        {
            Fold();
            place >>= 1;
        }

        if (place < _first)
        {
            var more = (int)(_first - place);
            _cells.AsSpan(0, Count * columns).CopyTo(_cells.AsSpan(more * columns));
            _cells.AsSpan(0, more * columns).Clear();
            _first = place;
            Count += more;
        }

        Count = Math.Max(Count, (int)(place - _first) + 1);
        return place;
    }

    /// <summary>Makes one row of each two.</summary>
    private void Fold()
    {
        var first = _first >> 1;
        var count = 0;
        for (var row = 0; row < Count; row++)
        {
            var target = (int)(((_first + row) >> 1) - first);
            if (target == row)
            {
                count = row + 1;
                continue;
            }

            if (target == count)
            {
                Row(target).Clear();
                count++;
            }

            for (var i = 0; i < columns; i++)
            {
                Row(target)[i] += Row(row)[i];
            }
        }

        _cells.AsSpan(count * columns, (Count - count) * columns).Clear();
        (_first, Count, Width) = (first, count, Width * 2);
    }
}
