using System.Globalization;
using System.Text;
using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Packets that prove an alert, found again and exported: read by tshark, masked, revealed only to who answers for it.</summary>
public sealed class EvidenceTests(CaptureRuns runs)
{
    /// <summary>The filter compiles and selects the packets that the alert names, for each alert.</summary>
    [Fact]
    public void The_display_filter_of_every_alert_selects_its_packets()
    {
        Assert.NotEmpty(runs.Radiology.Alerts);
        foreach (var alert in runs.Radiology.Alerts)
        {
            var evidence = alert.GetProperty("anomaly").GetProperty("evidence");
            var selected = Numbers(Programs.Tshark("-n", "-r", Repository.Capture(Truth.Radiology), "-Y", evidence.GetProperty("filter").GetString()!, "-T", "fields", "-e", "frame.number"));

            Assert.Superset(evidence.GetProperty("packets").EnumerateArray().Select(p => p.GetInt64()).ToHashSet(), selected.ToHashSet());

            // And the connection it is about, not everything.
            Assert.InRange(selected.Count, 2, 2000);
        }
    }

    [Fact]
    public void Every_alert_gives_a_capture_with_comments_and_without_patients()
    {
        using var folder = new TemporaryFolder();
        var said = File.ReadAllText(runs.Radiology.PathOf("alerts.jsonl"));

        // Of words that happen to be part of others that alerts use, nothing can be said.
        var sought = System.Buffers.SearchValues.Create(
            [.. MaskingTests.Telling(runs.Plain(Truth.Radiology)).Where(i => !said.Contains(i, StringComparison.OrdinalIgnoreCase))], StringComparison.OrdinalIgnoreCase);
        var original = ClassicPcap.Read(Repository.Capture(Truth.Radiology)).ToList();
        foreach (var alert in runs.Radiology.Alerts.Where((_, i) => i % 3 == 0))
        {
            var id = alert.GetProperty("anomaly").GetProperty("id").GetString()!;
            var path = Export(folder, id, runs.Radiology.Folder);
            AssertOwn(path);

            // The packets named have a comment that names them, and are those of the capture.
            var commented = Rows(Programs.Tshark("-n", "-r", path, "-Y", "frame.comment", "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.len", "-e", "frame.comment"));
            var named = alert.GetProperty("anomaly").GetProperty("evidence").GetProperty("packets").EnumerateArray().Select(p => p.GetInt64()).ToList();
            Assert.Equal(named, commented.Select(c => long.Parse(c[2].Split("Packet ")[^1].Split(' ')[0], CultureInfo.InvariantCulture)));
            Assert.Equal(named.Select(n => TimeOf(original[(int)n - 1])), commented.Select(c => decimal.Parse(c[0], CultureInfo.InvariantCulture)));
            Assert.All(commented, c => Assert.StartsWith($"{id}: {alert.GetProperty("alert").GetProperty("signature").GetString()}", c[2], StringComparison.Ordinal));

            var info = Run("capinfos", path);
            Assert.Contains(alert.GetProperty("anomaly").GetProperty("explanation").GetString()!, info, StringComparison.Ordinal);
            Assert.Contains("payload: masked", info, StringComparison.Ordinal);
            Assert.Contains("Capture application: Sensor ", info, StringComparison.Ordinal);

            // Nothing of a patient, byte for byte; the search finds them in the capture.
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
            var found = text.AsSpan().IndexOfAny(sought);
            Assert.True(found < 0, found < 0 ? "" : $"{id}: {text.Substring(found, 20)}");
        }

        Assert.True(Encoding.Latin1.GetString(File.ReadAllBytes(Repository.Capture(Truth.Radiology))).AsSpan().ContainsAny(sought));
    }

    /// <summary>The conversation can be read: Wireshark shows PDUs of DICOM and types of HL7 messages.</summary>
    [Fact]
    public void Masked_conversations_are_shown_as_what_they_are()
    {
        using var folder = new TemporaryFolder();
        var dicom = Export(folder, IdOf("dicom-find-harvest"), runs.Radiology.Folder);
        var hl7 = Export(folder, IdOf("hl7-discharge-storm"), runs.Radiology.Folder);

        var pdus = Programs.Tshark("-n", "-r", dicom, "-d", "tcp.port==4242,dicom");
        Assert.Contains("A-ASSOCIATE request FINDSCU --> PACS1", pdus, StringComparison.Ordinal);
        Assert.Contains("P-DATA", pdus, StringComparison.Ordinal);
        Assert.Contains("ADT (A03)", Programs.Tshark("-n", "-r", hl7, "-d", "tcp.port==6661,hl7"), StringComparison.Ordinal);
    }

    [Fact]
    public void Revealing_is_written_down_before_anything_is_shown()
    {
        using var folder = new TemporaryFolder();
        var kept = new Kept(folder);
        var result = kept.Replay(Repository.Capture(Truth.Radiology), "--learn-until", Labels.NormalUntil);
        var alert = result.Alerts.Single(a => Reason(a) == "hl7-discharge-storm");
        var id = alert.GetProperty("anomaly").GetProperty("id").GetString()!;
        var (masked, shown) = (folder.File("masked.pcapng"), folder.File("shown.pcapng"));
        string[] reveal = ["alerts", "pcap", id, "--state", kept.Path, "-o", shown, "--reveal-phi"];

        Assert.Equal(2, Programs.Sensor(reveal).ExitCode);
        Assert.Equal(2, Programs.Sensor([.. reveal, "--by", "J. Doe"]).ExitCode);
        Assert.Equal(2, Programs.Sensor(["alerts", "pcap", id, "--results", result.Folder, "-o", shown, "--reveal-phi", "--by", "J. Doe", "--why", "x"]).ExitCode);

        // Where it can't be written down, nothing is shown.
        Directory.CreateDirectory(folder.File("blocked"));
        var blocked = Programs.Sensor([.. reveal, "--by", "J. Doe", "--why", "x", "--audit", folder.File("blocked")]);
        Assert.Equal(1, blocked.ExitCode);
        Assert.StartsWith("sensor: Nothing is revealed", blocked.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(shown));

        // Nor where others could read it; and what can't come to be isn't written down.
        var loose = folder.File("loose.jsonl");
        File.WriteAllText(loose, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(loose, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            Assert.Contains("others than its owner", Programs.Sensor([.. reveal, "--by", "J. Doe", "--why", "x", "--audit", loose]).Error, StringComparison.Ordinal);
        }

        Assert.Equal((0, false), (new FileInfo(loose).Length, File.Exists(shown)));
        foreach (var output in new[] { loose, folder.File("nosuch/x.pcapng") })
        {
            Assert.Equal(1, Programs.Sensor(["alerts", "pcap", id, "--state", kept.Path, "-o", output, "--reveal-phi", "--by", "J. Doe", "--why", "x"]).ExitCode);
        }

        Assert.False(File.Exists(Path.Combine(kept.Path, "audit.jsonl")));

        var done = Programs.Sensor([.. reveal, "--by", "J. Doe", "--why", "Case 4711: who was discharged?"]);
        Assert.True(done.ExitCode == 0, done.Said);
        var record = JsonDocument.Parse(File.ReadAllLines(Path.Combine(kept.Path, "audit.jsonl")).Single()).RootElement;
        Assert.Equal(
            ("reveal-phi", "J. Doe", "Case 4711: who was discharged?", id),
            (record.GetProperty("action").GetString(), record.GetProperty("by").GetString(), record.GetProperty("why").GetString(), record.GetProperty("alert").GetString()));
        Assert.Equal(0, Programs.Sensor("alerts", "pcap", id, "--state", kept.Path, "-o", masked).ExitCode);
        Assert.Equal(record.GetProperty("packets").GetInt32(), Numbers(Programs.Tshark("-r", shown, "-T", "fields", "-e", "frame.number")).Count);

        // Only the revealed one shows whom it was about; apart from payload they are alike.
        Assert.Contains("PID|1||TEST", Encoding.Latin1.GetString(File.ReadAllBytes(shown)), StringComparison.Ordinal);
        Assert.DoesNotContain("TEST0", Encoding.Latin1.GetString(File.ReadAllBytes(masked)), StringComparison.Ordinal);
        string[] headers = ["-n", "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.len", "-e", "ip.src", "-e", "tcp.seq_raw", "-e", "tcp.flags", "-e", "frame.comment"];
        Assert.Equal(Programs.Tshark(["-r", shown, .. headers]), Programs.Tshark(["-r", masked, .. headers]));

        // It only grows.
        Assert.Equal(0, Programs.Sensor(["alerts", "pcap", id, "--state", kept.Path, "-o", folder.File("again.pcapng"), "--reveal-phi", "--by", "K. Roe", "--why", "again"]).ExitCode);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(kept.Path, "audit.jsonl")).Length);
        AssertOwn(Path.Combine(kept.Path, "audit.jsonl"));
    }

    [Fact]
    public void Captures_that_moved_are_found_and_others_refused()
    {
        using var folder = new TemporaryFolder();
        var records = ClassicPcap.Read(Repository.Capture(Truth.Radiology)).ToList();
        string[] parts = [folder.File("one.pcap"), folder.File("two.pcap")];
        ClassicPcap.Write(parts[0], records.Take(17_260));
        ClassicPcap.Write(parts[1], records.Skip(17_260));
        var result = runs.Run(parts, "--learn-until", Labels.NormalUntil);

        // Its packets are in both.
        var alert = result.Alerts.Single(a => Reason(a) == "hl7-discharge-storm");
        var (id, evidence) = (alert.GetProperty("anomaly").GetProperty("id").GetString()!, alert.GetProperty("anomaly").GetProperty("evidence"));
        Assert.Equal(parts[1], evidence.GetProperty("file").GetString());
        Assert.Equal(parts[0], evidence.GetProperty("more")[0].GetProperty("file").GetString());
        var whole = runs.Radiology.Alerts.Single(a => Reason(a) == "hl7-discharge-storm").GetProperty("anomaly").GetProperty("evidence").GetProperty("packets").EnumerateArray().Select(p => p.GetInt64());
        Assert.Equal(whole, [.. Packets(evidence.GetProperty("more")[0]), .. Packets(evidence).Select(p => p + 17_260)]);

        var moved = Directory.CreateDirectory(folder.File("moved")).FullName;
        var asked = new[] { "alerts", "pcap", id, "--results", result.Folder, "-o" };
        Assert.Equal(0, Programs.Sensor([.. asked, folder.File("whole.pcapng")]).ExitCode);
        Refused("nosuch.pcap can't be read: there is no such file or folder.", asked, "none.pcapng", "--in", folder.File("nosuch.pcap"));
        Array.ForEach(parts, p => File.Move(p, Path.Combine(moved, Path.GetFileName(p))));
        Refused("isn't there any more; say with --in where it is now", asked, "gone.pcapng");
        Assert.Equal(0, Programs.Sensor([.. asked, folder.File("found.pcapng"), "--in", moved]).ExitCode);
        Assert.Equal(File.ReadAllBytes(folder.File("whole.pcapng")), File.ReadAllBytes(folder.File("found.pcapng")));
        Refused("exists already", asked, "found.pcapng", "--in", moved);

        // Another capture under the same name, and one that ends too early.
        File.Copy(Path.Combine(moved, "two.pcap"), parts[1]);
        ClassicPcap.Write(parts[0], records.Skip(1000).Select(r => ClassicPcap.Later(r, 7200)).Take(17_260));
        ClassicPcap.Write(parts[1], records.Skip(1000).Select(r => ClassicPcap.Later(r, 7200)).Take(1_000));
        Refused("isn't the capture that", asked, "other.pcapng");
        ClassicPcap.Write(parts[1], records.Skip(17_260).Take(3));
        Refused("isn't the capture it was: packet", asked, "short.pcapng");
        Refused("There is no alert 'alert-999999'", ["alerts", "pcap", "alert-999999", "--results", result.Folder, "-o"], "none.pcapng");

        void Refused(string words, string[] question, string output, params string[] more)
        {
            var outcome = Programs.Sensor([.. question, folder.File(output), .. more]);
            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains(words, outcome.Error, StringComparison.Ordinal);
            Assert.Single(outcome.Error.Trim().Split('\n'));
        }

        static IEnumerable<long> Packets(JsonElement place) => place.GetProperty("packets").EnumerateArray().Select(p => p.GetInt64());
    }

    private string IdOf(string reason) => runs.Radiology.Alerts.First(a => Reason(a) == reason).GetProperty("anomaly").GetProperty("id").GetString()!;

    private static string Reason(JsonElement alert) => alert.GetProperty("anomaly").GetProperty("reason").GetString()!;

    private static string Export(TemporaryFolder folder, string id, string results)
    {
        var path = folder.File($"{id}.pcapng");
        var outcome = Programs.Sensor("alerts", "pcap", id, "--results", results, "-o", path);
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        return path;
    }

    /// <summary>Nobody but its owner reads it.</summary>
    private static void AssertOwn(string path) =>
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

    private static string Run(string program, string path)
    {
        Programs.RequireTshark();
        return Programs.Run(Programs.StartInfo(program, [path])).Output;
    }

    private static List<long> Numbers(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => long.Parse(l, CultureInfo.InvariantCulture))];

    private static List<string[]> Rows(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))];

    private static decimal TimeOf(byte[] record) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(record)
        + (System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(4)) / 1_000_000m);
}
