using Sensor.Detection;
using Sensor.Streams;

namespace Sensor.Tests.Detection;

/// <summary>When so much is lost that nothing should be learnt.</summary>
public sealed class LossMeterTests
{
    private const long Second = 1_000_000_000;
    private const long Start = 1_700_000_000 * Second;

    private readonly LossMeter _meter = new();
    private long _time = Start;

    [Fact]
    public void Loss_everywhere_is_high_once_an_interval_of_it_is_over()
    {
        Interval(lost: 0.03);
        Assert.False(_meter.IsHigh);
        Interval(lost: 0.03);

        Assert.True(_meter.IsHigh);
        Assert.Equal(0.03, _meter.Share, 0.001);
    }

    [Fact]
    public void Loss_of_1_percent_is_not_high()
    {
        Intervals(100, lost: 0.01);

        Assert.False(_meter.IsHigh);
    }

    [Fact]
    public void What_was_high_stays_high_until_it_is_half_as_much()
    {
        Intervals(20, lost: 0.03);
        Intervals(20, lost: 0.015);
        Assert.True(_meter.IsHigh);
        Intervals(20, lost: 0.009);

        Assert.False(_meter.IsHigh);
    }

    [Fact]
    public void Loss_is_forgotten_after_a_minute()
    {
        Intervals(2, lost: 0.10);
        Intervals(11, lost: 0);
        Assert.True(_meter.IsHigh);
        Intervals(2, lost: 0);

        Assert.False(_meter.IsHigh);
        Assert.Equal(0, _meter.Share);
    }

    [Fact]
    public void Loss_is_forgotten_over_a_silence()
    {
        Intervals(3, lost: 0.10);
        _time += 3600 * Second;
        Intervals(2, lost: 0);

        Assert.False(_meter.IsHigh);
    }

    [Fact]
    public void A_few_large_holes_are_no_lossy_mirror()
    {
        Sample(1, delivered: 10_000_000, lost: 5_000_000, holes: 15);
        Sample(2, delivered: 10_000_000, lost: 5_000_000, holes: 14);
        Intervals(2, lost: 0);

        Assert.False(_meter.IsHigh);
    }

    /// <summary>Half of its packets go by another link, say.</summary>
    [Fact]
    public void A_pair_of_hosts_that_loses_alone_is_no_lossy_mirror()
    {
        for (var n = 0; n < 30; n++)
        {
            Sample(7, delivered: 50_000_000, lost: 50_000_000, holes: 1000);
            Interval(lost: 0.001);
        }

        Assert.False(_meter.IsHigh);
        Assert.Equal(0.001, _meter.Share, 0.0005);
    }

    [Fact]
    public void A_pair_of_hosts_that_is_alone_is_all_there_is()
    {
        for (var n = 0; n < 2; n++)
        {
            Sample(7, delivered: 1_000_000, lost: 50_000, holes: 40);
            _time += LossSampler.Interval;
        }

        Sample(7, delivered: 1, lost: 0, holes: 0);

        Assert.True(_meter.IsHigh);
    }

    [Fact]
    public void What_comes_late_is_taken_off_the_loss()
    {
        Intervals(2, lost: 0.03);
        Interval(lost: -0.06);
        Interval(lost: 0);

        Assert.Equal(0, _meter.Share);
    }

    [Fact]
    public void Packets_that_a_live_capture_drops_are_lost()
    {
        _meter.TakeDrops(100_000, 0, _time);
        _meter.TakeDrops(200_000, 5_000, _time += LossSampler.Interval);
        Assert.False(_meter.IsHigh);
        _meter.TakeDrops(300_000, 10_000, _time += LossSampler.Interval);

        Assert.True(_meter.IsHigh);
        Assert.Equal(0.024, _meter.Share, 0.001);
    }

    [Fact]
    public void A_clock_that_goes_back_changes_nothing()
    {
        Intervals(3, lost: 0.10);
        _time -= 1000 * Second;
        Intervals(10, lost: 0);

        Assert.True(_meter.IsHigh);
    }

    private void Intervals(int count, double lost)
    {
        for (var n = 0; n < count; n++)
        {
            Interval(lost);
        }
    }

    /// <summary>Four pairs of hosts, a megabyte of each, at one time.</summary>
    private void Interval(double lost)
    {
        foreach (var partition in new[] { 3, 11, 40, 63 })
        {
            var bytes = (long)(1_000_000 * lost);
            Sample(partition, 1_000_000 - bytes, bytes, (int)Math.Ceiling(bytes / 1460.0));
        }

        _time += LossSampler.Interval;
    }

    private void Sample(int partition, long delivered, long lost, int holes) =>
        _meter.Take(partition, new LossSample { Delivered = delivered, Lost = lost, Holes = holes }, _time);
}
