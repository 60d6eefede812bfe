using Sensor.Dissectors.Packets;
using Sensor.Evidence;

namespace Sensor.Tests.Evidence;

/// <summary>Of a conversation the packets nearest to the proof are kept, within the bound, and what isn't is counted.</summary>
public sealed class PacketCollectorTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void The_nearest_are_kept_and_the_rest_is_counted()
    {
        var collector = new PacketCollector(Proof(100, 100), new CollectorBounds { Packets = 10 });
        var wanted = 0;
        for (var time = 90L; time <= 110; time++)
        {
            if (time == 100)
            {
                collector.Prove(Packet(100 * Second));
            }
            else if (collector.Wants(time * Second, 100))
            {
                wanted++;
                collector.Add(Packet(time * Second));
            }
        }

        // Five seconds before and after; all of them fit.
        Assert.Equal([95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105], collector.Packets.Select(p => p.Time / Second));
        Assert.Equal((10, 0L), (wanted, collector.LeftOut));
        Assert.Equal([100], collector.Packets.Where(p => p.IsProof).Select(p => p.Time / Second));
    }

    [Theory]
    [InlineData(4, long.MaxValue)]
    [InlineData(100, 500)]
    public void The_farthest_give_way(int packets, long bytes)
    {
        var collector = new PacketCollector(Proof(100, 100), new CollectorBounds { Packets = packets, Bytes = bytes });
        var order = new Random(1);
        collector.Prove(Packet(100 * Second));
        foreach (var time in Enumerable.Range(95, 11).Where(t => t != 100).OrderBy(_ => order.Next()).Select(t => t * Second))
        {
            if (collector.Wants(time, 100))
            {
                collector.Add(Packet(time));
            }
        }

        Assert.Equal([98, 99, 100, 101, 102], collector.Packets.Select(p => p.Time / Second));
        Assert.Equal(6, collector.LeftOut);
    }

    [Fact]
    public void Times_at_the_end_of_all_time_are_times_too()
    {
        var collector = new PacketCollector(new Proof("", "", "", null, long.MinValue, long.MaxValue), new CollectorBounds());

        Assert.Equal((long.MinValue, long.MaxValue), (collector.Begin, collector.End));
        Assert.True(collector.Wants(0, 1));
    }

    private static Proof Proof(long from, long to) => new("alert-000001", "", "", null, from * Second, to * Second);

    private static FoundPacket Packet(long time) => new(time, null, LinkType.Ethernet, new byte[100], 100);
}
