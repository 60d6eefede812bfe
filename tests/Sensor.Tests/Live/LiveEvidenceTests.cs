using System.Text;
using System.Text.Json;
using Sensor.Tests.Support;

namespace Sensor.Tests.Live;

/// <summary>While listening, the packets of each alert are kept in a file of its own: masked unless the site wants otherwise, and within a bound.</summary>
[Collection(nameof(Wire))]
public sealed class LiveEvidenceTests
{
    private const string Radiology = "radiology.pcap", Discharges = "hl7-discharge-storm";

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Each_alert_has_its_packets_beside_it(string workers)
    {
        Machine.RequireNamespaces("tshark");
        using var wire = new Wire();
        using var folder = new TempFolder();
        var state = folder.Named("state");
        using var listener = new Listener(wire, "--state", state, "--workers", workers);
        wire.Replay(Wire.Far, Radiology);
        Assert.Equal(143, listener.End("TERM"));

        var alerts = listener.Lines("alerts.jsonl");
        Assert.NotEmpty(alerts);
        foreach (var alert in alerts)
        {
            var (id, evidence) = (alert.GetProperty("anomaly").GetProperty("id").GetString()!, alert.GetProperty("anomaly").GetProperty("evidence"));
            var file = Path.Combine(state, evidence.GetProperty("pcap").GetString()!);
            AssertOwn(file);

            // The packet that made it known, and those of its connection: what the alert's own filter selects is all there is of it.
            Assert.Contains(id, Shark(file, "-Y", "frame.comment", "-T", "fields", "-e", "frame.comment"), StringComparison.Ordinal);
            var filter = evidence.GetProperty("filter").GetString()!;
            Assert.NotEqual("", Shark(file, "-Y", filter));
            Assert.Equal("", Shark(file, "-Y", $"!({filter})"));
            Assert.Contains(Wire.Near, Shark(file, "-T", "fields", "-e", "frame.interface_name"), StringComparison.Ordinal);
            Assert.DoesNotContain("|TEST", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
        }

        // Handed on as it is; what wasn't kept can't be revealed, and nobody is written down for it.
        var kept = alerts.First(a => Reason(a) == Discharges).GetProperty("anomaly").GetProperty("id").GetString()!;
        Assert.Equal(0, Sensor("alerts", "pcap", kept, "--state", state, "-o", folder.Named("copy.pcapng")).ExitCode);
        Assert.Equal(File.ReadAllBytes(Path.Combine(state, "evidence", kept + ".pcapng")), File.ReadAllBytes(folder.Named("copy.pcapng")));
        var refused = Sensor("alerts", "pcap", kept, "--state", state, "-o", folder.Named("no.pcapng"), "--reveal-phi", "--by", "J. Doe", "--why", "x");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("nothing to reveal", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(state, "audit.jsonl")));
    }

    [Fact]
    public void Where_whole_packets_are_kept_they_are_shown_to_who_answers_for_it()
    {
        Machine.RequireNamespaces("tshark");
        using var wire = new Wire();
        using var folder = new TempFolder();
        var configuration = folder.File("evidence: {payload: whole, snap: 2000}\n"u8.ToArray());
        var audit = folder.Named("audit.jsonl");
        using var listener = new Listener(wire, "--config", configuration);
        wire.Replay(Wire.Far, Radiology);
        Assert.Equal(143, listener.End("TERM"));

        var id = listener.Lines("alerts.jsonl").First(a => Reason(a) == Discharges).GetProperty("anomaly").GetProperty("id").GetString()!;
        string[] asked = ["alerts", "pcap", id, "--results", listener.Results, "-o"];
        Assert.Equal(0, Sensor([.. asked, folder.Named("masked.pcapng")]).ExitCode);
        Assert.Equal(0, Sensor([.. asked, folder.Named("shown.pcapng"), "--reveal-phi", "--by", "J. Doe", "--why", "who?", "--audit", audit]).ExitCode);

        Assert.Contains("|TEST", Encoding.Latin1.GetString(File.ReadAllBytes(folder.Named("shown.pcapng"))), StringComparison.Ordinal);
        var masked = Encoding.Latin1.GetString(File.ReadAllBytes(folder.Named("masked.pcapng")));
        Assert.DoesNotContain("|TEST", masked, StringComparison.Ordinal);
        Assert.Contains("payload: masked", masked, StringComparison.Ordinal);
        Assert.Equal("J. Doe", JsonDocument.Parse(File.ReadAllText(audit)).RootElement.GetProperty("by").GetString());
        Assert.Equal(Shark(folder.Named("shown.pcapng"), "-T", "fields", "-e", "frame.len", "-e", "tcp.seq_raw"), Shark(folder.Named("masked.pcapng"), "-T", "fields", "-e", "frame.len", "-e", "tcp.seq_raw"));
    }

    [Fact]
    public void Nothing_is_kept_where_nobody_wants_it()
    {
        Machine.RequireNamespaces();
        using var wire = new Wire();
        using var folder = new TempFolder();
        using var listener = new Listener(wire, "--config", folder.File("evidence: {ring: 0}\n"u8.ToArray()));
        wire.Replay(Wire.Far, Radiology);
        Assert.Equal(143, listener.End("TERM"));

        Assert.False(Directory.Exists(Path.Combine(listener.Results, "evidence")));
        Assert.All(listener.Lines("alerts.jsonl"), a => Assert.False(a.GetProperty("anomaly").GetProperty("evidence").TryGetProperty("pcap", out _)));
    }

    private static string Reason(JsonElement alert) => alert.GetProperty("anomaly").GetProperty("reason").GetString()!;

    private static string Shark(string file, params string[] arguments) => Machine.Run("tshark", ["-n", "-r", file, .. arguments]).Output;

    private static Outcome Sensor(params string[] arguments) => Machine.Run("dotnet", [Machine.Sensor, .. arguments]);

    private static void AssertOwn(string path) =>
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
}
