using Sensor.Capture;

namespace Sensor.Tests.Capture;

/// <summary>What time it is when some packets lie.</summary>
public sealed class PacketClockTests
{
    private const long Second = 1_000_000_000;
    private const long Hour = 3600 * Second;
    private const long Day = 24 * Hour;
    private const long Start = 1_700_000_000 * Second;
    private const long Year2099 = 4_071_000_000 * Second;

    private readonly PacketClock _clock = new();
    private long _ordinal;

    [Fact]
    public void Time_is_that_of_the_latest_packet()
    {
        See(Start, Start + Second, Start + (Second / 2), Start + (59 * 60 * Second));

        Assert.Equal(Start + (59 * 60 * Second), _clock.Time);
        Assert.Equal(_clock.Time, _clock.Now);
        Assert.Equal((0, 0, 0), (_clock.Ahead, _clock.Behind, _clock.Stepped));
    }

    [Fact]
    public void One_packet_from_another_century_moves_nothing()
    {
        See(Start, Start + Second, Year2099);
        Assert.True(_clock.IsInDoubt);
        See(Start + (2 * Second));

        Assert.False(_clock.IsInDoubt);
        Assert.Equal(Start + (2 * Second), _clock.Now);
        Assert.Equal((1, Start, Year2099), (_clock.Ahead, _clock.First, _clock.Last));
    }

    [Fact]
    public void Three_in_a_row_move_nothing_and_single_ones_never_add_up()
    {
        See(Start, Year2099, Year2099 + 1, Year2099 + 2, Start + 1);
        for (var i = 0; i < 100; i++)
        {
            See(Year2099 + i, Start + i);
        }

        Assert.Equal(Start + 99, _clock.Now);
        Assert.Equal(103, _clock.Ahead);
    }

    [Fact]
    public void After_a_pause_of_days_the_fourth_packet_moves_time_to_the_first()
    {
        See(Start, Start + 1);
        Assert.False(See(Start + (3 * Day), Start + (3 * Day) + 1, Start + (3 * Day) + 2));
        Assert.Equal(Start + 1, _clock.Now);
        Assert.True(See(Start + (3 * Day) + 3));

        Assert.Equal((Start + (3 * Day), 3L, 0L), (_clock.Now, _clock.JumpedSince, _clock.Ahead));
        See(Start + (3 * Day) + 3);
        Assert.Equal(Start + (3 * Day) + 3, _clock.Now);
    }

    [Fact]
    public void Packets_hours_apart_bear_witness_to_each_other()
    {
        for (var i = 0; i < 20; i++)
        {
            See(Start + (i * 2 * Hour));
        }

        Assert.InRange(_clock.Now, Start + (24 * Hour), Start + (38 * Hour));
    }

    [Fact]
    public void A_first_packet_from_another_century_is_outvoted_by_four()
    {
        See(Year2099, Start, Start + 1, Start + 2);
        Assert.Equal(Year2099, _clock.Time);
        See(Start + 3);

        Assert.Equal((Start + 3, 1L, 0L), (_clock.Time, _clock.Stepped, _clock.Behind));
        Assert.Equal(Year2099, _clock.Now);
        See(Start + 13);
        Assert.Equal(Year2099 + 10, _clock.Now);
    }

    [Fact]
    public void A_clock_that_is_put_back_late_is_followed_after_a_thousand_packets()
    {
        for (var i = 0; i < 5000; i++)
        {
            See(Start + (i * Second));
        }

        var now = _clock.Now;
        for (var i = 0; i < 999; i++)
        {
            See(Start - Day + i);
        }

        Assert.Equal((now, 0L), (_clock.Time, _clock.Stepped));
        See(Start - Day + 999);
        Assert.Equal((Start - Day + 999, now, 1L), (_clock.Time, _clock.Now, _clock.Stepped));
        Assert.Equal(now - _clock.Time, _clock.Shift);
    }

    [Fact]
    public void Two_clocks_in_one_capture_do_not_pull_time_to_and_fro()
    {
        for (var i = 0; i < 10_000; i++)
        {
            See(Start + i + (i / 10 % 2 == 0 ? 0 : Day));
        }

        Assert.Equal(0, _clock.Stepped);
        Assert.InRange(_clock.Now, Start + Day, Start + Day + 10_000);
    }

    [Fact]
    public void What_is_late_by_more_than_a_second_is_counted()
    {
        See(Start, Start - Second, Start - Second - 1, Start - (30 * 60 * Second));

        Assert.Equal((2, Start), (_clock.Behind, _clock.Now));
    }

    [Fact]
    public void Now_never_goes_back_and_never_overflows_whatever_the_times()
    {
        var random = new Random(3);
        var now = long.MinValue;
        for (var run = 0; run < 3000; run++)
        {
            var time = random.Next(4) switch { 0 => 0, 1 => PacketClock.Latest, 2 => Start, _ => random.NextInt64(PacketClock.Latest) };
            for (var i = random.Next(2000); i > 0; i--)
            {
                See(Math.Clamp(time + random.Next(10), 0, PacketClock.Latest));
                Assert.True(_clock.Now >= now && _clock.Now >= 0 && _clock.Now < long.MaxValue - (1L << 45));
                now = _clock.Now;
            }
        }

        Assert.True(_clock.Stepped > 0);
    }

    /// <returns>Whether time jumped ahead with the last.</returns>
    private bool See(params ReadOnlySpan<long> times)
    {
        var jumped = false;
        foreach (var time in times)
        {
            jumped = _clock.See(time, ++_ordinal);
        }

        return jumped;
    }
}
