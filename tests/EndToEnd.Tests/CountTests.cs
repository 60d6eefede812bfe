using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>What is counted is right: as tshark counts it now, as was recorded when the captures were made, and as a plain reading of the streams has it.</summary>
public sealed class CountTests(CaptureRuns runs)
{
    public static TheoryData<string> WithOracle { get; } = [.. Truth.All.Values.Where(t => t.Oracle).Select(t => t.Name)];

    public static TheoryData<string> Recorded { get; } = [.. Truth.All.Values.Where(t => t.Recorded is not null).Select(t => t.Name)];

    public static TheoryData<string> Whole { get; } = [.. Truth.All.Values.Where(t => t.Complete && t.OnTheWire is null && t.Wrapped is null).Select(t => t.Name)];

    public static TheoryData<string> All { get; } = [.. Truth.Names];

    public static TheoryData<string> Plain { get; } = [.. Truth.PlainNames];

    [Theory]
    [MemberData(nameof(WithOracle))]
    public void Counts_what_tshark_counts(string capture)
    {
        var expected = TsharkCounts.Of(Truth.All[capture]);

        Assert.Equal(expected.ToString(), Counts.Of(runs.Of(capture).Summary).ToString());
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Counts_what_was_recorded_when_the_capture_was_made(string capture)
    {
        var expected = Truth.All[capture].Recorded!;

        Assert.Equal(expected.ToString(), Counts.Of(runs.Of(capture).Summary).ToString());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Counts_every_record_and_byte(string capture)
    {
        var frames = runs.Plain(capture).Frames;
        var summary = runs.Of(capture).Summary;

        Assert.Equal(Truth.All[capture].Packets, summary.GetProperty("packets").GetInt64());
        Assert.Equal(frames.Count, summary.GetProperty("packets").GetInt64());
        Assert.Equal(frames.Sum(f => f.Length), summary.GetProperty("bytes").GetInt64());
        Assert.Equal(frames.Sum(f => f.Captured), summary.GetProperty("captured_bytes").GetInt64());
        Assert.Equal(frames.Count(f => f.Captured < f.Length), summary.GetProperty("truncated_packets").GetInt64());
        Assert.Equal(0, summary.GetProperty("undecodable_packets").GetInt64());
        Assert.Equal(EveTime(frames.Min(f => f.Time)), summary.GetProperty("first").GetString());
        Assert.Equal(EveTime(frames.Max(f => f.Time)), summary.GetProperty("last").GetString());
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Counts_the_connections(string capture)
    {
        var plain = runs.Plain(capture);
        var flows = runs.Of(capture).Summary.GetProperty("flows");

        Assert.Equal(plain.TcpConnections, flows.GetProperty("tcp").GetInt32());
        Assert.Equal(plain.UdpConversations, flows.GetProperty("udp").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void Says_nothing_was_lost_where_nothing_was(string capture)
    {
        var streams = runs.Of(capture).Summary.GetProperty("streams");

        // Frames that their sender damages are looked for anew, though every byte is there.
        var isDamaged = capture == "parts/pump-alaris-faults.pcap";
        Assert.All(streams.EnumerateObject().Where(c => !isDamaged || c.Name != "resyncs"), counter => Assert.True(counter.Value.GetInt64() == 0, counter.ToString()));
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void Counts_what_a_plain_reading_of_the_streams_finds(string capture)
    {
        var plain = runs.Plain(capture);
        var dicom = PlainDicom.Read(plain);
        var messages = PlainHl7.Read(plain);
        var summary = runs.Of(capture).Summary;

        Assert.Equal(Tally(dicom.Pdus.Select(p => p.Name)), Counts.Text(Counts.Of(summary).Pdus));
        Assert.Equal(Tally(dicom.Commands.Select(p => p.Name)), Counts.Text(Counts.Of(summary).Commands));
        Assert.Equal(Tally(messages.Select(m => m.Header.Name)), Counts.Text(Counts.Of(summary).Messages));
        Assert.Equal(dicom.PdvBytes, summary.GetProperty("dicom").GetProperty("pdv_bytes").GetInt64());
        Assert.Equal(dicom.Pdus.Count(p => p.Name == "A-ASSOCIATE-RQ"), summary.GetProperty("dicom").GetProperty("associations").GetInt64());

        var hl7 = summary.GetProperty("hl7");
        var acks = messages.Count(m => m.Header.Name.Split('^')[0] is "ACK" or "MCF");
        Assert.Equal(acks, hl7.GetProperty("acks").GetInt64());
        Assert.Equal(messages.Count - acks, hl7.GetProperty("messages").GetInt64());
        Assert.Equal(
            Tally(messages.SelectMany(m => m.Named("MSA")).Select(msa => msa[1])),
            Counts.Text(Counts.Map(hl7.GetProperty("ack_codes"))));
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void Writes_one_event_for_each_association_request_message_and_flow(string capture)
    {
        var result = runs.Of(capture);
        var counts = Counts.Of(result.Summary);
        var dicom = result.EventsOf("dicom").Select(e => e.GetProperty("dicom").GetProperty("type").GetString()).ToList();
        var flows = result.Summary.GetProperty("flows");

        Assert.Equal(result.Summary.GetProperty("dicom").GetProperty("associations").GetInt32(), dicom.Count(t => t == "association"));
        Assert.Equal(counts.Commands.Where(c => c.Key.EndsWith("-RQ", StringComparison.Ordinal) && c.Key != "C-CANCEL-RQ").Sum(c => c.Value), dicom.Count(t => t == "dimse"));
        Assert.Equal(result.Summary.GetProperty("hl7").GetProperty("messages").GetInt32(), result.EventsOf("hl7").Count());
        Assert.Equal(flows.EnumerateObject().Sum(f => f.Value.GetInt32()), result.EventsOf("flow").Count());
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void Puts_every_packet_of_a_connection_into_its_flow_event(string capture)
    {
        var tcp = runs.Plain(capture).Frames.Count(f => f.TcpStream is not null);
        var result = runs.Of(capture);
        var seen = result.EventsOf("flow").Where(e => e.GetProperty("proto").GetString() == "TCP").Sum(Packets);

        Assert.Equal(tcp - result.Summary.GetProperty("duplicate_packets").GetInt64(), seen);

        static long Packets(JsonElement e) =>
            e.GetProperty("flow").GetProperty("pkts_toserver").GetInt64() + e.GetProperty("flow").GetProperty("pkts_toclient").GetInt64();
    }

    /// <summary>Both captures hold every frame of the conversation at least twice.</summary>
    [Theory]
    [InlineData("parts/dicom-mirror-twice.pcap")]
    [InlineData("parts/dicom-two-ports.pcapng")]
    public void Counts_mirrored_duplicates_apart(string capture)
    {
        var summary = runs.Of(capture).Summary;

        Assert.InRange(summary.GetProperty("duplicate_packets").GetInt64(), summary.GetProperty("packets").GetInt64() / 3, summary.GetProperty("packets").GetInt64());
    }

    private static string Tally(IEnumerable<string> names)
    {
        var map = Counts.NewMap();
        foreach (var name in names)
        {
            Counts.Add(map, name);
        }

        return Counts.Text(map);
    }

    /// <summary>Microseconds, rounded down, as in EVE.</summary>
    private static string EveTime(decimal seconds) =>
        DateTime.UnixEpoch.AddTicks((long)(seconds * 1_000_000) * 10).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+0000'", System.Globalization.CultureInfo.InvariantCulture);
}
