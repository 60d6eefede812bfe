using System.Text.Json;
using System.Text.Json.Nodes;
using Sensor.Tests.Support;

namespace Sensor.Tests.Live;

/// <summary><c>sensor live</c> on a wire of the test's own.</summary>
[Collection(nameof(Wire))]
public sealed class ListeningTests
{
    private const string Radiology = "radiology.pcap";

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Listening_finds_what_replaying_finds_and_sends_nothing(string workers)
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        using var listener = new Listener(wire, "--workers", workers);
        wire.Replay(Wire.Far, Radiology);
        Assert.Equal(143, listener.End("TERM"));

        using var folder = new TempFolder();
        Assert.Equal(0, Machine.Run("dotnet", Machine.Sensor, "replay", Path.Combine("pcaps", Radiology), "--out", folder.Path).ExitCode);
        Assert.Equal(Counted(File.ReadAllText(Path.Combine(folder.Path, "summary.json"))), Counted(listener.Summary.GetRawText()));
        Assert.Equal(RuleAlerts(File.ReadLines(Path.Combine(folder.Path, "alerts.jsonl"))), RuleAlerts(File.ReadLines(Path.Combine(listener.Results, "alerts.jsonl"))));
        Assert.All(listener.Events("flow"), e => Assert.Equal(Wire.Near, e.GetProperty("in_iface").GetString()));

        // The cable knows of no frame from our end; that it would is shown by one that isn't ours.
        Assert.Equal((0L, 0L), (wire.Count(Wire.Near, "tx_packets"), wire.Count(Wire.Far, "rx_packets")));
        wire.Replay(Wire.Near, Radiology, packets: 1);
        Assert.Equal((1L, 1L), (wire.Count(Wire.Near, "tx_packets"), wire.Count(Wire.Far, "rx_packets")));
    }

    /// <summary>Ended or killed, the next one knows the devices of the one before; what was raised keeps its number.</summary>
    [Theory]
    [InlineData("1", "TERM", 143)]
    [InlineData("2", "KILL", 137)]
    public void A_listener_remembers_what_the_one_before_it_knew(string workers, string signal, int exitCode)
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        using var folder = new TempFolder();
        var configuration = folder.File("state:\n  interval: 200ms\n"u8.ToArray());
        string[] state = ["--state", folder.Named("state"), "--workers", workers, "--config", configuration];
        using (var first = new Listener(wire, state))
        {
            wire.Replay(Wire.Far, Radiology);
            WaitUntil(() => Stored("devices", folder).Count == 12 && Stored("alerts", folder).Count >= 3);
            Assert.Equal(exitCode, first.End(signal, checkResults: signal != "KILL"));
        }

        var (devices, alerts) = (Stored("devices", folder), Stored("alerts", folder));
        using var second = new Listener(wire, state);
        wire.Replay(Wire.Far, Radiology, packets: 9000);
        Assert.Equal(143, second.End("TERM"));

        // Nobody is new, and what is raised is numbered on.
        Assert.Equal(devices.Select(d => d.GetProperty("id").GetString()), second.Lines("devices.jsonl").Select(d => d.GetProperty("id").GetString()));
        Assert.DoesNotContain(second.Events("device"), e => e.GetProperty("device").GetProperty("event").GetString() == "new");
        var after = Stored("alerts", folder);
        Assert.Equal(alerts.Select(a => a.GetRawText()), after.Take(alerts.Count).Select(a => a.GetRawText()));
        Assert.Equal(0, Machine.Run("dotnet", Machine.Sensor, "state", "check", folder.Named("state")).ExitCode);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public void It_ends_by_itself_with_all_files_and_every_packet_accounted_for(string workers)
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        using var listener = new Listener(wire, "--duration", "3s", "--filter", "host 10.20.0.10", "--snaplen", "96", "--buffer", "32", "--workers", workers);
        wire.Replay(Wire.Far, Radiology, packets: 5000);
        Assert.Equal(0, listener.AwaitExit());

        foreach (var file in (string[])["events.jsonl", "alerts.jsonl", "findings.jsonl", "devices.jsonl", "summary.json"])
        {
            Assert.True(File.Exists(Path.Combine(listener.Results, file)), file);
        }

        var summary = listener.Summary;
        var live = summary.GetProperty("run").GetProperty("live");
        var passing = BpfFilterTests.CountPassing(Path.Combine(Machine.Root, "pcaps", Radiology), "host 10.20.0.10", packets: 5000);
        Assert.InRange(passing, 1, 4999);
        Assert.True(passing == summary.GetProperty("packets").GetInt64(), live.GetRawText());
        Assert.Equal(passing, live.GetProperty("packets").GetInt64());
        Assert.True(summary.GetProperty("truncated_packets").GetInt64() > 0);
        var wireSide = live.GetProperty("interfaces")[0];
        Assert.Equal(
            wireSide.GetProperty("kernel_packets").GetInt64(),
            wireSide.GetProperty("packets").GetInt64() + wireSide.GetProperty("kernel_drops").GetInt64() + wireSide.GetProperty("ring_drops").GetInt64());

        // Once a second, and at the end.
        var statistics = listener.Events("stats");
        Assert.InRange(statistics.Count, 3, 5);
        Assert.Equal(live.GetProperty("packets").GetInt64(), statistics[^1].GetProperty("stats").GetProperty("packets").GetInt64());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Two_ports_that_show_the_same_packets_count_them_once(string workers)
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        using var listener = new Listener(wire, "-i", Wire.Far, "--workers", workers);
        wire.Replay(Wire.Far, Radiology, packets: 2000);
        Assert.Equal(143, listener.End("TERM"));

        var summary = listener.Summary;
        var ip = BpfFilterTests.CountPassing(Path.Combine(Machine.Root, "pcaps", Radiology), "ip", packets: 2000);
        Assert.Equal(4000, summary.GetProperty("packets").GetInt64());

        // Nearly all: what is remembered of recent packets is bounded.
        Assert.InRange(summary.GetProperty("duplicate_packets").GetInt64(), ip * 95 / 100, ip);
        Assert.Equal([Wire.Near, Wire.Far], summary.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("path").GetString()!));
        Assert.All(summary.GetProperty("inputs").EnumerateArray(), i => Assert.Equal(2000, i.GetProperty("packets").GetInt32()));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void An_interface_that_goes_is_missed_once_and_listened_to_again_when_it_comes_back(string workers)
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        using var listener = new Listener(wire, "--workers", workers);
        wire.Replay(Wire.Far, Radiology, packets: 100);
        wire.Switch(Wire.Near, "down");
        listener.WaitFor($"{Wire.Near} is down");
        wire.Switch(Wire.Near, "up");
        listener.WaitFor($"{Wire.Near} is back");
        wire.Replay(Wire.Far, Radiology, packets: 100);
        wire.Unplug();
        listener.WaitFor($"{Wire.Near} is gone");
        wire.Plug();
        WaitForTwo(listener, $"{Wire.Near} is back");
        wire.Replay(Wire.Far, Radiology, packets: 100);
        Assert.Equal(130, listener.End("INT"));

        Assert.Equal(300, listener.Summary.GetProperty("packets").GetInt64());
        var states = listener.Events("health").Select(e => e.GetProperty("health")).Where(h => h.GetProperty("subject").GetString() == "interface")
            .Select(h => h.GetProperty("state").GetString()!).Where(s => s != "no link");
        Assert.Equal(["down", "up", "gone", "up"], states);
        var wireSide = listener.Summary.GetProperty("run").GetProperty("live").GetProperty("interfaces")[0];
        Assert.Equal(1, wireSide.GetProperty("absences").GetInt32());
        Assert.Equal((300L, 0L), (wireSide.GetProperty("kernel_packets").GetInt64(), wireSide.GetProperty("handed_on").GetInt64()));
        Assert.Contains("1 absence", listener.Summary.GetProperty("inputs")[0].GetProperty("warning").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_the_schemas_describe_of_listening_occurs()
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        using var listener = new Listener(wire);
        wire.Replay(Wire.Far, Radiology, packets: 2000);
        wire.Switch(Wire.Near, "down");
        listener.WaitFor($"{Wire.Near} is down");
        Assert.Equal(143, listener.End("TERM"));

        var met = new HashSet<string>();
        Assert.Empty(Schemas.Ours.Check(listener.Results, met));
        string[] files = ["stats.schema.json#", "summary.schema.json#/properties/run/properties/live"];
        Assert.Empty(Schemas.Ours.Members().Where(m => files.Any(m.StartsWith)).Except(met));
        Assert.Contains("health.schema.json#/$defs/interface/properties/listening", met);
    }

    private static void WaitForTwo(Listener listener, string words)
    {
        var first = listener.Said.IndexOf(words, StringComparison.Ordinal);
        for (var i = 0; i < 200 && listener.Said.IndexOf(words, first + 1, StringComparison.Ordinal) < 0; i++)
        {
            Thread.Sleep(50);
        }
    }

    /// <summary>The summary without where and when.</summary>
    private static string Counted(string summary)
    {
        var json = JsonNode.Parse(summary)!.AsObject();
        foreach (var name in (string[])["inputs", "first", "last", "run"])
        {
            Assert.True(json.Remove(name));
        }

        return json.ToJsonString();
    }

    private static string[] RuleAlerts(IEnumerable<string> lines) =>
        lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("anomaly")).Where(a => a.GetProperty("kind").GetString() == "rule")
            .Select(a => $"{a.GetProperty("reason")} {a.GetProperty("severity")} {a.GetProperty("device").GetProperty("ip")}").Order().ToArray();

    /// <summary>Records of a state that a sensor may be writing to.</summary>
    private static IReadOnlyList<JsonElement> Stored(string kind, TempFolder folder)
    {
        string[] each = kind == "alerts" ? ["--steps"] : [];
        var outcome = Machine.Run("dotnet", [Machine.Sensor, kind, "list", "--state", folder.Named("state"), "--format", "json", .. each]);
        return [.. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    private static void WaitUntil(Func<bool> isSo)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "it isn't so in time");
            Thread.Sleep(200);
        }
    }
}
