using System.Text;
using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Exit codes, what is said where, and that whatever goes wrong is told in a sentence.</summary>
public sealed class CommandLineTests(CaptureRuns runs)
{
    private static readonly string _ping = Repository.Capture("parts/net-ping.pcap");

    private static readonly string _radiology = Repository.Capture(Truth.Radiology);

    public static TheoryData<string, byte[]?> Unusable { get; } = new()
    {
        { "missing.pcap", null },
        { "empty.pcap", [] },
        { "foreign.pcap", "This is a letter, not a capture.\n"u8.ToArray() },
        { "three-bytes.pcap", [0xD4, 0xC3, 0xB2] },
        { "half-a-header.pcap", ClassicPcap.Header()[..23] },
        { "half-a-section.pcapng", [0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void An_unusable_input_is_told_in_one_sentence_and_ends_with_1(string name, byte[]? content)
    {
        using var folder = new TemporaryFolder();
        var path = content is null ? folder.File(name) : folder.Write(name, content);

        AssertFails(Programs.Sensor("replay", path), 1, name);
    }

    [Fact]
    public void A_folder_is_not_a_capture()
    {
        using var folder = new TemporaryFolder();

        AssertFails(Programs.Sensor("replay", folder.Path), 1, folder.Path);
    }

    [Fact]
    public void Results_that_cannot_be_written_are_told_in_one_sentence_and_end_with_1()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("in-the-way", "x"u8);

        AssertFails(Programs.Sensor("replay", _ping, "--out", file), 1, "in-the-way");
        AssertFails(Programs.Sensor("replay", _ping, "--out", Path.Combine(file, "below")), 1, "in-the-way");
    }

    [Fact]
    public void A_full_disk_is_told_in_one_sentence_and_ends_with_1()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("events.jsonl"), "/dev/full");

        AssertFails(Programs.Sensor("replay", _radiology, "--out", folder.Path), 1, "written");
    }

    [Theory]
    [InlineData("")]
    [InlineData("replay")]
    [InlineData("watch x.pcap")]
    [InlineData("replay x.pcap --colour blue")]
    [InlineData("replay x.pcap --workers")]
    [InlineData("replay x.pcap --workers 0")]
    [InlineData("replay x.pcap --workers -1")]
    [InlineData("replay x.pcap --workers many")]
    [InlineData("replay x.pcap --workers 1.5")]
    [InlineData("replay x.pcap --workers 99999999999")]
    [InlineData("replay x.pcap --mode watch")]
    [InlineData("replay x.pcap --mode 1")]
    [InlineData("replay x.pcap --mode")]
    [InlineData("replay x.pcap --fail-on everything")]
    [InlineData("replay x.pcap --learn-until yesterday")]
    [InlineData("replay x.pcap --learn-until +5")]
    [InlineData("replay x.pcap --learn-until +2weeks")]
    [InlineData("replay x.pcap --learn-until -30m")]
    [InlineData("replay x.pcap --learn-until 2026-13-45")]
    [InlineData("replay x.pcap --learn-until +999999999999999999999999999999999999d")]
    [InlineData("replay x.pcap --out")]
    [InlineData("outputs test --bogus")]
    [InlineData("rules check --bogus")]
    public void Bad_usage_is_told_in_one_sentence_and_ends_with_2(string arguments)
    {
        AssertFails(Programs.Sensor(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)), 2, "");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("replay --help")]
    [InlineData("replay x.pcap -h")]
    public void Help_shows_how_and_ends_with_0(string arguments)
    {
        var outcome = Programs.Sensor(arguments.Split(' '));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        Assert.Contains("sensor replay", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(".pcap", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("xample", outcome.Output, StringComparison.Ordinal);
        AssertPlain(outcome);
    }

    [Fact]
    public void The_help_of_replay_names_every_option()
    {
        var help = Programs.Sensor("replay", "--help").Output;

        Assert.All((string[])["--out", "--workers", "--mode", "--learn-until", "--fail-on", "130"], option => Assert.Contains(option, help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("alerts list")]
    [InlineData("alerts unmute")]
    [InlineData("alerts mutes")]
    [InlineData("alerts pcap")]
    [InlineData("findings show")]
    [InlineData("rules check")]
    [InlineData("outputs test")]
    [InlineData("outputs")]
    [InlineData("config show")]
    [InlineData("report")]
    public void Help_has_examples_of_the_command_that_is_asked_about(string command)
    {
        var lines = Programs.Sensor([.. command.Split(' '), "--help"]).OutputLines.SkipWhile(l => l != "Examples:").Skip(1).TakeWhile(l => !l.StartsWith("Exit codes", StringComparison.Ordinal)).ToList();

        var examples = lines.Where(l => !l.StartsWith("      ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(examples);
        Assert.All(examples, line => Assert.Contains($"sensor {(command == "report" ? "re" : command)}", line, StringComparison.Ordinal));
        Assert.Equal(2 * examples.Count, lines.Count);
    }

    /// <summary>The department gives alerts of severity high at worst.</summary>
    [Theory]
    [InlineData("critical", 0)]
    [InlineData("high", 3)]
    [InlineData("medium", 3)]
    [InlineData("low", 3)]
    public void Fail_on_ends_with_3_from_that_severity_up(string severity, int exitCode)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("high", runs.Radiology.Alerts.OrderBy(a => a.GetProperty("alert").GetProperty("severity").GetInt32()).First().GetProperty("anomaly").GetProperty("severity").GetString());

        var outcome = Programs.Sensor("replay", _radiology, "--learn-until", Labels.NormalUntil, "--fail-on", severity, "--out", folder.Path);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.True(new FileInfo(folder.File("summary.json")).Length > 0);
    }

    [Fact]
    public void Fail_on_ends_with_0_where_nothing_alerts()
    {
        Assert.Equal(0, Programs.Sensor("replay", _ping, "--fail-on", "low").ExitCode);
    }

    [Theory]
    [InlineData(24 + 16 + 110, 0, "middle of a record")]
    [InlineData(3_000_001, 0, "middle of a record")]
    [InlineData(3_000_001, 64, "damaged")]
    public void A_damaged_tail_is_a_warning_and_everything_before_it_counts(int length, int junk, string what)
    {
        using var folder = new TemporaryFolder();
        var head = File.ReadAllBytes(_radiology)[..length];
        var path = folder.Write("torn.pcap", [.. head, .. Enumerable.Repeat((byte)0xFF, junk)]);
        var whole = 0;
        for (int at = ClassicPcap.HeaderLength, next; at + 16 <= length; at = next)
        {
            next = at + 16 + BitConverter.ToInt32(head, at + 8);
            whole += next <= length ? 1 : 0;
        }

        // Junk that begins inside a record's data fills it up; then the record counts and what follows is damaged.
        var outcome = Programs.Sensor("replay", path, "--out", folder.File("out"));
        var summary = ReplayResult.Parse(File.ReadAllText(folder.File("out/summary.json")));

        Assert.Equal(0, outcome.ExitCode);
        Assert.InRange(summary.GetProperty("packets").GetInt32(), whole, whole + (junk > 0 ? 1 : 0));
        Assert.Contains("torn.pcap", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Matches(junk > 0 ? "damaged|middle of a record" : what, outcome.Error);
        Assert.Contains("torn.pcap", summary.GetProperty("inputs")[0].GetProperty("warning").GetString(), StringComparison.Ordinal);
        AssertPlain(outcome);
    }

    [Fact]
    public void One_unusable_path_among_others_is_a_warning()
    {
        using var folder = new TemporaryFolder();

        var outcome = Programs.Sensor("replay", folder.File("missing.pcap"), _ping, "--out", folder.File("out"));
        var inputs = ReplayResult.Parse(File.ReadAllText(folder.File("out/summary.json"))).GetProperty("inputs");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("missing.pcap", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, inputs.GetArrayLength());
        Assert.Contains("does not exist", inputs[0].GetProperty("warning").GetString(), StringComparison.Ordinal);
        Assert.Equal(18, inputs[1].GetProperty("packets").GetInt32());
        Assert.Equal(JsonValueKind.Null, inputs[1].GetProperty("warning").ValueKind);
    }

    [Fact]
    public void A_valid_capture_without_records_is_done()
    {
        using var folder = new TemporaryFolder();
        byte[] section = [0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 28, 0, 0, 0];
        byte[] description = [1, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0, 20, 0, 0, 0];
        string[] captures = [folder.Write("none.pcap", ClassicPcap.Header()), folder.Write("none.pcapng", [.. section, .. description]), folder.Write("section.pcapng", section)];

        Assert.All(captures, capture =>
        {
            var outcome = Programs.Sensor("replay", capture, "--out", folder.File("out"), "--learn-until", "+30s", "--fail-on", "low");
            var summary = ReplayResult.Parse(File.ReadAllText(folder.File("out/summary.json")));
            Assert.True(outcome.ExitCode == 0, outcome.Said);
            Assert.Empty(outcome.Error);
            Assert.Equal(JsonValueKind.Null, summary.GetProperty("first").ValueKind);
            Assert.Equal(JsonValueKind.Null, summary.GetProperty("last").ValueKind);
            Assert.Equal(JsonValueKind.Null, summary.GetProperty("inputs")[0].GetProperty("warning").ValueKind);
            Assert.Equal(0, summary.GetProperty("packets").GetInt64());
            Assert.Equal(0, summary.GetProperty("devices").GetInt64());
            Assert.Equal(0, new FileInfo(folder.File("out/events.jsonl")).Length);
        });
    }

    [Fact]
    public void Without_a_folder_the_alerts_alone_are_on_standard_output_as_json_lines()
    {
        var outcome = Programs.Sensor("replay", Path.Combine("pcaps", Truth.Radiology), "--learn-until", Labels.NormalUntil);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        Assert.Equal(File.ReadAllText(runs.Radiology.PathOf("alerts.jsonl")), outcome.Output);
    }

    [Fact]
    public void Off_a_terminal_there_are_no_control_characters()
    {
        Assert.All(Truth.Names, name => AssertPlain(runs.Of(name).Outcome));
        AssertPlain(runs.Radiology.Outcome);
        AssertPlain(Programs.Sensor("replay", _radiology));
    }

    /// <summary>Names come from the network: a host may call itself an escape sequence that rewrites the screen, or moves what is said of it elsewhere.</summary>
    [Fact]
    public void A_name_from_the_network_does_not_steer_the_terminal()
    {
        using var folder = new TemporaryFolder();
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(_radiology));
        var hostile = text.Replace("ECHOSCU ", "\e[2J\a\n\x9B ", StringComparison.Ordinal).Replace("|LABX|", "|\e[3m|", StringComparison.Ordinal);
        var path = folder.Write("hostile.pcap", Encoding.Latin1.GetBytes(hostile));

        var withFolder = Programs.Sensor("replay", path, "--learn-until", Labels.NormalUntil, "--out", folder.File("out"));
        var without = Programs.Sensor("replay", path, "--learn-until", Labels.NormalUntil);

        Assert.NotEqual(text, hostile);
        AssertPlain(withFolder);
        AssertPlain(without);
        Assert.Equal(runs.Radiology.Alerts.Count, without.OutputLines.Count());
        Assert.All(ReplayResult.FileNames, name => Assert.DoesNotContain(File.ReadAllText(folder.File("out/" + name)), c => char.IsControl(c) && c != '\n'));
    }

    [Fact]
    public void Nor_does_the_name_of_a_file()
    {
        using var folder = new TemporaryFolder();

        AssertFails(Programs.Sensor("replay", folder.File("\e[2J\n.pcap")), 1, ".pcap");
        AssertPlain(Programs.Sensor("replay", folder.Write("\e[2J\n.pcap", File.ReadAllBytes(_ping))));
        AssertPlain(Programs.Sensor("replay", folder.File("\e[2J\n.pcap"), "--out", folder.File("\e[2J")));
    }

    [Theory]
    [InlineData("listen -i eth0", "listen")]
    [InlineData("reply x.pcap", "reply")]
    public void An_unknown_command_is_named(string arguments, string command)
    {
        AssertFails(Programs.Sensor(arguments.Split(' ')), 2, command);
    }

    [Fact]
    public void With_a_folder_a_readable_summary_is_on_standard_output()
    {
        var outcome = runs.Radiology.Outcome;

        Assert.Contains("19,065 packets", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Devices: 12", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"Alerts: {runs.Radiology.Alerts.Count}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Lost: nothing", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_reading_the_alerts_any_more_is_no_crash()
    {
        var start = Programs.StartInfo("bash", ["-c", $"set -o pipefail; dotnet '{Repository.Program}' replay '{_radiology}' --learn-until {Labels.NormalUntil} | head -c 1"]);
        var outcome = Programs.Run(start);

        Assert.InRange(outcome.ExitCode, 0, 1);
        AssertPlain(outcome);
    }

    private static void AssertFails(Outcome outcome, int exitCode, string names)
    {
        Assert.True(outcome.ExitCode == exitCode, outcome.Said);
        Assert.Empty(outcome.Output);
        var sentence = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("sensor: ", sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.Contains(names, sentence, StringComparison.Ordinal);
        AssertPlain(outcome);
    }

    private static void AssertPlain(Outcome outcome)
    {
        Assert.DoesNotContain(outcome.Output + outcome.Error, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain("   at ", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("xception", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }
}
