using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Dissectors.Packets;
using Sensor.Pipeline;
using Sensor.Streams;
using Sensor.Tests.Support;

namespace Sensor.Tests.Live;

/// <summary>Filters mean what they mean to tcpdump.</summary>
public sealed class BpfFilterTests
{
    [Theory]
    [InlineData("prot 104", "syntax error")]
    [InlineData("port 104 and", "syntax error")]
    [InlineData("port 70000", "illegal port number")]
    [InlineData("tcp and udp", "rejects all packets")]
    public void What_is_wrong_is_said_in_libpcaps_words(string expression, string words)
    {
        Assert.False(BpfFilter.TryCompile(expression, out _, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port 104")]
    [InlineData("tcp[tcpflags] & tcp-syn != 0")]
    [InlineData("host 10.20.0.66 and not arp")]
    [InlineData("greater 1000")]
    [InlineData("arp")]
    [InlineData("")]
    public void As_many_packets_pass_as_with_tcpdump(string expression)
    {
        var capture = Path.Combine(Machine.Root, "pcaps", "radiology.pcap");
        var expected = Machine.Run("tcpdump", "-n", "-t", "-q", "-r", capture, expression).Output.Count(c => c == '\n');
        Assert.Equal(expected, CountPassing(capture, expression, int.MaxValue));
    }

    /// <summary>How many of a capture's first packets pass a filter.</summary>
    internal static int CountPassing(string capture, string expression, int packets)
    {
        Assert.True(BpfFilter.TryCompile(expression, out var filter, out _));
        using (filter)
        {
            using var input = new CaptureInput([capture]);
            var block = new PacketBlock();
            var passed = 0;
            do
            {
                input.Fill(block);
                block.Index(filter);
                foreach (ref readonly var entry in block.Entries)
                {
                    passed += packets-- <= 0 || entry.IsFiltered ? 0 : 1;
                }
            }
            while (!block.IsLast);

            return passed;
        }
    }

    [Fact]
    public void What_is_filtered_counts_as_a_packet_and_as_nothing_else()
    {
        using var folder = new TempFolder();
        byte[] ssh = PacketBuilder.UdpFrame("10.0.0.1", 5000, "10.0.0.2", 22), other = PacketBuilder.UdpFrame("10.0.0.1", 5000, "10.0.0.2", 23);
        var path = folder.File(CaptureBuilder.Pcap().Records([new Captured(1, ssh), new Captured(2, other), new Captured(3, ssh, 500)]).ToArray());
        Assert.True(BpfFilter.TryCompile("not port 22", out var filter, out _));
        using var input = new CaptureInput([path]);
        var replay = new Replay(new BlockFeed(input, 2, filter), 2, ReplayRun.Settings);
        replay.Run(new FactTrace());
        filter.Dispose();
        var counters = Sum(replay);

        Assert.Equal(3, counters.Packets);
        Assert.Equal(2, counters.Filtered);
        Assert.Equal(ssh.Length + other.Length + 500, counters.Bytes);
        Assert.Equal((1L, 0L), (counters.FlowsUdp, counters.Duplicates));
    }

    [Fact]
    public void Each_link_type_has_its_own_instructions()
    {
        Assert.True(BpfFilter.TryCompile("host 10.0.0.1", out var filter, out _));
        using (filter)
        {
            var ip = PacketBuilder.Ipv4("10.0.0.1", "10.0.0.2", IpProtocol.Udp, PacketBuilder.Udp(1, 2, new byte[8]));
            byte[] cooked = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0, .. ip];
            Assert.True(filter.Matches(LinkType.Ethernet, PacketBuilder.Ethernet(PacketBuilder.Ipv4Type, ip), 60));
            Assert.True(filter.Matches(LinkType.RawIp, ip, ip.Length));
            Assert.True(filter.Matches(LinkType.LinuxCooked, cooked, cooked.Length));
            Assert.False(filter.Matches(LinkType.Ethernet, ip, ip.Length));
        }
    }

    [Fact]
    public void What_makes_no_sense_for_a_link_type_lets_nothing_pass()
    {
        Assert.True(BpfFilter.TryCompile("ether host 02:00:00:00:00:01", out var filter, out _));
        using (filter)
        {
            Assert.False(filter.Matches(LinkType.RawIp, new byte[60], 60));
        }
    }

    [Fact]
    public void Lengths_are_those_on_the_wire()
    {
        Assert.True(BpfFilter.TryCompile("greater 1000", out var filter, out _));
        using (filter)
        {
            Assert.True(filter.Matches(LinkType.Ethernet, new byte[60], 1500));
            Assert.False(filter.Matches(LinkType.Ethernet, new byte[60], 999));
        }
    }

    private static PartitionCounters Sum(Replay replay)
    {
        var counters = new PartitionCounters();
        foreach (var partition in replay.Partitions)
        {
            counters.Add(partition.Counters);
        }

        return counters;
    }
}
