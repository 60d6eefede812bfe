using System.Text;
using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary><c>sensor outputs</c>, and what a run says and does about receivers.</summary>
public sealed class OutputsCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_test_says_of_each_receiver_what_became_of_it()
    {
        using var good = new WebServer();
        using var bad = new WebServer("401");
        var config = Config($"""
              - {Item("good", $"type: webhook, url: \"{good.Url}\"")}
              - {Item("bad", $"type: webhook, url: \"{bad.Url}\", token: tok-hunter2")}
              - {Item("nobody", $"type: syslog, transport: tcp, host: 127.0.0.1, port: {LoopbackPort.Free()}")}
              - {Item("lines", $"type: eve, path: {_folder.Named("eve.json")}")}
              - {Item("nowhere", $"type: eve, path: {_folder.Named("missing/eve.json")}")}
            """);

        var outcome = Sensor("outputs", "test", "--config", config);

        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches("^good \\(webhook\\): took the test in [0-9]+ ms\\.$", lines[0]);
        Assert.Matches("^bad \\(webhook\\): failed after [0-9]+ ms: it answers 401\\.$", lines[1]);
        Assert.Matches("^nobody \\(syslog\\): failed after [0-9]+ ms: .*refused", lines[2]);
        Assert.Matches("^lines \\(eve\\): took the test in [0-9]+ ms\\.$", lines[3]);
        Assert.Matches("^nowhere \\(eve\\): failed after [0-9]+ ms: there is no folder .*/missing; a run makes it\\.$", lines[4]);
        Assert.False(Directory.Exists(_folder.Named("missing")));
        Assert.Contains("TEST", Assert.Single(good.Taken), StringComparison.Ordinal);
        Assert.Equal(0, Sensor("outputs", "test", "--config", config, "good", "lines").ExitCode);
        Assert.Equal(1, Sensor("outputs", "test", "--config", config, "goood").ExitCode);
    }

    [Fact]
    public void What_was_not_taken_is_said_and_listed_and_sent_by_the_next_run()
    {
        using var server = new WebServer("503");
        var config = Config($"  - {Item("hook", $"type: webhook, url: \"{server.Url}\", events: alert")}", "drain: 2s");
        string[] replay = ["replay", Capture, "--learn-until", "+169s", "--config", config, "--state", _folder.Named("state"), "--out", _folder.Named("out")];

        var first = Sensor(replay);
        var alerts = File.ReadAllLines(_folder.Named("out/alerts.jsonl"));
        var list = Sensor("outputs", "list", "--state", _folder.Named("state"));
        server.Mode = "200";
        var second = Sensor(replay);

        Assert.Equal(0, first.ExitCode);
        Assert.Matches("'hook' has not taken ([0-9]+) of what is sent to it \\(it answers 503\\); they wait in .*/state/spool/hook for the next run\\.", first.Error);
        Assert.Matches("^hook: ([0-9]+) wait, \\1 alerts among them, .* the oldest of 2026-11-21T18:52:08Z; not reached: [0-9TZ:-]+ it answers 503", list.Output);
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(alerts, server.Taken);
        Assert.Matches("^hook: nothing waits\n$", Sensor("outputs", "list", "--state", _folder.Named("state")).Output);
    }

    [Fact]
    public void Where_nothing_was_ever_spooled_nothing_waits()
    {
        var outcome = Sensor("outputs", "list", "--state", _folder.Path);

        Assert.Equal((0, "Nothing waits.\n"), (outcome.ExitCode, outcome.Output));
        Assert.Equal(1, Sensor("outputs", "list", "--state", _folder.Named("elsewhere")).ExitCode);
    }

    [Fact]
    public void Without_a_folder_for_it_what_waits_is_said_to_be_lost()
    {
        var config = Config($"  - {Item("hook", $"type: webhook, url: \"http://127.0.0.1:{LoopbackPort.Free()}/\"")}", "drain: 100ms");

        var outcome = Sensor("replay", Capture, "--learn-until", "+169s", "--config", config);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("warning: what is sent waits in memory only", outcome.Error, StringComparison.Ordinal);
        Assert.Matches("'hook' has not taken [0-9]+ of what is sent to it \\(.*\\); they are lost\\.", outcome.Error);
    }

    [Fact]
    public void A_file_that_logrotate_moved_is_begun_anew_on_its_signal()
    {
        var (captures, eve) = (_folder.Named("captures"), _folder.Named("eve.json"));
        Directory.CreateDirectory(captures);
        File.Copy(Capture, Path.Combine(captures, "1.pcap"));
        using var process = Machine.Start("dotnet", [Machine.Sensor, "replay", "--follow", captures, "--idle", "4s", "--config", Config($"  - {Item("lines", $"type: eve, path: {eve}, events: [alert, hl7]")}")]);
        Eventually.True(() => File.Exists(eve) && File.ReadAllLines(eve).Length > 100);
        Thread.Sleep(500);
        File.Move(eve, eve + ".1");
        Machine.Run("kill", "-HUP", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Eventually.True(() => File.Exists(eve));
        var before = File.ReadAllLines(eve + ".1").Length;
        File.Copy(Path.Combine(Machine.Root, "pcaps", "parts", "hl7-batch.pcap"), Path.Combine(captures, "2.pcap"));
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(before, File.ReadAllLines(eve + ".1").Length);
        Assert.NotEmpty(File.ReadAllLines(eve));
        Assert.All(File.ReadAllLines(eve).Concat(File.ReadAllLines(eve + ".1")), l => Assert.EndsWith("}", l, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static string Capture => Path.Combine(Machine.Root, "pcaps", "radiology.pcap");

    private static string Item(string name, string more) => $"{{name: {name}, {more}, timeout: 2s}}";

    private static Outcome Sensor(params IEnumerable<string> arguments) => Machine.Run("dotnet", [Machine.Sensor, .. arguments]);

    private string Config(string receivers, string more = "retry: 20ms") =>
        _folder.File("sensor.yaml", Encoding.UTF8.GetBytes($"output:\n  {more}\n  receivers:\n{string.Join('\n', receivers.Split('\n').Select(l => "  " + l))}\n"));
}
