using Sensor.History;
using Sensor.State;

namespace Sensor.Tests.History;

/// <summary>Sums over time in bounded room: nothing is lost by widening, and what is saved is what was there.</summary>
public sealed class TimelineTests
{
    private const int Columns = 3;

    [Theory]
    [InlineData(1, 2_000)]
    [InlineData(2, 200_000)]
    [InlineData(3, 40_000_000)]
    public void Widening_loses_nothing_wherever_times_fall(int seed, int seconds)
    {
        var random = new Random(seed);
        var timeline = new Timeline(Columns);
        var added = new List<(long Time, int Column, long Amount)>();
        for (var i = 0; i < 3_000; i++)
        {
            // Mostly forward, now and then far back.
            var time = (1_700_000_000L + (i * (long)seconds / 3_000) - (random.Next(20) == 0 ? random.Next(seconds) : 0)) * 1_000_000_000;
            added.Add((time, random.Next(Columns), random.Next(1000)));
            timeline.At(time)[added[^1].Column] += added[^1].Amount;
        }

        Assert.InRange(timeline.Count, 1, Timeline.Capacity);
        Assert.True(long.IsPow2(timeline.Width / Timeline.Finest) && timeline.Width % Timeline.Finest == 0);
        var expected = added.GroupBy(a => (a.Time / timeline.Width, a.Column)).ToDictionary(g => g.Key, g => g.Sum(a => a.Amount));
        for (var row = 0; row < timeline.Count; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                Assert.Equal(expected.GetValueOrDefault(((timeline.Start / timeline.Width) + row, column)), timeline[row][column]);
            }
        }
    }

    [Fact]
    public void It_is_as_wide_as_it_must_be()
    {
        var timeline = new Timeline(Columns);
        timeline.At(0)[0]++;
        timeline.At((Timeline.Capacity * Timeline.Finest) - 1)[0]++;
        Assert.Equal(Timeline.Finest, timeline.Width);
        timeline.At(Timeline.Capacity * Timeline.Finest)[0]++;
        Assert.Equal(2 * Timeline.Finest, timeline.Width);
        Assert.Equal(3, Enumerable.Range(0, timeline.Count).Sum(i => timeline[i][0]));
    }

    [Fact]
    public void Hours_are_kept_for_four_hundred_days_and_those_that_were_empty_take_no_room()
    {
        var hours = new HourRing(Columns);
        for (long day = 0; day < 1000; day++)
        {
            hours.At(day * 24 * HourRing.Hour)[1] = day;
        }

        // Too old: it counts nowhere.
        hours.At(3 * HourRing.Hour)[1] = 77;

        Assert.Equal(Enumerable.Range(600, 400).Select(d => (long)d), hours.Rows.Select(r => r.Row[1]));
        var writer = new PartWriter();
        hours.Save(writer);
        Assert.InRange(writer.Length, 400 * 3, 400 * 12);
        var loaded = new HourRing(Columns);
        var reader = new PartReader(writer.Written);
        loaded.Load(ref reader, [0, 1, 2]);
        Assert.True(reader.Complete);
        Assert.Equal(hours.Rows.Select(r => (r.Time, r.Row[1])), loaded.Rows.Select(r => (r.Time, r.Row[1])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(63)]
    [InlineData(-64)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Any_number_is_read_as_it_was_written(long number)
    {
        var writer = new PartWriter();
        RowState.WriteSmall(writer, number);
        var reader = new PartReader(writer.Written);
        Assert.Equal(number, RowState.ReadSmall(ref reader));
        Assert.True(reader.Complete);
    }

    [Fact]
    public void Whatever_is_read_back_fails_or_fits()
    {
        var random = new Random(4);
        var bytes = new byte[300];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            bytes.AsSpan(0, random.Next(60)).Clear();
            var reader = new PartReader(bytes);
            new Timeline(Columns).Load(ref reader, [0, 1, 2]);
            reader = new PartReader(bytes);
            new HourRing(Columns).Load(ref reader, [0, 1, 2]);
            reader = new PartReader(bytes);
            new PairTable().Load(ref reader, [0, 1, 2]);
        }
    }
}
