using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>An infusion ward that works as usual and is then attacked: what the sensor reads is what the simulators say they sent and did.</summary>
public sealed class InfusionTests(CaptureRuns runs)
{
    private const string Capture = "infusion.pcap";

    private static readonly string[] _families = ["alaris", "bcc", "dianet", "fresenius"];

    public static TheoryData<string> Families { get; } = [.. _families];

    private ReplayResult Ward => runs.Of(Capture, "--learn-until", InfusionLabels.NormalUntil);

    private IEnumerable<JsonElement> Pumps => Ward.EventsOf("pump");

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_command_of_a_family_is_counted_as_its_simulators_counted_it(string family)
    {
        Assert.Equal(PumpCounts.Sent(family, InfusionLabels.Counts.GetProperty(family)), PumpCounts.Counted(Ward.Summary.GetProperty("pump").GetProperty(family)));
    }

    /// <summary>A chain of blocks is several responses.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Every_frame_is_a_request_or_a_response(string family)
    {
        var frames = ReplayResult.Parse(File.ReadAllText(Repository.Capture("truth.json"))).GetProperty(Capture).GetProperty("frames").GetProperty(family);
        var counted = Ward.Summary.GetProperty("pump").GetProperty(family);

        Assert.Equal(0, frames.GetProperty("bad").GetInt64());
        Assert.Equal(frames.GetProperty("good").GetInt64(), counted.GetProperty("requests").GetInt64() + counted.GetProperty("responses").GetInt64());
    }

    [Fact]
    public void Every_order_over_HL7_is_a_command_and_every_message_about_pumps_a_response()
    {
        var counted = Ward.Summary.GetProperty("pump").GetProperty("pcd");

        Assert.Equal(InfusionLabels.Messages("RGV^O15"), counted.GetProperty("requests").GetInt32());
        Assert.Equal(
            new[] { "RRG^O16", "ORU^R01", "ORU^R40", "ORU^R42" }.Sum(InfusionLabels.Messages),
            counted.GetProperty("responses").GetInt32());
    }

    /// <summary>Who told which pump what, and to which value. A pump on Orchestra's base has no name on the wire.</summary>
    [Fact]
    public void Every_rate_that_was_set_is_told_with_its_pump_its_value_and_who_set_it()
    {
        var expected = InfusionLabels.Orders.Where(o => o.Command is "INF_RATE" or "SET_TARGET" or "PR" or "RGV RE" or "RGV XO")
            .Select(o => $"{o.By} {(o.Family == "fresenius" ? "-" : o.Pump)} {Rate(o)}");
        var told = Pumps.Where(e => Text(e, "kind") == "set" && Text(e, "class") == "rate")
            .Select(e => $"{e.GetProperty("src_ip").GetString()} {Text(e, "serial") ?? "-"} {Value(e, "rate")}");

        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));

        static double Rate(Order order) =>
            order.Command == "PR" ? Convert.ToInt32(order.Value, 16) / 10.0 : InfusionLabels.Number(order.Value!);
    }

    /// <summary>Four guesses that are wrong and unanswered, and then the code that the serial number gives.</summary>
    [Fact]
    public void Wrong_codes_are_told_from_the_right_one()
    {
        var laptop = InfusionLabels.Steps.Single(s => s.Name == "guess-code").Source;
        var codes = Pumps.Where(e => e.GetProperty("src_ip").GetString() == laptop && Text(e, "command") == "REMOTE_CTRL")
            .Select(e => $"{Text(e, "outcome")} {e.GetProperty("pump").GetProperty("code_is_right").GetBoolean()}");

        Assert.Equal([.. Enumerable.Repeat("no_answer False", 4), .. Enumerable.Repeat("ok True", 2)], codes);
    }

    /// <summary>What the anaesthesia computer hears from its pump every second is what it asked last, also after an answer that never came.</summary>
    [Fact]
    public void Answers_are_those_of_the_last_request()
    {
        var slow = Pumps.Where(e => Text(e, "family") != "pcd" && e.GetProperty("pump").TryGetProperty("latency_ms", out var latency) && latency.GetDouble() > 500);

        Assert.Empty(slow.Select(e => e.GetRawText()));
    }

    [Fact]
    public void Every_pump_that_says_its_name_is_a_device_of_its_own()
    {
        string[] pumps = ["8002-51740", "8002-51733", "8003-11005", "8002-60210", "B0011", "B0012", "B0013", "B0091", "74565", "74566", "A0001", "A0002", "A0003", "A0004"];

        foreach (var pump in pumps)
        {
            Assert.Single(Ward.Devices, d => d.GetProperty("serials").EnumerateArray().Any(s => s.GetString() == pump));
        }
    }

    [Fact]
    public void The_number_of_workers_does_not_show_while_learning_either()
    {
        var results = new[] { "1", "2" }.Select(w => runs.Run([Path.Combine("pcaps", Capture)], "--learn-until", InfusionLabels.NormalUntil, "--workers", w)).ToList();

        foreach (var name in ReplayResult.FileNames[..4])
        {
            Assert.Equal(File.ReadAllText(results[0].PathOf(name)), File.ReadAllText(results[1].PathOf(name)));
        }

        Assert.Equal(results[0].SummaryWithoutRun, results[1].SummaryWithoutRun);
    }

    /// <summary>Also while the attack goes on: computers ask, set rates and order, nurses turn pumps.</summary>
    [Fact]
    public void The_usual_raises_nothing_above_low()
    {
        var stray = Ward.Alerts.Where(a => !InfusionLabels.Steps.Any(s => s.Covers(a)) && a.GetProperty("anomaly").GetProperty("severity").GetString() != "low");

        Assert.Empty(stray.Select(a => a.GetRawText()));
    }

    [Theory]
    [InlineData("scan-terminal-servers", "port-scan", "medium")]
    [InlineData("read-serials", "new-peer", "medium")]
    [InlineData("read-serials", "pump-onlooker", "medium")]
    [InlineData("guess-code", "pump-code-guessing", "high")]
    [InlineData("guess-code", "pump-new-controller", "high")]
    [InlineData("take-control", "pump-code-guessed", "critical")]
    [InlineData("change-rate", "pump-rate-jump-by-newcomer", "critical")]
    [InlineData("start-bolus", "pump-bolus-by-newcomer", "critical")]
    [InlineData("start-bolus", "novelty-burst", "high")]
    [InlineData("silence-alarms", "pump-alarms-suppressed", "high")]
    [InlineData("change-library", "pump-library-changed", "medium")]
    [InlineData("forge-order", "pump-new-controller", "high")]
    [InlineData("forge-order", "pump-rate-jump-by-newcomer", "critical")]
    [InlineData("rate-without-order", "pump-rate-not-ordered", "medium")]
    public void Every_step_of_the_attack_is_told(string name, string reason, string severity)
    {
        var step = InfusionLabels.Steps.Single(s => s.Name == name);
        var told = Ward.Alerts.Where(step.Covers).Select(a => a.GetProperty("anomaly")).Select(a => $"{a.GetProperty("reason").GetString()} {a.GetProperty("severity").GetString()}").ToList();

        Assert.True(told.Contains($"{reason} {severity}"), $"{name}: expected {reason} {severity}; there were {string.Join(", ", told)}.");
    }

    private static string? Text(JsonElement e, string member) => e.GetProperty("pump").TryGetProperty(member, out var value) ? value.GetString() : null;

    private static double Value(JsonElement e, string quantity) =>
        e.GetProperty("pump").GetProperty("values").EnumerateArray().Single(v => v.GetProperty("quantity").GetString() == quantity).GetProperty("new").GetDouble();
}
