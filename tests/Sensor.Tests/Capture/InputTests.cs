using Sensor.Capture;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

public sealed class InputTests
{
    private static readonly Captured[] Two = [new(1_000_000_000, [1]), new(2_000_000_000, [2])];

    [Fact]
    public void A_path_that_is_not_a_capture_is_refused_with_a_sentence_that_names_it()
    {
        using var folder = new TempFolder();
        var inside = Directory.CreateDirectory(Path.Combine(folder.Path, "inside")).FullName;
        (string Path, string Says)[] cases =
        [
            (folder.File([]), "is empty"),
            (folder.File("GIF89a, or so it seems to be, for a while"u8.ToArray()), "is not a pcap or pcapng capture"),
            (folder.File("P"u8.ToArray()), "is not a pcap or pcapng capture"),
            (folder.File(CaptureBuilder.Pcap().ToArray()[..23]), "ends within its file header"),
            (folder.File(CaptureBuilder.Pcap(bigEndian: true).ToArray()[..4]), "ends within its file header"),
            (inside, "holds no captures"),
            (Path.Combine(folder.Path, "nowhere.pcap"), "does not exist"),
            (Path.Combine(folder.Path, "no", "where.pcap"), "does not exist"),
        ];
        foreach (var (path, says) in cases)
        {
            var refusal = Assert.Throws<CaptureException>(() => CaptureReading.Of(path));

            Assert.StartsWith($"{path} {says}", refusal.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_named_is_refused() => Assert.Throws<CaptureException>(() => CaptureReading.Of());

    [Fact]
    public void Files_come_by_packet_time_and_a_bad_one_is_reported()
    {
        using var folder = new TempFolder();
        var first = folder.File(CaptureBuilder.Pcap().Records(Two).ToArray());
        var bad = folder.File("not a capture at all, sorry"u8.ToArray());
        var empty = folder.File(CaptureBuilder.Pcap().ToArray());
        var damaged = folder.File(CaptureBuilder.Pcapng().Interface().Enhanced(0, 3, [3]).Enhanced(0, 4, [4]).ToArray()[..^4]);
        var last = folder.File(CaptureBuilder.Pcap(bigEndian: true).Records(Two).ToArray());
        var reading = CaptureReading.Of(first, bad, empty, damaged, last);

        Assert.Equal([3, 1, 1, 2, 2], reading.Packets.Select(p => (int)p.Bytes[0]));
        Assert.Equal([1, 2, 3, 4, 5], reading.Packets.Select(p => p.Ordinal));
        Assert.Equal([first, bad, empty, damaged, last], reading.Reports.Select(r => r.Path));
        Assert.Equal([2, 0, 0, 1, 2], reading.Reports.Select(r => r.Packets));
        Assert.Equal([false, true, false, true, false], reading.Reports.Select(r => r.Warning is not null));
        Assert.Equal([2, 1, 3], new[] { first, damaged, last }.Select(path => reading.Reports.Single(r => r.Path == path).FirstOrdinal));
    }

    [Fact]
    public void Interfaces_of_different_files_have_different_numbers()
    {
        using var folder = new TempFolder();
        var pcap = folder.File(CaptureBuilder.Pcap().Record(Two[0]).ToArray());
        var pcapng = folder.File(CaptureBuilder.Pcapng().Interface().Interface().Enhanced(1, 1, [1]).Enhanced(0, 1, [1]).ToArray());
        var reading = CaptureReading.Of(pcap, pcapng, pcap);

        Assert.Equal(4, reading.Packets.Select(p => p.Interface).Distinct().Count());
    }

    [Fact]
    public void Records_that_span_the_boundary_of_two_blocks_come_out_whole()
    {
        var random = new Random(4);
        for (var n = 0; n < 3; n++)
        {
            var packets = new List<Captured>();
            for (var total = 0; total < 5 << 19;)
            {
                var bytes = new byte[random.Next(random.Next(10) == 0 ? 70_000 : 2_000)];
                random.NextBytes(bytes);
                packets.Add(new Captured(packets.Count * 1_000_000_000L, bytes));
                total += bytes.Length;
            }

            var pcapng = CaptureBuilder.Pcapng(bigEndian: n == 1).Interface(resolution: 9);
            foreach (var packet in packets)
            {
                pcapng.Enhanced(0, (ulong)packet.Time, packet.Bytes);
                pcapng.Block(0x0BAD, new byte[random.Next(200) * 4]);
            }

            foreach (var file in (CaptureBuilder[])[CaptureBuilder.Pcap(bigEndian: n == 1).Records(packets), pcapng])
            {
                var reading = CaptureReading.Of(file);

                Assert.True(reading.Blocks >= 3);
                Assert.Null(reading.Warning);
                Assert.Equal(packets.Select(p => p.Time), reading.Packets.Select(p => p.Time));
                Assert.True(packets.Zip(reading.Packets).All(p => p.First.Bytes.AsSpan().SequenceEqual(p.Second.Bytes)));
            }
        }
    }

    [Fact]
    public void A_record_of_256_KiB_is_read_wherever_it_lies()
    {
        for (var before = (1 << 20) - 300_000; before <= 1 << 20; before += 37_001)
        {
            Captured[] packets = [.. Filling(before), new(9_000_000_000, [.. Enumerable.Repeat((byte)7, 262_144)]), new(10_000_000_000, [9])];
            var reading = CaptureReading.Of(CaptureBuilder.Pcap().Records(packets));

            Assert.Null(reading.Warning);
            Assert.Equal(packets.Length, reading.Packets.Count);
            Assert.All(reading.Packets[^2].Bytes, b => Assert.Equal(7, b));
            Assert.Equal([9], reading.Packets[^1].Bytes);
        }
    }

    [Fact]
    public void Stopping_the_input_ends_it_with_the_next_block()
    {
        using var folder = new TempFolder();
        var path = folder.File(CaptureBuilder.Pcap().Records(Filling(4 << 20)).ToArray());
        using var input = new CaptureInput([path]);
        var block = new PacketBlock();
        input.Fill(block);
        Assert.False(block.IsLast);
        var read = input.BytesRead;
        input.Stop();
        input.Fill(block);

        Assert.True(block.IsLast);
        Assert.Equal(0, block.Count);
        Assert.Equal(read, input.BytesRead);
        Assert.InRange(input.BytesRead, 1, input.TotalBytes!.Value);
    }

    private static IEnumerable<Captured> Filling(int bytes)
    {
        for (; bytes > 0; bytes -= 60_016)
        {
            yield return new Captured(1_000_000_000, new byte[Math.Min(60_000, bytes)]);
        }
    }
}
