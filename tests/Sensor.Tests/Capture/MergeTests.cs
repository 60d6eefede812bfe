using Sensor.Capture;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

/// <summary>Several captures are one, in the order of packet time.</summary>
public sealed class MergeTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 7)]
    [InlineData(4, 20)]
    public void Captures_of_the_same_time_are_merged_by_packet_time_and_evidence_stays_right(int seed, int count)
    {
        using var folder = new TempFolder();
        var random = new Random(seed);
        var files = new List<(string Path, List<Captured> Packets)>();
        for (var f = 0; f < count; f++)
        {
            var packets = new List<Captured>();
            var time = 1000 * Second + (random.Next(3) * 50L * Second);
            for (var i = random.Next(1, 6000); i > 0; i--)
            {
                // Equal times are frequent, and now and then a clock goes back.
                time += random.Next(30) == 0 ? -random.Next(1000) * 1000L : random.Next(4) * 1_000_000L;
                var bytes = new byte[random.Next(4, 1200)];
                random.NextBytes(bytes);
                packets.Add(new Captured(time, bytes));
            }

            var bytesOfFile = CaptureBuilder.Pcap(bigEndian: f % 2 == 1, nanoseconds: true).Records(packets).ToArray();
            files.Add((folder.File(f % 3 == 2 ? Gzipped.Of(bytesOfFile) : bytesOfFile), packets));
        }

        var expected = Merge([.. files.Select(f => f.Packets)]);
        using var input = new CaptureInput([.. files.Select(f => f.Path)]);
        var reading = CaptureReading.Of(input);

        Assert.Equal(expected.Count, reading.Packets.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            var (file, number) = expected[i];
            Assert.Equal(i + 1, reading.Packets[i].Ordinal);
            Assert.Equal(files[file].Packets[number].Time, reading.Packets[i].Time);
            Assert.True(files[file].Packets[number].Bytes.AsSpan().SequenceEqual(reading.Packets[i].Bytes));
        }

        for (var i = 0; i < expected.Count; i += random.Next(1, 200))
        {
            Assert.Equal((files[expected[i].File].Path, expected[i].Number + 1L), input.Locate(i + 1));
        }

        Assert.Equal(files.Select(f => (long)f.Packets.Count), reading.Reports.Select(r => r.Packets));
        Assert.All(reading.Reports, r => Assert.Null(r.Warning));
    }

    [Fact]
    public void Captures_that_follow_each_other_are_read_one_after_the_other_whatever_their_order()
    {
        using var folder = new TempFolder();
        var early = folder.File(CaptureBuilder.Pcap().Records(Enumerable.Range(0, 5).Select(i => new Captured((10 + i) * Second, [1]))).ToArray());
        var late = folder.File(CaptureBuilder.Pcap().Records(Enumerable.Range(0, 5).Select(i => new Captured((20 + i) * Second, [2]))).ToArray());

        var reading = CaptureReading.Of(late, early);

        Assert.Equal([1, 1, 1, 1, 1, 2, 2, 2, 2, 2], reading.Packets.Select(p => (int)p.Bytes[0]));
        Assert.Equal([late, early], reading.Reports.Select(r => r.Path));
        Assert.Equal([6L, 1], reading.Reports.Select(r => r.FirstOrdinal));

        // Two blocks, handed on as they were read.
        Assert.Equal(2, reading.Blocks);
    }

    [Fact]
    public void Of_equal_times_the_input_named_first_comes_first()
    {
        using var folder = new TempFolder();
        var a = folder.File(CaptureBuilder.Pcap().Records([new(Second, [1]), new(Second, [2]), new(2 * Second, [3])]).ToArray());
        var b = folder.File(CaptureBuilder.Pcap().Records([new(Second, [4]), new(2 * Second, [5])]).ToArray());

        Assert.Equal([1, 2, 4, 3, 5], CaptureReading.Of(a, b).Packets.Select(p => (int)p.Bytes[0]));
        Assert.Equal([4, 1, 2, 5, 3], CaptureReading.Of(b, a).Packets.Select(p => (int)p.Bytes[0]));
    }

    [Fact]
    public void A_capture_inside_another_is_put_where_it_belongs()
    {
        using var folder = new TempFolder();
        var outer = folder.File(CaptureBuilder.Pcap().Records(Enumerable.Range(0, 3000).Select(i => new Captured(i * Second, new byte[1000]))).ToArray());
        var inner = folder.File(CaptureBuilder.Pcap().Records(Enumerable.Range(0, 10).Select(i => new Captured((2000 * Second) + 5 + i, [7]))).ToArray());
        using var input = new CaptureInput([outer, inner]);
        var reading = CaptureReading.Of(input);

        Assert.Equal(reading.Packets.Select(p => p.Time).Order(), reading.Packets.Select(p => p.Time));
        Assert.Equal((outer, 2001), input.Locate(2001));
        Assert.Equal((inner, 1), input.Locate(2002));
        Assert.Equal((inner, 10), input.Locate(2011));
        Assert.Equal((outer, 2002), input.Locate(2012));
        Assert.Equal(("", 4000), input.Locate(4000));
    }

    [Fact]
    public void A_damaged_capture_among_several_costs_only_itself()
    {
        using var folder = new TempFolder();
        var good = folder.File(CaptureBuilder.Pcap().Records(Enumerable.Range(0, 20).Select(i => new Captured(i * Second, [1]))).ToArray());
        var torn = folder.File(CaptureBuilder.Pcap().Records(Enumerable.Range(0, 20).Select(i => new Captured(i * Second, [2]))).ToArray()[..^1]);
        var reading = CaptureReading.Of(good, torn);

        Assert.Equal([20L, 19], reading.Reports.Select(r => r.Packets));
        Assert.Null(reading.Reports[0].Warning);
        Assert.Contains("after packet 19", reading.Reports[1].Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void More_captures_than_can_be_open_lose_no_packet()
    {
        using var folder = new TempFolder();
        var paths = Enumerable.Range(0, 70).Select(f => folder.File(
            CaptureBuilder.Pcap().Records([new((10 * Second) + f, [(byte)f]), new((20 * Second) + f, [(byte)f])]).ToArray())).ToArray();
        var reading = CaptureReading.Of(paths);

        Assert.Equal(140, reading.Packets.Count);
        Assert.All(reading.Reports, r => Assert.Equal(2, r.Packets));
        Assert.All(reading.Reports.Skip(64), r => Assert.Contains("packets come late", r.Warning, StringComparison.Ordinal));
        Assert.All(reading.Reports.Take(64), r => Assert.Null(r.Warning));
    }

    /// <summary>At every step the earliest of the next packets; of equal ones that of the first file.</summary>
    private static List<(int File, int Number)> Merge(List<Captured>[] files)
    {
        var next = new int[files.Length];
        var merged = new List<(int, int)>();
        while (true)
        {
            var best = -1;
            for (var f = 0; f < files.Length; f++)
            {
                if (next[f] < files[f].Count && (best < 0 || files[f][next[f]].Time < files[best][next[best]].Time))
                {
                    best = f;
                }
            }

            if (best < 0)
            {
                return merged;
            }

            merged.Add((best, next[best]++));
        }
    }
}
