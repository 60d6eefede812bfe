using System.Text;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Streams;
using Sensor.Tests.Support;
using static Sensor.Tests.Support.PacketBuilder;

namespace Sensor.Tests.Streams;

/// <summary>What UDP carries reaches conversations datagram by datagram.</summary>
public sealed class DatagramTests
{
    private const string Client = "10.0.0.1";
    private const string Server = "10.0.0.2";

    private readonly PartitionBench _bench = new(new RecordingProtocol { Carriers = Carriers.Udp });
    private ushort _id;

    [Fact]
    public void Each_datagram_is_told_once_and_whole()
    {
        Say("REC one").Say("two").Answer("three").Finish();

        Assert.Equal(["REC one", "two"], _bench.Conversation.Offered(Direction.ToServer));
        Assert.Equal("three<endofinput>", _bench.Conversation.ToClient);
        Assert.Equal((1L, 0), (_bench.Partition.Conversations[0], _bench.Protocol.Unreturned));
    }

    [Fact]
    public void What_a_conversation_leaves_unused_is_dropped()
    {
        var bench = new PartitionBench(new RecordingProtocol { Carriers = Carriers.Udp, Answers = _ => static (d, data, in at) => Step.Need(3, 50) });
        bench.Take(Frame("REC one"));
        bench.Take(Frame("two"));
        bench.Finish();

        Assert.Equal(["REC one", "two"], bench.Conversation.Offered(Direction.ToServer));
        Assert.Equal(0, bench.Partition.LentBytes);
    }

    [Fact]
    public void What_the_snap_length_cut_off_is_told_behind_the_rest()
    {
        _bench.Take(Frame("REC 67890"), snapLength: 14 + 20 + 8 + 5);
        _bench.Take(Frame("all of it"), snapLength: 14 + 20 + 8);
        _bench.Finish();

        Assert.Equal("REC <4 cut><9 cut><endofinput>", _bench.Conversation.ToServer.Replace("REC 6", "REC ", StringComparison.Ordinal));
        Assert.Equal(13, _bench.Counters.CutBytes);
    }

    [Fact]
    public void Padding_behind_a_datagram_is_no_part_of_it()
    {
        _bench.Take(Padded(Frame("REC")));
        _bench.Take(Ethernet(Ipv4Type, Ipv4(Client, Server, IpProtocol.Udp, Udp(40_000, 9000, "x and more"u8.ToArray(), length: 9), id: 7)));

        Assert.Equal(["REC", "x"], _bench.Conversation.Offered(Direction.ToServer));
    }

    [Fact]
    public void A_flow_may_be_recognised_by_a_later_datagram_of_either_side()
    {
        for (var i = 1; i < DatagramDelivery.MaxProbed; i++)
        {
            Say("noise");
        }

        Answer("REC").Say("now");

        Assert.Equal(("now", "REC"), (_bench.Conversation.ToServer, _bench.Conversation.ToClient));
    }

    [Fact]
    public void After_some_datagrams_a_flow_is_nobodys()
    {
        for (var i = 0; i < DatagramDelivery.MaxProbed; i++)
        {
            Say("noise");
        }

        Say("REC");

        Assert.Empty(_bench.Protocol.Conversations);
    }

    [Fact]
    public void Datagrams_without_data_are_no_attempts()
    {
        for (var i = 0; i < 100; i++)
        {
            Say("");
        }

        Say("REC");

        Assert.Equal("REC", _bench.Conversation.ToServer);
    }

    [Fact]
    public void Protocols_are_asked_only_about_what_carries_them()
    {
        var overTcp = new RecordingProtocol { Carriers = Carriers.Tcp };
        var overUdp = new RecordingProtocol { Carriers = Carriers.Udp };
        var bench = new PartitionBench(overTcp, overUdp);
        bench.Take(Frame("REC datagram"));
        new TcpScript(bench).Open().Send(0, "REC stream");

        Assert.Equal("REC stream", Assert.Single(overTcp.Conversations).ToServer);
        Assert.Equal("REC datagram", Assert.Single(overUdp.Conversations).ToServer);
        Assert.Equal([2, 1], Apps(bench));
    }

    [Fact]
    public void A_mirrored_copy_is_not_told_again()
    {
        var frame = Frame("REC");
        _bench.Take(frame);
        _bench.Take(frame);

        Assert.Equal("REC", _bench.Conversation.ToServer);
    }

    [Theory]
    [InlineData("239.255.255.250", 3702)]
    [InlineData("239.255.255.250", 60_000)]
    [InlineData("255.255.255.255", 60_000)]
    public void Who_sends_to_many_is_the_client(string destination, ushort port)
    {
        _bench.Take(Ethernet(Ipv4Type, Ipv4(Client, destination, IpProtocol.Udp, Udp(3702, port, "REC"u8.ToArray()))));

        Assert.Equal("REC", _bench.Conversation.ToServer);
        Assert.Equal(port, _bench.Conversation.Flow.ServerPort);
    }

    [Fact]
    public void Silence_ends_the_conversation()
    {
        Say("REC");
        _bench.Tick(60_001);

        Assert.Equal("REC<idle>", _bench.Conversation.ToServer);
        Assert.Equal("<idle>", _bench.Conversation.ToClient);
        Assert.Equal((0, 0), (_bench.Protocol.Unreturned, _bench.Partition.FlowWeight));
    }

    [Fact]
    public void Conversations_weigh_as_they_do_over_TCP_and_give_way_at_the_bound()
    {
        Say("REC");
        Assert.Equal(IProtocol.FullWeight, _bench.Partition.FlowWeight);
        _bench.Partition.SetLimits(flows: 4, bytes: 1 << 20);
        _bench.Take(UdpFrame("10.0.0.3", 1000, Server, 9));

        Assert.Equal("REC<evicted>", _bench.Conversation.ToServer);
        Assert.Equal(1, _bench.Partition.FlowWeight);
    }

    [Fact]
    public void Fragments_are_told_as_the_datagram_they_make()
    {
        var datagram = Udp(40_000, 9000, Encoding.ASCII.GetBytes("REC" + new string('x', 93)));
        _bench.Take(Ethernet(Ipv4Type, Ipv4(Client, Server, IpProtocol.Udp, datagram[48..], id: 9, fragmentOffset: 48)));
        _bench.Take(Ethernet(Ipv4Type, Ipv4(Client, Server, IpProtocol.Udp, datagram[..48], id: 9, more: true)));

        Assert.Equal(96, Assert.Single(_bench.Conversation.Offered(Direction.ToServer)).Length);
    }

    [Fact]
    public void Datagrams_cost_no_memory_wanted_or_not()
    {
        var bench = new PartitionBench(new RecordingProtocol { Carriers = Carriers.Udp, Forgets = true });
        byte[][] frames = [Frame("REC wanted"), Frame("not", port: 9001), Frame("again")];
        var entries = frames.Select(f => new PacketEntry
        {
            Time = PartitionBench.Start, CapturedLength = f.Length, OriginalLength = f.Length, Link = LinkType.Ethernet,
            Network = NetworkLocation.Find(LinkType.Ethernet, f),
        }).ToArray();
        long ordinal = 0;
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                // Far enough apart to be no copies.
                var entry = entries[i % 3];
                entry.Time += ++ordinal * 100_000_000;
                bench.Partition.Take(in entry, frames[i % 3], entry.OriginalLength, ordinal, entry.Time);
            }
        }));
    }

    private static List<int> Apps(PartitionBench bench)
    {
        bench.Finish();
        return [.. bench.Facts.WithHeaders<FlowEnded>().Select(f => (int)f.Header.Flow.App).OrderDescending()];
    }

    private DatagramTests Say(string text)
    {
        _bench.Take(Frame(text));
        return this;
    }

    private DatagramTests Answer(string text)
    {
        _bench.Take(Ethernet(Ipv4Type, Ipv4(Server, Client, IpProtocol.Udp, Udp(9000, 40_000, Encoding.ASCII.GetBytes(text)), id: ++_id)));
        return this;
    }

    private void Finish() => _bench.Finish();

    private byte[] Frame(string text, ushort port = 9000) =>
        Ethernet(Ipv4Type, Ipv4(Client, Server, IpProtocol.Udp, Udp(40_000, port, Encoding.ASCII.GetBytes(text)), id: ++_id));
}
