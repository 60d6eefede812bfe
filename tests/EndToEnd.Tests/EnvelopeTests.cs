using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>What every event and alert begins with: Suricata's EVE conventions.</summary>
public sealed partial class EnvelopeTests(CaptureRuns runs)
{
    public static TheoryData<string> All { get; } = [.. Truth.Names];

    public static TheoryData<string> Plain { get; } = [.. Truth.PlainNames];

    public static TheoryData<string> Tagged { get; } = ["parts/dicom-vlan.pcap", "parts/dicom-qinq.pcap", "parts/hl7-vlan.pcap", "parts/hl7-qinq.pcap"];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_line_begins_with_the_envelope(string capture)
    {
        var result = runs.Of(capture);
        var packets = result.Summary.GetProperty("packets").GetInt64();

        Assert.All(Lines(result), e =>
        {
            Assert.Matches(Timestamp(), e.GetProperty("timestamp").GetString());
            Assert.InRange(e.GetProperty("pcap_cnt").GetInt64(), 1, packets);
            var type = e.GetProperty("event_type").GetString()!;
            Assert.Equal(JsonValueKind.Object, e.GetProperty(type).ValueKind);
            if (type == "incident")
            {
                // A story of many packets.
                return;
            }

            Assert.True(IPAddress.TryParse(e.GetProperty("src_ip").GetString(), out var source) && source.ToString() == e.GetProperty("src_ip").GetString());
            Assert.True(IPAddress.TryParse(e.GetProperty("dest_ip").GetString(), out var destination) && destination.ToString() == e.GetProperty("dest_ip").GetString());
            if (e.TryGetProperty("proto", out var proto) && proto.GetString() is "TCP" or "UDP")
            {
                Assert.InRange(e.GetProperty("src_port").GetInt32(), 0, 65_535);
                Assert.InRange(e.GetProperty("dest_port").GetInt32(), 0, 65_535);
            }
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_flow_has_one_number_below_two_to_the_53_and_one_community_id(string capture)
    {
        var lines = Lines(runs.Of(capture)).Where(e => e.TryGetProperty("flow_id", out _)).ToList();

        Assert.All(lines, e => Assert.InRange(e.GetProperty("flow_id").GetInt64(), 1, (1L << 53) - 1));
        Assert.All(lines.GroupBy(e => e.GetProperty("flow_id").GetInt64()), flow =>
        {
            Assert.Single(flow.Select(Ends).Distinct());
            Assert.Single(flow.Select(e => e.GetProperty("community_id").GetString()).Distinct());
            Assert.Single(flow, e => e.GetProperty("event_type").GetString() == "flow");
        });
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Community_ids_are_those_that_tshark_gives_the_packets(string capture)
    {
        var expected = Programs.Tshark("-n", "--enable-protocol", "communityid", "-r", Repository.Capture(capture), "-T", "fields", "-e", "communityid", "-Y", "tcp or udp")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var flows = Lines(runs.Of(capture)).Where(e => e.TryGetProperty("proto", out var proto) && proto.GetString() is "TCP" or "UDP")
            .Select(e => e.GetProperty("community_id").GetString()!).ToHashSet();

        Assert.Equal(expected.Order(), flows.Order());
    }

    /// <summary>The packet that an event names is of the event's flow: its addresses are the event's.</summary>
    [Theory]
    [InlineData("radiology.pcap")]
    [InlineData("parts/dicom-move.ns.pcap")]
    [InlineData("parts/hl7-ipv6.pcap")]
    [InlineData("parts/hl7-per-message.pcapng")]
    public void The_packet_an_event_names_is_between_the_event_s_ends(string capture)
    {
        var frames = runs.Plain(capture).Frames;

        // A flow's end is told by what ended it, which may be another flow's packet, or the end of the input.
        Assert.All(Lines(runs.Of(capture)).Where(e => e.GetProperty("event_type").GetString() is "dicom" or "hl7" or "arp" or "device"), e =>
        {
            var frame = frames[(int)e.GetProperty("pcap_cnt").GetInt64() - 1];
            Assert.Contains(e.GetProperty("src_ip").GetString(), frame.Addresses);
            Assert.Contains(e.GetProperty("dest_ip").GetString(), frame.Addresses);
            Assert.Equal(DateTime.UnixEpoch.AddTicks((long)(frame.Time * 1_000_000) * 10), Labels.Time(e.GetProperty("timestamp")).UtcDateTime);
        });
    }

    [Theory]
    [MemberData(nameof(Tagged))]
    public void Tags_are_told_from_the_outside_in(string capture)
    {
        var expected = capture.Contains("qinq", StringComparison.Ordinal) ? "[200,30]" : "[30]";
        var events = runs.Of(capture).Events.Where(e => e.GetProperty("event_type").GetString() is "flow" or "dicom" or "hl7").ToList();

        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.Equal(expected, e.GetProperty("vlan").GetRawText()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Recognised_conversations_say_their_protocol(string capture)
    {
        var result = runs.Of(capture);
        var protocols = result.EventsOf("flow").Where(e => e.TryGetProperty("app_proto", out _)).CountBy(e => e.GetProperty("app_proto").GetString()!)
            .OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}");

        Assert.Equal(result.Summary.GetProperty("protocols").EnumerateObject().Select(p => $"{p.Name} {p.Value}"), protocols);
        Assert.All(result.EventsOf("dicom"), e => Assert.Equal("dicom", e.GetProperty("app_proto").GetString()));
        Assert.All(result.EventsOf("hl7"), e => Assert.Equal("hl7", e.GetProperty("app_proto").GetString()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Devices_are_written_once_each_with_every_slot(string capture)
    {
        var devices = runs.Of(capture).Devices;

        Assert.Equal(devices.Count, devices.Select(d => d.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(devices, d =>
        {
            Assert.Equal(
                "ae_titles evidence first_seen hl7_apps hostnames id ips last_seen macs mature model roles serials software vendor",
                string.Join(' ', d.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)));
            Assert.NotEqual(0, d.GetProperty("ips").GetArrayLength());
            Assert.True(Labels.Time(d.GetProperty("first_seen")) <= Labels.Time(d.GetProperty("last_seen")));
            Assert.All(d.GetProperty("evidence").EnumerateArray(), e =>
            {
                Assert.Equal("attribute confidence first last source value", string.Join(' ', e.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)));
                Assert.InRange(e.GetProperty("confidence").GetDouble(), 0.01, 1);
            });
        });
    }

    private static IEnumerable<JsonElement> Lines(ReplayResult result) => result.Events.Concat(result.Alerts);

    /// <summary>The two ends, whoever speaks.</summary>
    private static string Ends(JsonElement e)
    {
        string[] ends = [End("src"), End("dest")];
        return string.Join(' ', ends.Order(StringComparer.Ordinal)) + " " + e.GetProperty("proto").GetString();

        string End(string end) => $"{e.GetProperty(end + "_ip").GetString()} {(e.TryGetProperty(end + "_port", out var port) ? port.GetInt32() : 0)}";
    }

    [GeneratedRegex(@"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+0000$")]
    private static partial Regex Timestamp();
}
