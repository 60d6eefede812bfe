using Sensor.Dissectors.Packets;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

/// <summary>The same conversation, captured under every link type that is known, is the same conversation.</summary>
public sealed class LinkTypeTests
{
    private static readonly (bool FromClient, byte[] Data)[] Talk =
    [
        (true, Traffic.Hl7Message(1, 1)), (false, Traffic.Hl7Answer(1, 1)), (true, Traffic.Hl7Message(1, 2)), (false, Traffic.Hl7Answer(1, 2)),
    ];

    public static TheoryData<ushort, string, string, int> Links => new()
    {
        // Link type, bytes before an IPv4 packet, bytes before an IPv6 packet (hexadecimal), bytes that the dissector passes over.
        { 1, "0200000000010200000000020800", "02000000000102000000000286dd", 14 },
        { 113, "000000010006020000000001ffff0800", "000400010006020000000001ffff86dd", 16 },
        { 276, "0800000000000003000100060200000000010000", "86dd000000000003000104060200000000010000", 20 },
        { 101, "", "", 0 },
        { 228, "", "", 0 },
        { 229, "", "", 0 },
        { 0, "02000000", "1c000000", 4 },
        { 0, "00000002", "0000001e", 4 },
        { 108, "00000002", "00000018", 4 },
        { 9, "ff030021", "ff030057", 4 },
        { 9, "0021", "0057", 2 },
    };

    [Theory]
    [MemberData(nameof(Links))]
    public void Messages_are_found_behind_it(ushort link, string before4, string before6, int length)
    {
        foreach (var (client, server, before) in ((string, string, string)[])[("10.0.0.1", "10.0.0.2", before4), ("fd00::1", "fd00::2", before6)])
        {
            Assert.Equal(2 * length, before.Length);
            var packets = Capture(client, server, Convert.FromHexString(before)).ToList();
            var units = packets.Select(p => (ulong)p.Time / 1000).ToList();
            var pcapng = CaptureBuilder.Pcapng(bigEndian: true).Interface(link: 1).Interface(link);
            for (var i = 0; i < packets.Count; i++)
            {
                pcapng.Enhanced(1, units[i], packets[i].Bytes);
            }

            foreach (var file in (CaptureBuilder[])[CaptureBuilder.Pcap(link: link).Records(packets), pcapng])
            {
                using var folder = new TempFolder();
                var run = ReplayRun.Of(folder.File(file.ToArray()), workers: 1);

                Assert.Equal((0L, 1L, 0L, 0L), (run.Counters.Undecodable, run.Counters.FlowsTcp, run.Counters.Gaps, run.Counters.Duplicates));
                Assert.Equal(2, run.Lines.Count(l => l.Kind == Sensor.Dissectors.Hl7.Hl7Message.Kind.Id));
            }
        }
    }

    [Theory]
    [InlineData(9, "ff03c021")]
    [InlineData(113, "000000010006020000000001ffff88cc")]
    [InlineData(276, "88cc000000000003000100060200000000010000")]
    public void What_is_not_IP_is_counted_and_nothing_else(ushort link, string before)
    {
        using var folder = new TempFolder();
        var run = ReplayRun.Of(folder.File(CaptureBuilder.Pcap(link: link).Record(new Captured(1_000, [.. Convert.FromHexString(before), .. new byte[40]])).ToArray()), 1);

        Assert.Equal((1L, 0L, 0L), (run.Counters.Packets, run.Counters.Undecodable, run.Counters.FlowsTcp + run.Counters.FlowsUdp + run.Counters.FlowsOther));
    }

    [Theory]
    [InlineData(113, 15)]
    [InlineData(276, 19)]
    [InlineData(0, 4)]
    [InlineData(108, 3)]
    [InlineData(9, 1)]
    [InlineData(101, 0)]
    [InlineData(147, 60)]
    public void A_frame_shorter_than_its_header_and_an_unknown_link_type_are_undecodable(ushort link, int length)
    {
        using var folder = new TempFolder();
        var run = ReplayRun.Of(folder.File(CaptureBuilder.Pcap(link: link).Record(new Captured(1_000, new byte[length])).ToArray()), 1);

        Assert.Equal(1, run.Counters.Undecodable);
    }

    private static IEnumerable<Captured> Capture(string client, string server, byte[] before)
    {
        uint[] at = [1, 1];
        var time = PartitionBench.Start;
        foreach (var (fromClient, data) in Talk)
        {
            var (source, destination) = fromClient ? (client, server) : (server, client);
            var (port, otherPort) = fromClient ? ((ushort)40_000, (ushort)2575) : ((ushort)2575, (ushort)40_000);
            var (own, other) = fromClient ? (0, 1) : (1, 0);
            var tcp = PacketBuilder.Tcp(port, otherPort, at[own], at[other], TcpFlags.Ack | TcpFlags.Psh, data);
            byte[] ip = client.Contains(':', StringComparison.Ordinal) ? PacketBuilder.Ipv6(source, destination, 6, tcp) : PacketBuilder.Ipv4(source, destination, 6, tcp);
            at[own] += (uint)data.Length;
            yield return new Captured(time += 1_000_000, [.. before, .. ip]);
        }
    }
}
