using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Dissectors.Packets;
using Sensor.Tests.Support;

namespace Sensor.Tests.Live;

/// <summary>The kernel deals packets out by the sensor's own partitions, or leaves them to who can follow tunnels.</summary>
public sealed class FanOutProgramTests
{
    private static readonly byte[] Udp = PacketBuilder.Udp(5000, 5001, new byte[20]);
    private static readonly byte[] Plain = PacketBuilder.Ipv4("10.0.0.1", "10.0.0.2", IpProtocol.Udp, Udp);

    private static readonly (int Workers, BpfInstruction[] Program)[] Programs = [(2, FanOutProgram.For(2)), (5, FanOutProgram.For(5))];

    public static TheoryData<string> Captures => [.. Directory.GetFiles(Path.Combine(Machine.Root, "pcaps"), "*.pcap*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Machine.Root, f))];

    [Theory]
    [MemberData(nameof(Captures))]
    public void Every_packet_goes_to_its_owner_or_to_all(string capture)
    {
        var random = new Random(1);
        foreach (var packet in CaptureReading.Of(Path.Combine(Machine.Root, capture)).Packets.Where(p => p.Link == LinkType.Ethernet))
        {
            Check(packet.Bytes);

            // And the same damaged, and cut off.
            var damaged = (byte[])packet.Bytes.Clone();
            damaged[random.Next(Math.Min(damaged.Length, 60))] = (byte)random.Next(256);
            Check(damaged);
            Check(packet.Bytes[..random.Next(Math.Min(packet.Bytes.Length, 80))]);
        }
    }

    [Fact]
    public void So_does_noise()
    {
        var random = new Random(2);
        ushort[] types = [0x0800, 0x86DD, 0x0806, 0x8100, 0x88A8, 0x9100, 0x8847, 0x8864, 0x0100];
        for (var i = 0; i < 100_000; i++)
        {
            var frame = new byte[random.Next(14, 120)];
            random.NextBytes(frame);
            for (var at = 12; at + 2 <= frame.Length && at < 30; at += 4)
            {
                PacketBuilder.Big16(types[random.Next(types.Length)]).CopyTo(frame, at);
            }

            Check(frame);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    public void Ordinary_packets_go_to_their_owner(int workers)
    {
        byte[][] frames =
        [
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, Plain),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.0.3", "192.168.7.9", IpProtocol.Udp, Udp, options: new byte[8])),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.0.3", "192.168.7.9", IpProtocol.Tcp, new byte[40], fragmentOffset: 800)),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.9.3", "192.168.7.1", IpProtocol.Icmp, new byte[40])),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, Plain, (0x8100, 5)),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, Plain, (0x88A8, 5), (0x8100, 6)),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, Plain, (0x9100, 5)),
            PacketBuilder.Ethernet(PacketBuilder.Ipv6Type, PacketBuilder.Ipv6("2001:db8::1:2", "2001:db8:7::9", IpProtocol.Udp, Udp)),
            PacketBuilder.Ethernet(PacketBuilder.Ipv6Type, PacketBuilder.Ipv6("fe80::1", "ff02::2", IpProtocol.IcmpV6, new byte[24])),
            PacketBuilder.Ethernet(PacketBuilder.ArpType, PacketBuilder.Arp(1, 2, "10.0.0.1", "10.0.0.2")),
        ];
        var program = FanOutProgram.For(workers);
        foreach (var frame in frames)
        {
            var owner = (uint)Owner(frame, workers);
            Assert.Equal(owner, DealtPackets.Received(program, frame));
            Assert.Equal(owner, DealtPackets.Sent(program, frame));
        }
    }

    [Fact]
    public void What_may_carry_another_packet_is_left_to_those_who_can_look()
    {
        byte[][] frames =
        [
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.0.1", "10.0.0.2", 47, new byte[40])),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.0.1", "10.0.0.2", 4, Plain)),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.0.1", "10.0.0.2", 41, new byte[40])),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.0.1", "10.0.0.2", IpProtocol.Udp, PacketBuilder.Udp(9, 4789, new byte[40]))),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.0.1", "10.0.0.2", IpProtocol.Udp, PacketBuilder.Udp(9, 6081, new byte[40]), options: new byte[12])),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.0.1", "10.0.0.2", IpProtocol.Udp, Udp, more: true)),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, PacketBuilder.Ipv4("10.0.0.1", "10.0.0.2", IpProtocol.Udp, Udp, fragmentOffset: 8)),
            PacketBuilder.Ethernet(PacketBuilder.Ipv6Type, PacketBuilder.Ipv6("fe80::1", "fe80::2", IpProtocol.Udp, PacketBuilder.Udp(9, 4789, new byte[40]))),
            PacketBuilder.Ethernet(PacketBuilder.Ipv6Type, PacketBuilder.Ipv6("fe80::1", "fe80::2", IpProtocol.Udp, Udp, null, PacketBuilder.FragmentHeader(1, 0, more: true))),
            PacketBuilder.Ethernet(0x8847, new byte[40]),
            PacketBuilder.Ethernet(0x8864, new byte[40], (0x8100, 3)),
            PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, Plain, (0x8100, 1), (0x8100, 2), (0x8100, 3), (0x8100, 4)),
        ];
        var program = FanOutProgram.For(2);
        foreach (var frame in frames)
        {
            Assert.Equal(2u, DealtPackets.Received(program, frame));
            Assert.Equal(2u, DealtPackets.Sent(program, frame));
        }
    }

    [Fact]
    public void It_is_short_enough_for_the_kernel() => Assert.InRange(FanOutProgram.For(64).Length, 1, 4096);

    private static void Check(byte[] frame)
    {
        foreach (var (workers, program) in Programs)
        {
            foreach (var handle in (uint?[])[DealtPackets.Received(program, frame), frame.Length < 14 ? null : DealtPackets.Sent(program, frame)])
            {
                if (handle is not null && handle != workers)
                {
                    Assert.True(handle == Owner(frame, workers), $"{handle} of {workers}: {Convert.ToHexString(frame)}");
                }
            }
        }
    }

    /// <summary>The worker who owns a frame's partition; none for those that show only with others what they carry.</summary>
    private static int Owner(byte[] frame, int workers)
    {
        var network = NetworkLocation.Find(LinkType.Ethernet, frame);
        return network.IsOuterFragment ? -1 : Partitioning.Of(in network, frame) % workers;
    }
}
