using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;
using Sensor.Options;

namespace Sensor.EndToEnd.Tests;

/// <summary>While a mirror loses much, nothing is learnt, conclusions say so, and people are told.</summary>
public sealed class LearningPauseTests(CaptureRuns runs) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Says_when_learning_pauses_and_when_it_goes_on()
    {
        var result = runs.Run([Damaged(new("for a while") { Loss = 0.05, Until = 0.25 })]);
        var (paused, resumed) = Pause(result);

        Assert.InRange(paused.GetProperty("health").GetProperty("loss").GetDouble(), 0.02, 0.15);
        Assert.InRange(resumed.GetProperty("health").GetProperty("loss").GetDouble(), 0, 0.01);
        Assert.InRange((Labels.Time(resumed.GetProperty("timestamp")) - Labels.Time(paused.GetProperty("timestamp"))).TotalSeconds, 60, 200);
        Assert.Contains("Learning paused once, for ", result.Outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Meanwhile_nothing_counts_as_seen_for_the_first_time()
    {
        var result = runs.Run([Damaged(new("for a while") { Loss = 0.05, Until = 0.25 })]);
        var (paused, resumed) = Pause(result);
        var firsts = result.EventsOf("device").Where(e => e.GetProperty("device").GetProperty("event").GetString() == "first").Select(Packet).ToList();

        Assert.DoesNotContain(firsts, p => p > Packet(paused) && p < Packet(resumed));
        Assert.Contains(firsts, p => p < Packet(paused));
        Assert.Contains(firsts, p => p > Packet(resumed));
    }

    [Fact]
    public void Alerts_made_meanwhile_say_what_they_rest_on()
    {
        var result = runs.Run([Damaged(new("always") { Loss = 0.05 })]);

        var ofDevices = result.Alerts.Where(a => a.GetProperty("alert").GetProperty("category").GetString() != "health").ToList();
        Assert.NotEmpty(ofDevices);
        Assert.All(ofDevices, a => Assert.Contains("the mirror was losing much at the time", Text(a), StringComparison.Ordinal));
        Assert.All(runs.Of(Truth.Radiology).Alerts, a => Assert.Equal("clean", Text(a)));

        static string Text(JsonElement alert) => alert.GetProperty("anomaly").GetProperty("data_quality").GetString()!;
    }

    /// <summary>A time set for learning ends whether or not enough was learnt.</summary>
    [Fact]
    public void A_time_set_for_learning_is_used_to_its_end()
    {
        var capture = Damaged(new("always") { Loss = 0.05 });

        Assert.Empty(Changes(runs.Run([capture], "--learn-until", "+10m")));
        var pause = Assert.Single(Changes(runs.Run([capture], "--learn-until", Labels.NormalUntil)));
        Assert.True(Labels.Time(pause.GetProperty("timestamp")) >= DateTimeOffset.Parse(Labels.NormalUntil, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.001, 1)]
    [InlineData(0.01, 1)]
    [InlineData(0.01, 2)]
    [InlineData(0.01, 3)]
    public void Little_loss_pauses_nothing(double loss, int seed)
    {
        var result = runs.Run([Damaged(new("little") { Loss = loss }, seed)]);

        Assert.Empty(Changes(result));
        Assert.DoesNotContain("Learning paused", result.Outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_workers_does_not_show()
    {
        var options = new ReplayOptions([Damaged(new("for a while") { Loss = 0.05, Until = 0.25 })]);
        var one = InProcess.Results(options with { Workers = 1 });

        Assert.Equal(one, InProcess.Results(options with { Workers = 2 }));
        Assert.Equal(one, InProcess.Results(options with { Workers = 5 }));
    }

    public void Dispose() => _folder.Dispose();

    private string Damaged(LossyMirror mirror, int seed = 1)
    {
        var path = _folder.File("damaged.pcap");
        mirror.Damage(Repository.Capture(Truth.Radiology), path, seed);
        return path;
    }

    private static (JsonElement Paused, JsonElement Resumed) Pause(ReplayResult result)
    {
        var events = Changes(result).ToList();
        Assert.Equal(["paused", "going on"], events.Select(e => e.GetProperty("health").GetProperty("state").GetString()));
        return (events[0], events[1]);
    }

    private static IEnumerable<JsonElement> Changes(ReplayResult result) =>
        result.EventsOf("health").Where(e => e.GetProperty("health").GetProperty("subject").GetString() == "learning");

    private static long Packet(JsonElement e) => e.GetProperty("pcap_cnt").GetInt64();
}
