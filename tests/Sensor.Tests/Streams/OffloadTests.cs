using Sensor.Dissectors.Packets;
using Sensor.Tests.Support;
using static Sensor.Tests.Support.PacketBuilder;

namespace Sensor.Tests.Streams;

/// <summary>
/// Frames longer than any on a wire: the capturing host's segmentation offload joins segments. Up to 64 KiB their headers still say how long they are;
/// beyond it (BIG TCP) the length is zero, in IPv6 with a jumbo option (RFC 2675).
/// </summary>
public sealed class OffloadTests
{
    private const int Ipv4Header = 20;
    private const int TcpHeaderLength = 20;

    private readonly PartitionBench _bench = new();

    [Theory]
    [InlineData(4, 65_535 - Ipv4Header - TcpHeaderLength, true)]
    [InlineData(4, 65_535 - Ipv4Header - TcpHeaderLength, false)]
    [InlineData(4, 65_536, false)]
    [InlineData(4, 185_000, false)]
    [InlineData(6, 65_535 - TcpHeaderLength, true)]
    [InlineData(6, 65_536, false)]
    [InlineData(6, 500_000, false)]
    public void A_super_frame_arrives_whole(int version, int length, bool saysLength)
    {
        Take(version, 0, Data(length), saysLength);
        Take(version, length, "!"u8.ToArray(), true);

        AssertArrived(length + 1);
    }

    [Theory]
    [InlineData(4, 65_000)]
    [InlineData(4, 185_000)]
    [InlineData(6, 200_000)]
    public void Super_frames_out_of_order_arrive_whole(int version, int length)
    {
        Take(version, 0, Data(3), true);
        Take(version, 3 + length, Data(length), false);
        Take(version, 3 + length - 10, Data(length), false);
        Take(version, 3, Data(length), false);

        AssertArrived(3 + (2 * length));
    }

    private static byte[] Data(int length) => [.. "REC"u8, .. new byte[length - 3]];

    private void Take(int version, int offset, byte[] data, bool saysLength)
    {
        var segment = Tcp(40000, 2575, 1 + (uint)offset, 0, TcpFlags.Ack, data);
        _bench.Take(version == 4
            ? Ethernet(Ipv4Type, Ipv4("10.0.0.1", "10.0.0.2", IpProtocol.Tcp, segment, totalLength: saysLength ? null : (ushort)0))
            : Ethernet(Ipv6Type, saysLength
                ? Ipv6("2001:db8::1", "2001:db8::2", IpProtocol.Tcp, segment)
                : Ipv6("2001:db8::1", "2001:db8::2", IpProtocol.Tcp, segment, payloadLength: 0, JumboOption(segment.Length))));
    }

    private static (byte Type, byte[] Body) JumboOption(int length) => (0, [0, 0xC2, 4, .. Big32((uint)(length + 8))]);

    private void AssertArrived(int bytes)
    {
        Assert.Equal(bytes, _bench.Conversation.ToServer.Length);
        _bench.Finish();
        Assert.Equal((0, 0), (_bench.Counters.Gaps, _bench.Counters.Evicted));
    }
}
