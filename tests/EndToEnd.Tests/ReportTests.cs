using System.Text.RegularExpressions;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Reports as people ask for them: of a capture, of a state, of a period.</summary>
public sealed class ReportTests : IClassFixture<ReportTests.Made>
{
    private readonly Made _made;

    public ReportTests(Made made) => _made = made;

    [Fact]
    public void A_capture_is_reported_whole()
    {
        var page = _made.Page;

        foreach (var line in File.ReadLines(_made.Folder.File("out/alerts.jsonl")))
        {
            var alert = System.Text.Json.JsonDocument.Parse(line).RootElement;
            Assert.Contains($"id=\"{alert.GetProperty("anomaly").GetProperty("id").GetString()}\"", page, StringComparison.Ordinal);
            Assert.Contains(alert.GetProperty("alert").GetProperty("signature").GetString()!.Replace("'", "&#39;", StringComparison.Ordinal), page, StringComparison.Ordinal);
        }

        foreach (var line in File.ReadLines(_made.Folder.File("out/devices.jsonl")))
        {
            Assert.Contains($"<tr id=\"{System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()}\">", page, StringComparison.Ordinal);
        }

        // What tshark counts as commands and messages between the two is in the square.
        Assert.Contains("HIS (10.20.0.13) asks ENGINE (10.20.0.12): 566 commands", page, StringComparison.Ordinal);
        Assert.Contains(">radiology.pcap<", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetDirectoryName(Repository.Capture(Truth.Radiology))!, page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_capture_is_the_same_page_with_any_number_of_workers()
    {
        Assert.Equal(0, Programs.Sensor("replay", Repository.Capture(Truth.Radiology), "--workers", "3", "--report", _made.Folder.File("again.html")).ExitCode);
        Assert.Equal(_made.Page, File.ReadAllText(_made.Folder.File("again.html")));
    }

    [Fact]
    public void A_state_says_the_same_as_the_run_that_made_it()
    {
        Assert.Equal(0, Ask("--output", _made.Folder.File("state.html")).ExitCode);
        var page = File.ReadAllText(_made.Folder.File("state.html"));

        Assert.Contains("<bdi class=\"name\">State state</bdi>", page, StringComparison.Ordinal);
        foreach (var section in (string[])["alerts", "time", "devices", "pairs"])
        {
            Assert.Equal(Section(_made.Page, section), WithoutStatus(Section(page, section)));
        }

        Assert.Equal(page, File.ReadAllText(_made.Folder.File("with-state.html")));
    }

    [Fact]
    public void A_period_leaves_out_what_was_before_and_after()
    {
        var since = Ask("-o", _made.Folder.File("since.html"), "--since", "2026-11-21T18:53:00Z");
        Assert.True(since.ExitCode == 0, since.Said);
        var page = File.ReadAllText(_made.Folder.File("since.html"));

        Assert.Equal(["alert-000004"], Regex.Matches(page, "<article class=\"alert[^>]*id=\"([^\"]*)\"").Select(m => m.Groups[1].Value));
        Assert.Contains("asked for since 2026-11-21 18:53:00", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_goes_on_the_next_day_is_in_that_days_report_as_it_stands()
    {
        var (capture, state) = (_made.Folder.File("next.pcap"), _made.Folder.File("days"));
        ClassicPcap.Write(capture, ClassicPcap.Read(Repository.Capture(Truth.Radiology)).Select(r => ClassicPcap.Later(r, 86_400)));
        foreach (var day in (string[])[Repository.Capture(Truth.Radiology), capture])
        {
            Assert.Equal(0, Programs.Sensor("replay", day, "--state", state, "--out", _made.Folder.File(Path.GetFileName(day) + ".out")).ExitCode);
        }

        var page = Programs.Sensor("report", "--state", state, "--since", "2026-11-22", "-o", "-").Output;
        Assert.Contains("id=\"alert-000001\"", page, StringComparison.Ordinal);
        Assert.Contains("over 24 h, last at 2026-11-22 18:52:24", page, StringComparison.Ordinal);

        // A day is kept in stretches of 320 s: a minute's figures are not known any more.
        var minute = Programs.Sensor("report", "--state", state, "--since", "2026-11-21T18:53:00", "--until", "2026-11-21T18:54:00", "-o", "-").Output;
        Assert.Contains("Figures of traffic and loss are of 2026-11-21 18:50:40 to 2026-11-21 18:56:00", minute, StringComparison.Ordinal);
        Assert.DoesNotContain("Figures of traffic and loss", _made.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mirror_that_was_silent_is_among_what_was_lost()
    {
        var records = ClassicPcap.Read(Repository.Capture(Truth.Radiology)).ToList();
        var capture = _made.Folder.File("silent.pcap");
        ClassicPcap.Write(capture, records[..(records.Count / 2)].Concat(records[(records.Count / 2)..].Select(r => ClassicPcap.Later(r, 1200))));
        var outcome = Programs.Sensor("replay", capture, "--out", _made.Folder.File("silent"), "--report", _made.Folder.File("silent.html"));

        Assert.Matches(@"Lost: nothing was captured for \d+ min( \d+ s)?, although packets had come all the time before \(alert-\d+\)", outcome.Output);
        var lost = Section(File.ReadAllText(_made.Folder.File("silent.html")), "lost");
        Assert.Contains("<li>Nothing was captured for ", lost, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is known to have been lost", File.ReadAllText(_made.Folder.File("silent.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_goes_to_standard_output_where_that_is_free()
    {
        Ask("-o", _made.Folder.File("file.html"));
        Assert.Equal(File.ReadAllText(_made.Folder.File("file.html")), Ask("-o", "-").Output);

        var taken = Programs.Sensor("replay", Repository.Capture(Truth.Radiology), "--report", "-");
        Assert.Equal((2, 1), (taken.ExitCode, taken.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.False(File.Exists("-"));
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_a_sentence()
    {
        Refused(1, "There is nothing to report: the state in .* has seen nothing in this period", ["--state", _made.State, "-o", _made.Folder.File("x.html"), "--since", "2030-01-01"]);
        Refused(1, "There is no state in nowhere", ["--state", "nowhere", "-o", _made.Folder.File("x.html")]);
        Refused(1, "there is no folder", ["--state", _made.State, "-o", _made.Folder.File("no/such/x.html")]);
        Refused(2, "--since takes an ISO 8601 time", ["--state", _made.State, "-o", "x.html", "--since", "yesterday"]);
        Refused(2, "--since is later than --until", ["--state", _made.State, "-o", "x.html", "--since", "2026-11-22", "--until", "2026-11-21"]);
        Refused(2, "--output", ["--state", _made.State]);
        Assert.False(File.Exists(_made.Folder.File("x.html")));
    }

    /// <summary>Neither a capture nor anything else that isn't a report gives way to one.</summary>
    [Fact]
    public void Only_a_report_is_replaced()
    {
        var capture = _made.Folder.File("mine.pcap");
        File.Copy(Repository.Capture(Truth.Radiology), capture, overwrite: true);
        var outcome = Programs.Sensor("replay", capture, "--report", capture);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("is there and isn't a report", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(new FileInfo(Repository.Capture(Truth.Radiology)).Length, new FileInfo(capture).Length);
    }

    [Fact]
    public void An_empty_capture_has_a_report()
    {
        var capture = _made.Folder.File("empty.pcap");
        File.WriteAllBytes(capture, File.ReadAllBytes(Repository.Capture(Truth.Radiology))[..24]);
        Assert.Equal(0, Programs.Sensor("replay", capture, "--report", _made.Folder.File("empty.html")).ExitCode);
        Assert.Contains("Nothing was captured, so nothing can be said.", File.ReadAllText(_made.Folder.File("empty.html")), StringComparison.Ordinal);
    }

    private Outcome Ask(params string[] options) => Programs.Sensor(["report", "--state", _made.State, .. options]);

    private static void Refused(int exitCode, string sentence, string[] arguments)
    {
        var outcome = Programs.Sensor(["report", .. arguments]);
        Assert.True(outcome.ExitCode == exitCode, outcome.Said);
        Assert.Matches(sentence, outcome.Error);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Only a state knows what people did.</summary>
    private static string WithoutStatus(string page) => page.Replace("<span class=\"status\">new</span>  ·  ", "", StringComparison.Ordinal);

    private static string Section(string page, string id)
    {
        var from = page.IndexOf($"<section id=\"{id}\"", StringComparison.Ordinal);
        return page[from..page.IndexOf("</section>", from, StringComparison.Ordinal)];
    }

    /// <summary>One capture, reported with and without a state.</summary>
    public sealed class Made : IDisposable
    {
        public Made()
        {
            var capture = Repository.Capture(Truth.Radiology);
            Run("replay", capture, "--out", Folder.File("out"), "--report", Folder.File("page.html"));
            Run("replay", capture, "--out", Folder.File("kept"), "--state", State, "--report", Folder.File("with-state.html"));
            Page = File.ReadAllText(Folder.File("page.html"));
        }

        internal TemporaryFolder Folder { get; } = new();

        public string State => Folder.File("state");

        public string Page { get; }

        public void Dispose() => Folder.Dispose();

        private static void Run(params string[] arguments)
        {
            var outcome = Programs.Sensor(arguments);
            Assert.True(outcome.ExitCode == 0, outcome.Said);
        }
    }
}
