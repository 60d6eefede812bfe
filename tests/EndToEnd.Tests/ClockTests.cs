using System.Buffers.Binary;
using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>Captures that lie about time and length: every lie is counted where an operator sees it, and costs nothing else.</summary>
public sealed class ClockTests(CaptureRuns runs) : IDisposable
{
    private const uint Year2099 = 4_071_000_000;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Captures { get; } = ["hl7-persistent", "dicom-bulk", "dicom-reordered"];

    public static TheoryData<bool> Formats { get; } = [false, true];

    [Theory]
    [MemberData(nameof(Captures))]
    public void One_packet_from_2099_costs_only_itself(string capture)
    {
        var records = Records(capture);
        var honest = Run("honest.pcap", [.. records]);
        var stranger = At(records[0], Year2099);
        Address(stranger, 0x0A63_6363);
        var lying = Run("lying.pcap", [.. records[..20], stranger, .. records[20..]]);

        Assert.Equal(honest.Summary.GetProperty("dicom").GetRawText(), lying.Summary.GetProperty("dicom").GetRawText());
        Assert.Equal(honest.Summary.GetProperty("hl7").GetRawText(), lying.Summary.GetProperty("hl7").GetRawText());
        Assert.Equal(Flows(honest), Flows(lying).Where(f => !f.Contains("10.99.99.99", StringComparison.Ordinal)));
        Assert.StartsWith("2099-", lying.Summary.GetProperty("last").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, Told(lying, "clock", "ahead"));
        Assert.DoesNotContain(lying.Devices, d => d.GetProperty("last_seen").GetString()!.StartsWith("2099", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void A_packet_of_a_conversation_that_claims_2099_is_read_all_the_same(string capture)
    {
        var records = Records(capture);
        var honest = Run("honest.pcap", [.. records]);
        var lying = Run("lying.pcap", [.. records[..20], At(records[20], Year2099), .. records[21..]]);

        Assert.Equal(honest.Summary.GetProperty("dicom").GetRawText(), lying.Summary.GetProperty("dicom").GetRawText());
        Assert.Equal(honest.Summary.GetProperty("hl7").GetRawText(), lying.Summary.GetProperty("hl7").GetRawText());
        Assert.Equal(honest.EventsOf("flow").Count(), lying.EventsOf("flow").Count());
        Assert.Equal(0, lying.Summary.GetProperty("alerts").GetProperty("total").GetInt32());
        Assert.Equal(1, Told(lying, "clock", "ahead"));
    }

    [Theory]
    [InlineData(Year2099)]
    [InlineData(0u)]
    public void A_first_packet_that_lies_is_outvoted(uint seconds)
    {
        var records = Records("hl7-persistent");
        var stranger = At(records[0], seconds);
        Address(stranger, 0x0A63_6363);
        var lying = Run("lying.pcap", [stranger, .. records]);

        Assert.Equal(12, lying.Summary.GetProperty("hl7").GetProperty("messages").GetInt32());
        Assert.All(lying.EventsOf("flow").Concat(lying.EventsOf("health")), e => Assert.StartsWith("2026-", e.GetProperty("timestamp").GetString(), StringComparison.Ordinal));
        if (seconds != 0)
        {
            Assert.Equal(1, Told(lying, "clock", "stepped"));
        }
    }

    [Fact]
    public void Learning_does_not_end_because_a_first_packet_lies()
    {
        var day = ClassicPcap.Read(Repository.Capture(Truth.Radiology)).ToList();
        var lying = runs.Run([Write("day.pcap", [At(day[0], Year2099), .. day])], "--learn-until", Labels.NormalUntil);

        Assert.Equal(Alerts(runs.Radiology), Alerts(lying));

        static IEnumerable<string> Alerts(ReplayResult run) => run.Alerts.Select(a => $"{a.GetProperty("timestamp")} {a.GetProperty("alert").GetProperty("signature_id")}");
    }

    [Fact]
    public void No_device_was_seen_in_the_year_that_a_first_packet_claims()
    {
        var records = Records("hl7-persistent");
        var run = Run("first.pcap", [At(records[0], Year2099), .. records]);

        Assert.NotEmpty(run.Devices);
        Assert.All(run.Devices, d => Assert.All((string[])["first_seen", "last_seen"], seen => Assert.StartsWith("2026-", d.GetProperty(seen).GetString(), StringComparison.Ordinal)));
    }

    [Fact]
    public void After_a_pause_of_days_what_was_open_before_is_over_and_what_begins_is_whole()
    {
        var records = Records("hl7-persistent");
        var later = Records("hl7-errors.ns").Select(r => Later(r, 3 * 86_400)).ToList();
        var run = Run("paused.pcap", [.. records[..^6], .. later]);

        var flows = run.EventsOf("flow").Where(e => e.GetProperty("proto").GetString() == "TCP").Select(e => e.GetProperty("flow")).ToList();
        Assert.Equal(["timeout", "closed"], flows.Select(f => f.GetProperty("reason").GetString()));
        Assert.All(flows, f => Assert.Equal((false, 0), (f.GetProperty("midstream").GetBoolean(), f.GetProperty("age").GetInt32())));
        Assert.Empty(run.EventsOf("health"));
    }

    [Fact]
    public void A_clock_put_back_for_a_moment_is_told()
    {
        var records = Records("hl7-persistent");
        var run = Run("back.pcap", [.. records[..20], .. records[20..].Select(r => Later(r, -120))]);

        Assert.Equal(12, run.Summary.GetProperty("hl7").GetProperty("messages").GetInt32());
        Assert.Equal(records.Count - 20, Told(run, "clock", "behind"));
    }

    [Fact]
    public void What_lying_clocks_do_does_not_depend_on_the_number_of_workers()
    {
        var records = Records("dicom-reordered");
        var random = new Random(7);
        var path = Write("random.pcap", [.. records.Select(r => random.Next(10) switch { 0 => At(r, (uint)random.NextInt64(1L << 32)), 1 => Later(r, 7200), _ => r })]);
        var one = runs.Run([path], "--workers", "1");
        var four = runs.Run([path], "--workers", "4");

        Assert.True(Told(one, "clock", "ahead") + Told(one, "clock", "behind") > 10);
        Assert.Equal(File.ReadAllText(one.PathOf("events.jsonl")), File.ReadAllText(four.PathOf("events.jsonl")));
        Assert.Equal(one.SummaryWithoutRun, four.SummaryWithoutRun);
    }

    [Fact]
    public void A_lying_packet_does_not_hold_up_its_capture_when_two_are_merged()
    {
        var records = Records("dicom-bulk");
        var from = records.Select((r, i) => (Record: i == 30 ? At(r, Year2099) : r, FromClient: BinaryPrimitives.ReadUInt16BigEndian(r.AsSpan(16 + 36)) == 4242)).ToList();
        string[] taps = [Write("up.pcap", [.. from.Where(r => r.FromClient).Select(r => r.Record)]), Write("down.pcap", [.. from.Where(r => !r.FromClient).Select(r => r.Record)])];
        var merged = runs.Run(taps);

        Assert.Equal(8, merged.Summary.GetProperty("dicom").GetProperty("commands").GetProperty("C-STORE-RSP").GetInt32());
        Assert.Equal(0, merged.Summary.GetProperty("streams").GetProperty("gaps").GetInt32());
        Assert.All(merged.EventsOf("dicom").Select(e => e.GetProperty("dicom")).Where(d => d.GetProperty("type").GetString() == "dimse"), d => Assert.True(d.TryGetProperty("status", out _)));
    }

    [Fact]
    public void A_paced_replay_does_not_wait_for_2099()
    {
        var records = Records("hl7-persistent");
        var run = runs.Run([Write("paced.pcap", [.. records[..20], At(records[20], Year2099), .. records[21..]])], "--speed", "10x");

        Assert.Equal(12, run.Summary.GetProperty("hl7").GetProperty("messages").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Packets_without_a_byte_cannot_be_decoded_and_say_so(bool pcapng)
    {
        var records = Records("hl7-persistent");
        var run = RunAs(pcapng, [.. records[..10], Empty(records[10], original: 0), Empty(records[10], original: 60), .. records[10..]]);

        Assert.Equal(12, run.Summary.GetProperty("hl7").GetProperty("messages").GetInt32());
        Assert.Equal((2, 1), (run.Summary.GetProperty("undecodable_packets").GetInt32(), run.Summary.GetProperty("truncated_packets").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void More_captured_than_there_was_is_a_warning(bool pcapng)
    {
        var records = Records("hl7-persistent");
        var honest = RunAs(pcapng, records);
        var lying = RunAs(pcapng, [.. records.Select((r, i) => i < 3 ? WithOriginal(r, 10) : r)]);

        Assert.Null(Warning(honest));
        Assert.EndsWith(" has 3 packets of which more was captured than there was.", Warning(lying), StringComparison.Ordinal);
        Assert.Equal(honest.Summary.GetProperty("hl7").GetRawText(), lying.Summary.GetProperty("hl7").GetRawText());
        Assert.Equal(honest.Summary.GetProperty("bytes").GetInt64(), lying.Summary.GetProperty("bytes").GetInt64());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Packets_of_an_unknown_link_type_are_counted(bool pcapng)
    {
        var records = Records("hl7-persistent");
        var run = RunAs(pcapng, records, link: 253);

        Assert.Equal(records.Count, run.Summary.GetProperty("undecodable_packets").GetInt32());
        Assert.Equal(records.Count, run.Summary.GetProperty("packets").GetInt32());
    }

    [Fact]
    public void A_packet_of_an_interface_that_is_not_described_is_passed_over_and_the_rest_is_read()
    {
        var records = Records("hl7-persistent");
        var run = Run(_folder.Write("orphan.pcapng", Pcapng([.. records[..10], records[10], .. records[10..]], link: 1, orphan: 10)));

        Assert.Equal(12, run.Summary.GetProperty("hl7").GetProperty("messages").GetInt32());
        Assert.Equal(records.Count, run.Summary.GetProperty("packets").GetInt32());
        Assert.EndsWith(" has a packet of an interface that isn't described, passed over.", Warning(run), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A small capture's records with microseconds.</summary>
    private static List<byte[]> Records(string name)
    {
        var path = Repository.Capture($"parts/{name}.pcap");
        var records = ClassicPcap.Read(path).ToList();
        if (BinaryPrimitives.ReadUInt32LittleEndian(File.ReadAllBytes(path)) == 0xA1B23C4D)
        {
            records.ForEach(r => BinaryPrimitives.WriteUInt32LittleEndian(r.AsSpan(4), BinaryPrimitives.ReadUInt32LittleEndian(r.AsSpan(4)) / 1000));
        }

        return records;
    }

    private static byte[] At(byte[] record, uint seconds)
    {
        byte[] copy = [.. record];
        BinaryPrimitives.WriteUInt32LittleEndian(copy, seconds);
        return copy;
    }

    private static byte[] Later(byte[] record, int seconds) => At(record, (uint)(BinaryPrimitives.ReadUInt32LittleEndian(record) + seconds));

    private static byte[] WithOriginal(byte[] record, int original)
    {
        byte[] copy = [.. record];
        BinaryPrimitives.WriteInt32LittleEndian(copy.AsSpan(12), original);
        return copy;
    }

    private static byte[] Empty(byte[] record, int original)
    {
        var empty = WithOriginal(record[..16], original);
        BinaryPrimitives.WriteInt32LittleEndian(empty.AsSpan(8), 0);
        return empty;
    }

    /// <summary>Gives an Ethernet frame's IPv4 packet another source.</summary>
    private static void Address(byte[] record, uint source) => BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(16 + 14 + 12), source);

    private static byte[] Pcapng(IReadOnlyList<byte[]> records, ushort link, int orphan = -1)
    {
        var file = new MemoryStream();
        Block(0x0A0D0D0A, [.. Little(0x1A2B3C4D), 1, 0, 0, 0, .. Enumerable.Repeat((byte)0xFF, 8)]);
        Block(1, [(byte)link, (byte)(link >> 8), 0, 0, .. Little(0)]);
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            var microseconds = (BinaryPrimitives.ReadUInt32LittleEndian(record) * 1_000_000UL) + BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(4));
            Block(6, [.. Little(i == orphan ? 7u : 0), .. Little((uint)(microseconds >> 32)), .. Little((uint)microseconds), .. record[8..16], .. record[16..], .. new byte[-record.Length & 3]]);
        }

        return file.ToArray();

        void Block(uint type, byte[] body) => file.Write([.. Little(type), .. Little((uint)body.Length + 12), .. body, .. Little((uint)body.Length + 12)]);

        static byte[] Little(uint value) => BitConverter.GetBytes(value);
    }

    /// <summary>Flows as they ended, without what depends on the packets of others.</summary>
    private static List<string> Flows(ReplayResult run) => [.. run.EventsOf("flow").Select(e => $"{e.GetProperty("src_ip")} {e.GetProperty("dest_ip")} {e.GetProperty("flow")}")];

    private static long Told(ReplayResult run, string subject, string name) => run.EventsOf("health").Select(e => e.GetProperty("health"))
        .Where(h => h.GetProperty("subject").GetString() == subject && h.GetProperty("name").GetString() == name).Sum(h => h.GetProperty("count").GetInt64());

    private static string? Warning(ReplayResult run) => run.Summary.GetProperty("inputs")[0].GetProperty("warning") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private string Write(string name, IEnumerable<byte[]> records)
    {
        var path = _folder.File(name);
        ClassicPcap.Write(path, records);
        return path;
    }

    private ReplayResult Run(string path) => runs.Run([path]);

    private ReplayResult Run(string name, IEnumerable<byte[]> records) => Run(Write(name, records));

    private ReplayResult RunAs(bool pcapng, IReadOnlyList<byte[]> records, ushort link = 1) => Run(pcapng
        ? _folder.Write("lies.pcapng", Pcapng(records, link))
        : _folder.Write("lies.pcap", [.. ClassicPcap.Header(link), .. records.SelectMany(r => r)]));
}
