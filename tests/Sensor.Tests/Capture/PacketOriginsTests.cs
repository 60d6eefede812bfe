using Sensor.Capture.Inputs;

namespace Sensor.Tests.Capture;

public sealed class PacketOriginsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(200)]
    public void Every_packet_is_found_again(int captures)
    {
        var random = new Random(captures);
        var origins = new PacketOrigins();
        var expected = new List<(int, long)>();
        var counts = new long[captures + 1];
        while (expected.Count < 300_000)
        {
            var isMixed = random.Next(20) != 0;
            var capture = random.Next(captures);
            var count = random.Next(isMixed ? 6 : 70_000);
            if (isMixed)
            {
                origins.AppendMixed(capture, count, random.Next(2, captures + 1));
            }
            else
            {
                origins.Append(capture, count);
            }

            for (var i = 0; i < count; i++)
            {
                expected.Add((capture, ++counts[capture]));
            }
        }

        // What is forgotten may come again, otherwise.
        for (var n = 0; n < 3; n++)
        {
            var left = expected.Count - random.Next(100_000);
            origins.Truncate(left);
            expected.RemoveRange(left, expected.Count - left);
            Array.Clear(counts);
            foreach (var (capture, number) in expected)
            {
                counts[capture] = number;
            }

            for (var i = 0; i < 1000; i++)
            {
                var capture = random.Next(captures);
                origins.AppendMixed(capture, 1, captures);
                expected.Add((capture, ++counts[capture]));
            }
        }

        for (var i = 0; i < expected.Count; i += random.Next(1, 900))
        {
            Assert.Equal(expected[i], origins.Find(i + 1));
        }

        Assert.Null(origins.Find(0));
        Assert.Null(origins.Find(expected.Count + 1));
        Assert.All(Enumerable.Range(0, captures), c => Assert.Equal(counts[c], origins.CountOf(c)));
    }

    [Fact]
    public void Two_captures_cost_a_bit_a_packet()
    {
        var origins = new PacketOrigins();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000_000; i++)
        {
            origins.AppendMixed(i & 1, 1, 2);
        }

        // Grown by doubling: at most three times what is kept.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 3 * 1_000_000 / 8);
    }
}
