using Sensor.State;

namespace Sensor.History;

/// <summary>Sums by the hour over the last <see cref="Hours"/>; an hour in which nothing happened takes no room.</summary>
internal sealed class HourRing(int columns)
{
    /// <summary>400 days.</summary>
    public const int Hours = 400 * 24;

    /// <summary>Nanoseconds.</summary>
    public const long Hour = 3_600_000_000_000;

    private readonly long[] _hours = new long[Hours];
    private readonly long[]?[] _rows = new long[Hours][];

    /// <summary>Takes what is too old.</summary>
    private readonly long[] _past = new long[columns];

    /// <summary>The latest hour since the Unix epoch, from 1; 0 for none.</summary>
    private long _latest;

    /// <summary>Hours in which something happened, with when they begin, in order.</summary>
    public IEnumerable<(long Time, long[] Row)> Rows
    {
        get
        {
            for (var hour = Math.Max(1, _latest - Hours + 1); hour <= _latest; hour++)
            {
                if (_hours[hour % Hours] == hour)
                {
                    yield return ((hour - 1) * Hour, _rows[hour % Hours]!);
                }
            }
        }
    }

    /// <summary>The row of this time, made where there is none; what is too old is added up where nobody reads it.</summary>
    public Span<long> At(long time)
    {
        var hour = HourOf(time);
        if (_hours[hour % Hours] == hour)
        {
            return _rows[hour % Hours];
        }

        if (hour <= _latest - Hours)
        {
            return _past;
        }

        _latest = Math.Max(_latest, hour);
        var row = _rows[hour % Hours] ??= new long[columns];
        row.AsSpan().Clear();
        _hours[hour % Hours] = hour;
        return row;
    }

    public void Save(PartWriter writer)
    {
        writer.Int32(Rows.Count());
        writer.Int64(_latest);
        foreach (var (time, row) in Rows)
        {
            writer.Int32((int)(_latest - HourOf(time)));
            RowState.Save(row, writer);
        }
    }

    /// <summary>Takes what was saved into one that is as new.</summary>
    /// <param name="reader">What was saved.</param>
    /// <param name="places">Where each saved column belongs.</param>
    public void Load(ref PartReader reader, ReadOnlySpan<int> places)
    {
        var count = reader.Count(Hours);
        var latest = reader.Tally();
        for (; count > 0 && !reader.Failed; count--)
        {
            var hour = latest - reader.Int32(Hours - 1);
            if (reader.Require(hour > _latest && hour <= long.MaxValue / Hour))
            {
                RowState.Load(ref reader, At((hour - 1) * Hour), places);
            }
        }

        reader.Require(_latest == latest);
    }

    private static long HourOf(long time) => (Math.Max(time, 0) / Hour) + 1;
}
