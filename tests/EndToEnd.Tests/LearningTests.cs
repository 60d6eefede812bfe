using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>What is judged when: until learning ends only rules speak, and what was never learnt is never judged.</summary>
public sealed class LearningTests(CaptureRuns runs)
{
    [Fact]
    public void Until_learning_ends_only_rules_alert()
    {
        var result = runs.Of(Truth.Radiology, "--learn-until", "+10m");

        Assert.NotEmpty(result.Alerts);
        Assert.All(result.Alerts, IsRule);
    }

    /// <summary>The same point in time, said in several ways.</summary>
    [Theory]
    [InlineData("2026-11-21T18:52:03.491871Z")]
    [InlineData("2026-11-21T18:52:03.491871+00:00")]
    [InlineData("2026-11-21T19:52:03.491871+01:00")]
    [InlineData("2026-11-21T18:52:03.491871")]
    [InlineData("+169.175211s")]
    public void A_time_can_be_said_absolutely_and_from_the_first_packet(string time)
    {
        Assert.Equal(Text(runs.Radiology), Text(runs.Of(Truth.Radiology, "--learn-until", time)));
    }

    [Theory]
    [InlineData("+2.5m", "+150s")]
    [InlineData("+0.05h", "+180s")]
    [InlineData("+1d", "+24h")]
    public void Units_are_seconds_minutes_hours_and_days(string one, string other)
    {
        Assert.Equal(Text(runs.Of(Truth.Radiology, "--learn-until", other)), Text(runs.Of(Truth.Radiology, "--learn-until", one)));
    }

    [Fact]
    public void After_it_everything_seen_so_far_is_mature_and_everything_later_is_not()
    {
        var mature = runs.Radiology.Devices.ToDictionary(d => d.GetProperty("ips")[0].GetString()!, d => d.GetProperty("mature").GetBoolean());

        Assert.All(mature, d => Assert.Equal(d.Key is not ("10.20.0.66" or "10.20.0.77"), d.Value));
    }

    [Fact]
    public void No_alert_but_a_rule_s_is_earlier_than_the_end_of_learning()
    {
        var until = DateTimeOffset.Parse(Labels.NormalUntil, System.Globalization.CultureInfo.InvariantCulture);

        Assert.All(runs.Radiology.Alerts, a => Assert.True(Kind(a) == "rule" || Labels.Time(a.GetProperty("timestamp")) >= until));
    }

    [Fact]
    public void Learn_mode_gives_rule_alerts_only()
    {
        var result = runs.Of(Truth.Radiology, "--mode", "learn");

        Assert.NotEmpty(result.Alerts);
        Assert.All(result.Alerts, IsRule);
    }

    /// <summary>Baselines are frozen, and there are none.</summary>
    [Fact]
    public void Detect_mode_without_state_learns_nothing_and_judges_nothing()
    {
        var result = runs.Of(Truth.Radiology, "--mode", "detect");

        Assert.All(result.Alerts, IsRule);
        Assert.Equal(0, result.Summary.GetProperty("mature_devices").GetInt32());
        Assert.Equal(12, result.Summary.GetProperty("devices").GetInt32());
    }

    /// <summary>Four minutes are nobody's history: the inventory and the rules must do.</summary>
    [Fact]
    public void Auto_mode_judges_nobody_after_four_minutes_but_says_what_it_saw()
    {
        var result = runs.Of(Truth.Radiology, "--mode", "auto");

        Assert.All(result.Alerts, IsRule);
        Assert.Equal(Text(runs.Of(Truth.Radiology)), Text(result));
        Assert.Equal(12, result.Summary.GetProperty("devices").GetInt32());
        Assert.Contains(result.EventsOf("device"), e => e.GetProperty("device").GetProperty("event").GetString() == "first");
        Assert.Contains("not yet", result.Outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>Rules are never learnt away: the same misuse alerts in every mode.</summary>
    [Theory]
    [InlineData("--mode", "auto")]
    [InlineData("--mode", "learn")]
    [InlineData("--mode", "detect")]
    [InlineData("--learn-until", "+1d")]
    public void Rules_alert_in_every_mode(string option, string value)
    {
        Assert.Equal(Rules(runs.Radiology), Rules(runs.Of(Truth.Radiology, option, value)));

        static IEnumerable<string> Rules(ReplayResult result) => result.Alerts.Where(a => Kind(a) == "rule")
            .Select(a => $"{a.GetProperty("timestamp").GetString()} {a.GetProperty("anomaly").GetProperty("reason").GetString()} {a.GetProperty("anomaly").GetProperty("device").GetProperty("ip").GetString()}");
    }

    /// <summary>What is extracted doesn't depend on what is made of it.</summary>
    [Fact]
    public void The_facts_are_the_same_in_every_mode()
    {
        string[][] modes = [[], ["--mode", "learn"], ["--mode", "detect"], ["--learn-until", Labels.NormalUntil]];
        var facts = modes.Select(m => string.Join('\n', runs.Of(Truth.Radiology, m).Events.Where(e => e.GetProperty("event_type").GetString() is not ("device" or "incident")).Select(e => e.GetRawText()))).ToList();

        Assert.All(facts, f => Assert.True(f == facts[0]));
    }

    private static void IsRule(JsonElement alert) => Assert.Equal("rule", Kind(alert));

    private static string Kind(JsonElement alert) => alert.GetProperty("anomaly").GetProperty("kind").GetString()!;

    private static string Text(ReplayResult result) => File.ReadAllText(result.PathOf("alerts.jsonl")) + File.ReadAllText(result.PathOf("devices.jsonl"));
}
