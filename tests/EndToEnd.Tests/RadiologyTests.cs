using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// A radiology department that works as usual and then has ten kinds of misuse in its midst: each is told, with proof, and nothing else is.
/// </summary>
public sealed class RadiologyTests(CaptureRuns runs)
{
    /// <summary>Two a misuse: more and nobody reads them.</summary>
    private static readonly int _few = 2 * Labels.Events.Count;

    private static readonly string[] _severities = ["critical", "high", "medium", "low"];

    public static TheoryData<string> Misuses { get; } = [.. Labels.Events.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Misuses))]
    public void Every_misuse_gives_an_alert_of_the_right_kind_on_the_right_device_in_time(string name)
    {
        var misuse = Labels.Events.Single(e => e.Name == name);
        var during = runs.Radiology.Alerts.Where(misuse.Covers).ToList();

        Assert.True(
            during.Exists(a => misuse.Kinds.Contains(Anomaly(a).GetProperty("kind").GetString())),
            $"{misuse.What}: expected {string.Join(" or ", misuse.Kinds)} on {string.Join(" or ", misuse.Hosts)} from {misuse.Start:HH:mm:ss} to {misuse.End:HH:mm:ss}; "
            + $"there were {(during.Count == 0 ? "no alerts" : string.Join("; ", during.Select(Brief)))}.");
    }

    [Fact]
    public void Nothing_else_alerts()
    {
        var stray = runs.Radiology.Alerts.Where(a => !Labels.Events.Any(e => e.Covers(a))).Select(Brief);

        Assert.Empty(stray);
    }

    [Fact]
    public void The_alerts_are_few()
    {
        Assert.InRange(runs.Radiology.Alerts.Count, Labels.Events.Count, _few);
    }

    [Fact]
    public void Normal_work_alone_gives_no_alert_at_all()
    {
        using var folder = new TemporaryFolder();
        var frames = runs.Plain(Truth.Radiology).Frames;
        var firstMisuse = Labels.Events.Min(e => e.Start).ToUnixTimeMilliseconds() / 1000m;
        var normal = ClassicPcap.Read(Repository.Capture(Truth.Radiology)).Take(frames.Count(f => f.Time < firstMisuse - 0.1m));
        var path = folder.File("normal.pcap");
        ClassicPcap.Write(path, normal);

        Assert.Empty(runs.Run([path], "--learn-until", "+120s").Alerts.Select(Brief));
    }

    [Fact]
    public void Every_alert_fills_every_slot_of_its_contract()
    {
        Assert.All(runs.Radiology.Alerts, alert =>
        {
            var head = alert.GetProperty("alert");
            var anomaly = Anomaly(alert);
            Assert.Equal("alert", alert.GetProperty("event_type").GetString());
            Assert.NotEmpty(Text(head, "signature"));
            Assert.True(head.GetProperty("signature_id").GetInt32() > 0);
            Assert.Equal(Text(anomaly, "kind"), Text(head, "category"));
            Assert.Equal(_severities[head.GetProperty("severity").GetInt32() - 1], Text(anomaly, "severity"));
            Assert.Contains(Text(anomaly, "kind"), (string[])["relation", "rate", "sequence", "session", "workflow", "rule", "identity", "health"]);
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)+$", Text(anomaly, "reason"));
            foreach (var end in new[] { anomaly.GetProperty("device"), anomaly.GetProperty("peer") })
            {
                Assert.NotEmpty(Text(end, "id"));
                Assert.NotEmpty(Text(end, "ip"));
                Assert.NotEmpty(Text(end, "role"));
            }

            Assert.NotEmpty(Text(anomaly.GetProperty("observed"), "unit"));
            Assert.NotEmpty(Text(anomaly.GetProperty("observed"), "text"));
            _ = anomaly.GetProperty("observed").GetProperty("value").GetDouble();
            var expected = anomaly.GetProperty("expected");
            Assert.InRange(expected.GetProperty("typical").GetDouble(), expected.GetProperty("low").GetDouble(), expected.GetProperty("high").GetDouble());
            Assert.Equal(Text(anomaly.GetProperty("observed"), "unit"), Text(expected, "unit"));
            Assert.True(expected.GetProperty("n").GetInt64() >= 0);
            Assert.True(Text(anomaly, "kind") == "rule" ? anomaly.GetProperty("score").ValueKind == JsonValueKind.Null : anomaly.GetProperty("score").GetDouble() > 0);
            Assert.EndsWith(".", Text(anomaly, "explanation"), StringComparison.Ordinal);
            Assert.DoesNotContain("  ", Text(anomaly, "explanation"), StringComparison.Ordinal);
            Assert.NotEqual(0, anomaly.GetProperty("next_steps").GetArrayLength());
            Assert.NotEqual(0, anomaly.GetProperty("benign_causes").GetArrayLength());
            Assert.All(anomaly.GetProperty("mitre").EnumerateArray(), t => Assert.Matches(@"^T\d{4}(\.\d{3})?$", t.GetString()));
            Assert.NotEqual(0, anomaly.GetProperty("mitre").GetArrayLength());
            Assert.Equal("clean", Text(anomaly, "data_quality"));
        });
    }

    /// <summary>What a device did in a number of observations is said with the time they took.</summary>
    [Fact]
    public void Every_learnt_expectation_says_from_how_much_history_and_since_when()
    {
        var learnt = runs.Radiology.Alerts.Where(a => Anomaly(a).GetProperty("kind").GetString() != "rule");

        Assert.All(learnt, alert =>
        {
            var expected = Anomaly(alert).GetProperty("expected");
            Assert.True(expected.GetProperty("n").GetInt64() > 0, Brief(alert));
            Assert.True(Labels.Time(expected.GetProperty("since")) < Labels.Time(alert.GetProperty("timestamp")), Brief(alert));
        });
    }

    [Fact]
    public void The_evidence_names_packets_of_the_capture_in_which_the_device_talks_to_its_peer()
    {
        var frames = runs.Plain(Truth.Radiology).Frames;

        Assert.All(runs.Radiology.Alerts, alert =>
        {
            var anomaly = Anomaly(alert);
            var evidence = anomaly.GetProperty("evidence");
            Assert.Equal(Path.Combine("pcaps", Truth.Radiology), Text(evidence, "file"));
            var numbers = evidence.GetProperty("packets").EnumerateArray().Select(p => p.GetInt32()).ToList();
            Assert.NotEmpty(numbers);
            Assert.Equal(numbers.Order(), numbers);
            var (device, peer) = (Text(anomaly.GetProperty("device"), "ip"), Text(anomaly.GetProperty("peer"), "ip"));
            Assert.All(numbers, n =>
            {
                Assert.InRange(n, 1, frames.Count);
                Assert.Contains(device, frames[n - 1].Addresses);
                Assert.Contains(peer, frames[n - 1].Addresses);
            });
            Assert.True(Labels.Time(evidence.GetProperty("from")) <= Labels.Time(evidence.GetProperty("to")), Brief(alert));
        });
    }

    [Fact]
    public void The_summary_counts_the_alerts_that_were_written()
    {
        var counted = runs.Radiology.Summary.GetProperty("alerts");
        var alerts = runs.Radiology.Alerts;

        Assert.Equal(alerts.Count, counted.GetProperty("total").GetInt32());
        Assert.All(
            _severities,
            severity => Assert.Equal(alerts.Count(a => Text(Anomaly(a), "severity") == severity), counted.GetProperty(severity).GetInt32()));
    }

    [Fact]
    public void Every_host_is_in_the_inventory_with_its_hardware_address_and_nobody_else_is()
    {
        var labels = ReplayResult.Parse(File.ReadAllText(Repository.Capture("radiology.labels.json"))).GetProperty("hosts");
        var expected = labels.EnumerateObject().Select(h => $"{h.Name} {h.Value.GetProperty("mac").GetString()}").Order();
        var devices = runs.Radiology.Devices.Select(d => $"{d.GetProperty("ips")[0].GetString()} {d.GetProperty("macs")[0].GetString()}").Order();

        Assert.Equal(expected, devices);
    }

    [Theory]
    [InlineData("10.20.0.10", "archive")]
    [InlineData("10.20.0.11", "ris")]
    [InlineData("10.20.0.12", "interface-engine")]
    [InlineData("10.20.0.21", "modality")]
    [InlineData("10.20.0.22", "modality")]
    [InlineData("10.20.0.23", "modality")]
    [InlineData("10.20.0.31", "workstation")]
    public void Devices_are_known_for_what_they_do(string address, string role)
    {
        var device = runs.Radiology.Devices.Single(d => d.GetProperty("ips")[0].GetString() == address);

        Assert.Equal(role, device.GetProperty("roles")[0].GetProperty("role").GetString());
    }

    private static JsonElement Anomaly(JsonElement alert) => alert.GetProperty("anomaly");

    private static string Text(JsonElement e, string name) => e.GetProperty(name).GetString()!;

    private static string Brief(JsonElement alert) =>
        $"{Text(alert, "timestamp")[11..19]} {Text(Anomaly(alert), "kind")} {Text(Anomaly(alert), "reason")} {Text(Anomaly(alert).GetProperty("device"), "ip")}: {Text(Anomaly(alert).GetProperty("observed"), "text")}";
}
