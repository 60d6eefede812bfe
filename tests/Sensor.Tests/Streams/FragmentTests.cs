using System.Text;
using Sensor.Dissectors.Packets;
using Sensor.Tests.Support;
using static Sensor.Tests.Support.PacketBuilder;

namespace Sensor.Tests.Streams;

public sealed class FragmentTests
{
    private const string Text = "REC the quick brown fox jumps over the lazy dog, twice if need be.......";

    private readonly PartitionBench _bench = new();

    private static byte[] Segment => Tcp(40000, 2575, 1001, 0, TcpFlags.Ack, Encoding.ASCII.GetBytes(Text));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fragments_in_any_order_are_one_packet(bool ipv6)
    {
        var pieces = Pieces(Segment, 24);
        Assert.Equal(4, pieces.Count);
        foreach (var order in Permutations(pieces.Count))
        {
            var bench = new PartitionBench();
            foreach (var i in order)
            {
                Assert.Empty(bench.Protocol.Conversations);
                bench.Take(ipv6 ? Fragment6(pieces[i]) : Fragment(pieces[i]));
            }

            bench.Finish();
            Assert.Equal(Text + "<endofinput>", bench.Conversation.ToServer);
            Assert.Equal(0, bench.Counters.FragmentsAbandoned);
        }
    }

    [Fact]
    public void Of_overlapping_fragments_the_first_copy_of_a_byte_wins()
    {
        var whole = Segment;
        byte[] evil = [.. whole];
        evil.AsSpan(40).Fill((byte)'X');
        var pieces = Pieces(whole, 24);
        _bench.Take(Fragment(pieces[1]));
        _bench.Take(Fragment((8, evil[8..64], true)));
        _bench.Take(Fragment(pieces[0]));
        _bench.Take(Fragment(pieces[2]));
        _bench.Take(Fragment(pieces[3]));
        _bench.Finish();

        // Bytes 24 to 47 and 0 to 7 are the true ones; the rest below 64 came with the other copy first.
        var expected = Text[..28] + new string('X', 16) + Text[44..];
        Assert.Equal(expected + "<endofinput>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_repeated_fragment_changes_nothing()
    {
        var pieces = Pieces(Segment, 24);
        foreach (var i in (int[])[0, 0, 2, 2, 1, 1, 3])
        {
            _bench.Take(Fragment(pieces[i]));
        }

        Assert.Equal(Text, _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_fragment_that_the_snap_length_cut_leaves_the_bytes_before_the_cut()
    {
        var pieces = Pieces(Segment, 48);
        _bench.Take(Fragment(pieces[0]), snapLength: 14 + 20 + 30);
        _bench.Take(Fragment(pieces[1]));
        _bench.Finish();

        Assert.Equal($"{Text[..10]}<{Text.Length - 10} cut><endofinput>", _bench.Conversation.ToServer);
        Assert.Equal(Text.Length - 10, _bench.Counters.CutBytes);
    }

    [Fact]
    public void Fragments_of_different_datagrams_do_not_mix()
    {
        var pieces = Pieces(Segment, 48);
        var other = Pieces(Tcp(40001, 2575, 1, 0, TcpFlags.Ack, "REC another flow, as long as can be said in one breath"u8), 48);
        _bench.Take(Fragment(pieces[0], id: 1));
        _bench.Take(Fragment(other[1], id: 2));
        _bench.Take(Fragment(pieces[1], id: 1));
        _bench.Take(Fragment(other[0], id: 2));

        Assert.Equal([Text, "REC another flow, as long as can be said in one breath"], _bench.Protocol.Conversations.Select(c => c.ToServer));
    }

    [Fact]
    public void A_datagram_that_is_not_complete_within_30_seconds_is_given_up()
    {
        var pieces = Pieces(Segment, 48);
        _bench.Take(Fragment(pieces[0]));
        _bench.Tick(30_001);
        _bench.Take(Fragment(pieces[1]));
        _bench.Finish();

        Assert.Empty(_bench.Protocol.Conversations);
        Assert.Equal(1, _bench.Counters.FragmentsAbandoned);
    }

    [Fact]
    public void Fragments_without_sense_are_given_up()
    {
        (int At, byte[] Bytes, bool More)[] senseless =
        [
            (65_528, new byte[16], false),
            (0, new byte[9], true),
            (8, [], false),
        ];
        foreach (var piece in senseless)
        {
            _bench.Take(Fragment(piece));
        }

        // Two ends that contradict each other, and bytes behind the end.
        _bench.Take(Fragment((8, new byte[8], false), id: 9));
        _bench.Take(Fragment((16, new byte[8], false), id: 9));
        _bench.Take(Fragment((8, new byte[8], false), id: 10));
        _bench.Take(Fragment((16, new byte[8], true), id: 10));
        _bench.Finish();

        Assert.Equal(5, _bench.Counters.FragmentsAbandoned);
        Assert.Equal(0, _bench.Counters.FlowsTcp + _bench.Counters.FlowsUdp + _bench.Counters.FlowsOther);
    }

    [Fact]
    public void A_flood_of_first_fragments_is_bounded_and_leaves_room_for_the_next_datagram()
    {
        for (ushort id = 0; id < 2000; id++)
        {
            _bench.Take(Fragment((0, new byte[8], true), id));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var frame = Fragment((0, new byte[8], true), 3000);
        var frameCost = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        _bench.Take(frame);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(cost < 4096 + frameCost, $"a fragment at the bound allocates {cost} bytes");

        foreach (var piece in Pieces(Segment, 24))
        {
            _bench.Take(Fragment(piece, id: 5000));
        }

        _bench.Finish();
        Assert.Equal(Text + "<endofinput>", _bench.Conversation.ToServer);
        Assert.Equal(2001 + 1 - Sensor.Streams.FragmentTable.MaxDatagrams, _bench.Counters.FragmentsAbandoned);
    }

    [Fact]
    public void A_flood_between_two_addresses_does_not_cost_two_others_their_datagram()
    {
        var pieces = Pieces(Segment, 24);
        for (var i = 0; i < pieces.Count; i++)
        {
            for (var id = 0; id < 500; id++)
            {
                _bench.Take(Ethernet(Ipv4Type, Ipv4("10.0.0.7", "10.0.0.8", IpProtocol.Tcp, new byte[8], id: (ushort)((1000 * i) + id), more: true)));
            }

            _bench.Take(Fragment(pieces[i]));
        }

        _bench.Finish();
        Assert.Equal(Text + "<endofinput>", _bench.Conversation.ToServer);
    }

    [Fact]
    public void A_datagram_in_more_pieces_than_anyone_makes_is_given_up()
    {
        for (var i = 0; i < 200; i++)
        {
            _bench.Take(Fragment((i * 16, new byte[8], true)));
        }

        _bench.Finish();
        Assert.True(_bench.Counters.FragmentsAbandoned > 0);
    }

    private static List<(int At, byte[] Bytes, bool More)> Pieces(byte[] packet, int size)
    {
        var pieces = new List<(int, byte[], bool)>();
        for (var at = 0; at < packet.Length; at += size)
        {
            var end = Math.Min(packet.Length, at + size);
            pieces.Add((at, packet[at..end], end < packet.Length));
        }

        return pieces;
    }

    private static byte[] Fragment((int At, byte[] Bytes, bool More) piece, ushort id = 77) => Ethernet(
        Ipv4Type,
        Ipv4(TcpScript.Client, TcpScript.Server, IpProtocol.Tcp, piece.Bytes, id: id, fragmentOffset: piece.At, more: piece.More));

    private static byte[] Fragment6((int At, byte[] Bytes, bool More) piece) => Ethernet(
        Ipv6Type,
        Ipv6("2001:db8::1", "2001:db8::2", IpProtocol.Tcp, piece.Bytes, null, FragmentHeader(1, piece.At, piece.More)));

    private static IEnumerable<int[]> Permutations(int count) => count == 0
        ? [[]]
        : Permutations(count - 1).SelectMany(p => Enumerable.Range(0, count).Select(i => (int[])[.. p[..i], count - 1, .. p[i..]]));
}
