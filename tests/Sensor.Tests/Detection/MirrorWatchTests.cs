using Sensor.Detection;
using Sensor.State;

namespace Sensor.Tests.Detection;

/// <summary>When the mirror doesn't show the network, by what comes and what doesn't.</summary>
public sealed class MirrorWatchTests : IAilmentListener
{
    private const long Second = 1_000_000_000;
    private const long Start = 1_700_000_100 * Second;

    private readonly MirrorWatch _watch;
    private readonly List<AilmentReport> _found = [];
    private long _time = Start;

    public MirrorWatchTests() => _watch = new MirrorWatch(this, MirrorWatch.DefaultSilence);

    [Fact]
    public void Silence_after_steady_traffic_is_told_when_packets_come_again()
    {
        Traffic(minutes: 10);
        _time += 1200 * Second;
        _watch.Hear(_time, 77);

        var report = Assert.Single(_found);
        Assert.Equal((Ailment.Silence, 1205, 77, 1205L * Second), (report.What, (int)report.Observed, (int)report.Ordinal, report.Time - report.From));
    }

    [Fact]
    public void A_pause_shorter_than_the_limit_is_none()
    {
        Traffic(minutes: 10);
        _time += 290 * Second;
        _watch.Hear(_time, 77);

        Assert.Empty(_found);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Silence_after_moments_of_traffic_says_nothing(int minutes)
    {
        Traffic(minutes);
        _time += 3600 * Second;
        _watch.Hear(_time, 77);

        Assert.Empty(_found);
    }

    [Fact]
    public void A_network_that_speaks_now_and_then_may_pause()
    {
        for (var i = 0; i < 30; i++)
        {
            _time += 240 * Second;
            _watch.Hear(_time, i);
        }

        _time += 3600 * Second;
        _watch.Hear(_time, 77);

        Assert.Empty(_found);
    }

    [Fact]
    public void An_interface_that_brings_nothing_is_told_once_until_it_brings_something()
    {
        Listen(seconds: 700, packets: _ => 0);
        var report = Assert.Single(_found);
        Assert.Equal((Ailment.Silence, "eth1", 300), (report.What, report.Name, (int)report.Observed));

        Listen(seconds: 400, packets: i => i);
        Assert.Single(_found);
        Listen(seconds: 400, packets: _ => 399);
        Assert.Equal(2, _found.Count);
    }

    [Fact]
    public void While_listening_silence_is_told_by_what_the_capture_counts_alone()
    {
        Traffic(minutes: 10);
        Listen(seconds: 1, packets: _ => 0);
        _time += 600 * Second;
        _watch.Hear(_time, 77);

        Assert.Empty(_found);
    }

    [Fact]
    public void Loss_that_was_always_there_is_told_once_and_then_usual()
    {
        Lose(0.03, windows: 1);
        Assert.Equal((Ailment.Loss, 0.03), (Assert.Single(_found).What, Math.Round(_found[0].Observed, 4)));
        _found.Clear();

        Lose(0.03, windows: 20);
        Assert.True(_found.Count <= 5, "what is usual isn't rising");
        _found.Clear();
        Lose(0.03, windows: 50);
        Assert.Empty(_found);
    }

    [Fact]
    public void Loss_that_rises_to_three_times_the_usual_is_told()
    {
        Lose(0.004, windows: 20);
        Assert.Empty(_found);
        Lose(0.009, windows: 1);
        Assert.Empty(_found);
        Lose(0.014, windows: 2);

        Assert.All(_found, f => Assert.Equal(Ailment.Loss, f.What));
        Assert.InRange(_found.Count, 1, 2);
        Assert.InRange(_found[0].Usual, 0.003, 0.006);
    }

    [Fact]
    public void A_clock_that_was_believed_and_is_put_back_is_told_and_one_packet_that_lied_is_not()
    {
        _watch.Hear(_time, 1);
        _watch.StepBack(_time - (7200 * Second), 2);
        Assert.Empty(_found);

        _time -= 7200 * Second;
        Traffic(minutes: 2);
        _watch.StepBack(_time - (7200 * Second), 3);
        Assert.Equal(Ailment.ClockJump, Assert.Single(_found).What);
    }

    [Fact]
    public void It_goes_on_after_a_restart_as_if_there_had_been_none()
    {
        Traffic(minutes: 8);
        Lose(0.015, windows: 7);
        var writer = new PartWriter();
        _watch.Save(writer);
        var other = new MirrorWatch(this, MirrorWatch.DefaultSilence);
        var reader = new PartReader(writer.Written);
        Assert.True(other.TryLoad(ref reader, new PartOrigin(1, SameInput: true)));
        var again = new PartWriter();
        other.Save(again);
        Assert.Equal(writer.Written.ToArray(), again.Written.ToArray());

        _time += 3600 * Second;
        _watch.Hear(_time, 9);
        var first = _found.ToList();
        _found.Clear();
        other.Hear(_time, 9);
        Assert.NotEmpty(first);
        Assert.Equal(first, _found);
    }

    void IAilmentListener.Found(in AilmentReport report) => _found.Add(report);

    private void Traffic(int minutes)
    {
        for (var i = 0; i <= minutes * 12; i++, _time += 5 * Second)
        {
            _watch.Hear(_time, i);
        }
    }

    private void Listen(int seconds, Func<int, long> packets)
    {
        for (var i = 0; i < seconds; i++, _time += Second)
        {
            _watch.TakeCapture("eth1", packets(i), _time);
        }
    }

    private void Lose(double share, int windows)
    {
        for (var i = 0; i < windows * 120; i++, _time += 5 * Second)
        {
            _watch.Hear(_time, i);
            _watch.TakeLoss(share);
        }

        _watch.Hear(_time, 0);
    }
}
