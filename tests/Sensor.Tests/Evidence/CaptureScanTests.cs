using Sensor.Capture;
using Sensor.Dissectors.Packets;
using Sensor.Evidence;
using Sensor.Tests.Support;

namespace Sensor.Tests.Evidence;

/// <summary>Packets of an alert are found again in its capture, and a capture that isn't the one it came from is known by its times.</summary>
public sealed class CaptureScanTests
{
    private const long Second = 1_000_000_000, Begin = 1_700_000_000 * Second;
    private const string A = "10.0.0.1", B = "10.0.0.2", C = "10.0.0.3";

    [Fact]
    public void The_conversation_is_told_from_others()
    {
        byte[][] frames =
        [
            Tcp(A, 1000, B, 104), Tcp(B, 104, A, 1000), Tcp(A, 1001, B, 104), Tcp(A, 1000, C, 104), PacketBuilder.UdpFrame(A, 1000, B, 104),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("192.0.2.1", "192.0.2.2", 4, Tcp(B, 104, A, 1000)[14..])),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4(A, B, IpProtocol.Tcp, new byte[64], fragmentOffset: 64)), Tcp(B, 1000, A, 104),
            PacketBuilder.Ethernet(PacketBuilder.ArpType, PacketBuilder.Arp(1, 7, A, B)), PacketBuilder.Ethernet(PacketBuilder.ArpType, PacketBuilder.Arp(1, 7, A, C)),
        ];

        // In a tunnel it is the same, and of a later fragment nobody can say that it isn't.
        Assert.Equal([0, 1, 5, 6], Which(Conversation.Of(Ip(A), Ip(B), IpProtocol.Tcp, 1000, 104)));
        Assert.Equal([0, 1, 5, 6], Which(Conversation.Of(Ip(B), Ip(A), IpProtocol.Tcp, 104, 1000)));
        Assert.Equal([0, 1, 2, 4, 5, 6, 7, 8], Which(Conversation.OfPair(Ip(A), Ip(B))));

        IEnumerable<int> Which(Conversation wanted) => Enumerable.Range(0, frames.Length).Where(i => wanted.Has(LinkType.Ethernet, frames[i], frames[i].Length));
    }

    [Theory]

    // The packet itself; a deadline that passes between the second packet and the third; the end of the input.
    [InlineData(10, 2, true)]
    [InlineData(60, 3, true)]
    [InlineData(100, 3, true)]

    // The file of another hour, and of another packet.
    [InlineData(7210, 2, false)]
    [InlineData(-7200, 2, false)]
    [InlineData(100, 1, false)]
    public void Times_say_whether_it_is_the_capture(long at, long number, bool fits)
    {
        using var folder = new TempFolder();
        var path = folder.File("a.pcap", Capture(0, 10, 100));
        var proof = Alert(at, at);
        var collector = new PacketCollector(proof, new CollectorBounds());

        Assert.Equal(fits, CaptureScan.Read(proof, new ProofPlace(path, [number]), path, collector));
        Assert.Equal([number == 1 ? 0 : number == 2 ? 10 : 100], collector.Packets.Where(p => p.IsProof).Select(p => (p.Time - Begin) / Second));
    }

    [Fact]
    public void It_is_read_in_blocks_and_not_further_than_needed()
    {
        using var folder = new TempFolder();

        // Several blocks; what is behind the alert's time is no capture any more.
        var capture = Capture(Enumerable.Range(0, 40_000).Select(i => (long)(i / 100)));
        var path = folder.File("a.pcap", [.. capture, .. new byte[4 << 20]]);
        var proof = Alert(100, 100);
        var collector = new PacketCollector(proof, new CollectorBounds { Packets = 50 });
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(CaptureScan.Read(proof, new ProofPlace(path, [10_050]), path, collector));

        Assert.Equal(51, collector.Packets.Count);
        Assert.All(collector.Packets, p => Assert.Equal(100, (p.Time - Begin) / Second));
        Assert.Equal(1100 - 51, collector.LeftOut);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1_000_000)]
    public void A_packet_that_is_missing_is_said(long number)
    {
        using var folder = new TempFolder();
        var path = folder.File("a.pcap", Capture(0, 10, 100));
        var proof = Alert(10, 10);

        var failure = Assert.Throws<CaptureException>(() => CaptureScan.Read(proof, new ProofPlace(path, [2, number]), path, new PacketCollector(proof, new CollectorBounds())));

        Assert.Equal($"{path} isn't the capture it was: packet {number} is missing.", failure.Message);
    }

    private static byte[] Capture(params IEnumerable<long> seconds) =>
        CaptureBuilder.Pcap().Records(seconds.Select(second => new Captured(Begin + (second * Second), Tcp(A, 1000, B, 104)))).ToArray();

    private static Proof Alert(long from, long to) =>
        new("alert-000001", "", "", Conversation.Of(Ip(A), Ip(B), IpProtocol.Tcp, 1000, 104), Begin + (from * Second), Begin + (to * Second));

    private static byte[] Tcp(string source, ushort sourcePort, string destination, ushort destinationPort) =>
        PacketBuilder.TcpFrame(source, sourcePort, destination, destinationPort, 1, 1, TcpFlags.Ack, "data"u8);

    private static IpAddress Ip(string address) => IpAddress.ReadV4(System.Net.IPAddress.Parse(address).GetAddressBytes());
}
