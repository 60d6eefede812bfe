using System.Formats.Tar;
using System.IO.Compression;
using Scorecard.Public;

namespace Scorecard.Tests.Public;

/// <summary>The runner on tiny invented files in the formats of the sets.</summary>
public sealed class PublicDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("public").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_not_there_is_skipped_and_says_so()
    {
        var result = PublicData.Run(_folder);
        Assert.Equal(7, result.Sets.Count);
        Assert.All(result.Sets, s => Assert.EndsWith("isn't there.", s.Skipped, StringComparison.Ordinal));
        Assert.Contains("Not measured: ", PublicTable.ToMarkdown(result), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_never_seen_is_found_by_the_set_of_events_and_a_known_order_by_nobody()
    {
        File_("logseq/deeplog/data/hdfs_train", string.Concat(Enumerable.Repeat("5 5 22 11 9\n", 400)));
        File_("logseq/deeplog/data/hdfs_test_abnormal", "5 5 22 7 9\n5 5 22 11 9\n5 22 5 11 9\n");
        var set = Set(HdfsLogs.Name);
        Assert.Equal(1 / 3.0, Value(set, "unseen event", "found, share of abnormal traces"));
        Assert.Equal(2 / 3.0, Value(set, "unseen bigram", "found, share of abnormal traces"));
        Assert.Equal(1 / 3.0, Value(set, "unseen count vector", "found, share of abnormal traces"));
        Assert.Equal(0, Value(set, "unseen bigram", "false alerts, share of normal traces"));
        Assert.Equal(2 / 3.0, Value(set, "sequence model, training spread over 35 days", "found, share of abnormal traces"));
        Assert.Equal(0, Value(set, "sequence model, training spread over 35 days", "false alerts, share of normal traces"));
    }

    [Fact]
    public void Traces_are_read_out_of_an_archive()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "adfa"));
        using (var zip = ZipFile.Open(Path.Combine(_folder, "adfa", "ADFA-LD.zip"), ZipArchiveMode.Create))
        {
            Entry(zip, "ADFA-LD/Training_Data_Master/UTD-1.txt", "1 2 3 1 2 3");
            Entry(zip, "ADFA-LD/Validation_Data_Master/UVD-1.txt", "1 2 3");
            Entry(zip, "ADFA-LD/Attack_Data_Master/Adduser_1/UAD-1.txt", "1 9 3");
            Entry(zip, "__MACOSX/ADFA-LD/Attack_Data_Master/Adduser_1/._UAD-1.txt", "no numbers");
        }

        var set = Set(AdfaTraces.Name);
        Assert.Equal(1, Value(set, "unseen event", "found, share of abnormal traces"));
        Assert.Equal(0, Value(set, "sequence model, mature by itself", "judged, share of steps"));
    }

    [Fact]
    public void Commands_of_an_attack_are_told_by_the_readmes_types()
    {
        var rows = Enumerable.Range(0, 200).Select(i => Mms(i * 10, i % 2 == 0 ? "0" : "1", "4")).ToList();
        foreach (var name in new[] { "normal", "modified", "scanning", "interrupt" })
        {
            // The attack: a kind of message never seen, at the times of the readme or of the types it names.
            var odd = name == "interrupt" ? Mms(1_205, "10", "") : Mms(((name == "scanning" ? 50 : 26) * 60) + 31.45 + (name == "scanning" ? 15 : 0) - 511, "0", "77");
            File_($"iec-mms/mms-test/gics-{name}.csv", "header\n" + string.Concat(name == "normal" ? rows : rows.Append(odd).OrderBy(r => double.Parse(r.Split(';')[1], System.Globalization.CultureInfo.InvariantCulture))));
        }

        var set = Set(MmsCommands.Name);
        Assert.Equal("", set.Skipped);
        Assert.Equal(1, Value(set, "unseen event", "interrupt: attacks told of"));
        Assert.Equal(1, Value(set, "unseen event", "modified: attacks told of"));
        Assert.Equal(0, Value(set, "unseen event", "modified: false alerts"));
    }

    [Fact]
    public void A_leap_within_a_window_is_found_and_a_calm_series_is_not_alerted_on()
    {
        var start = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string Line(int i, double value) => FormattableString.Invariant($"{start.AddMinutes(5 * i):yyyy-MM-dd HH:mm:ss},{value}\n");
        File_("nab/data/a/calm.csv", "timestamp,value\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => Line(i, 50 + (i % 7)))));
        File_("nab/data/a/leap.csv", "timestamp,value\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => Line(i, i is > 2500 and < 2520 ? 5000 : 50 + (i % 7)))));
        File_("nab/labels/combined_windows.json", FormattableString.Invariant($$"""{"a/calm.csv": [], "a/leap.csv": [["{{start.AddMinutes(5 * 2480):yyyy-MM-dd HH:mm:ss}}.000000", "{{start.AddMinutes(5 * 2560):yyyy-MM-dd HH:mm:ss}}.000000"]]}"""));
        var set = Set(NabSeries.Name);
        Assert.Equal(1, Value(set, "rate model", "windows found, share"));
        Assert.Equal(0, Value(set, "rate model", "false alerts a series-month"));
    }

    [Fact]
    public void Set_ups_of_one_device_are_alike_and_of_two_are_not()
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var (device, port) in new[] { ("lamp", 443), ("scale", 8080) })
            {
                for (var i = 1; i <= 3; i++)
                {
                    writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"x/{device}/Setup-{i}.pcap") { DataStream = new MemoryStream(Pcap((byte)port, port)) });
                }
            }
        }

        archive.Position = 0;
        var set = SetupCaptures.Measure(SetupCaptures.Read(archive));
        Assert.Equal(0, Value(set, "relations: services (transport, port and role)", "first sights after 1 set-up, share of keys"));
        Assert.Equal(1, Value(set, "relations: services (transport, port and role)", "first sights of another device, share of keys"));
        Assert.Equal(1, Value(set, "most alike of all others by services", "of the same device, share of captures"));
    }

    [Fact]
    public void A_capture_of_nobodys_protocol_is_claimed_by_nobody()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "pcap", "ndpi"));
        File.WriteAllBytes(Path.Combine(_folder, "pcap", "ndpi", "other.pcap"), Pcap(1, 9999));
        File_("pcap/ndpi/link.pcap", "../../elsewhere.pcap");
        var set = Set(OtherProtocols.Name);
        Assert.Equal(0, Value(set, "recognition", "captures wrongly claimed for a medical protocol"));
        Assert.Equal(1, Value(set, "recognition", "files that couldn't be read"));
    }

    [Fact]
    public void Figures_come_back_from_JSON_as_they_were()
    {
        var result = PublicData.Run(_folder);
        Assert.Equal(PublicTable.ToJson(result), PublicTable.ToJson(PublicTable.FromJson(PublicTable.ToJson(result))));
    }

    private static double? Value(PublicSet set, string method, string measure) => Assert.Single(set.Figures, f => f.Method == method && f.Measure == measure).Value;

    private static string Mms(double seconds, string type, string service)
    {
        var clock = TimeSpan.FromSeconds((7 * 3600) + 511 + seconds);
        return FormattableString.Invariant($"{clock:hh\\:mm\\:ss\\.fff};{seconds};10.0.0.1;10.0.0.2;50000;102;100;{type};{service};1;;;\n");
    }

    private static void Entry(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    /// <summary>One frame of a device, UDP from a high port.</summary>
    private static byte[] Pcap(byte last, int port)
    {
        byte[] frame = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, last, 8, 0, 0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, last, 10, 0, 1, 1, 0xC0, 0, (byte)(port >> 8), (byte)port, 0, 12, 0, 0, 0, 0, 0, 0];
        return [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 1, 0, 0, 0, 0, 0, 0, 90, 0, 0, 0, 0, (byte)frame.Length, 0, 0, 0, (byte)frame.Length, 0, 0, 0, .. frame];
    }

    private PublicSet Set(string name) => PublicData.Run(_folder).Sets.Single(s => s.Name == name);

    private void File_(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
