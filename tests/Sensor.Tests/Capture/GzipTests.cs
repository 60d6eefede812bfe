using System.IO.Compression;
using Sensor.Capture;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

/// <summary>A compressed capture reads like the plain one, and a damaged one as far as it goes.</summary>
public sealed class GzipTests
{
    private static readonly Captured[] Packets = [.. Make(seed: 1, count: 40, longest: 300)];

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.NoCompression)]
    public void A_compressed_capture_reads_like_the_plain_one(CompressionLevel level)
    {
        foreach (var plain in (byte[][])[CaptureBuilder.Pcap().Records(Make(2, 4_000, 1_500)).ToArray(), CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).ToArray()])
        {
            var expected = CaptureReading.OfBytes(plain);
            var reading = CaptureReading.OfBytes(Gzipped.Of(plain, level));

            Assert.Equal(expected.Contents, reading.Contents);
            Assert.Null(reading.Warning);
        }
    }

    [Fact]
    public void The_name_does_not_matter_and_neither_do_parts()
    {
        using var folder = new TempFolder();
        var plain = CaptureBuilder.Pcap().Records(Packets).ToArray();
        var misnamed = folder.File("plain.pcap.gz", plain);
        var parts = folder.File("packed.pcap", [.. Gzipped.Of(plain[..700]), .. Gzipped.Of(plain[700..])]);

        Assert.Equal(CaptureReading.OfBytes(plain).Contents, CaptureReading.Of(misnamed).Contents);
        Assert.Equal(CaptureReading.OfBytes(plain).Contents, CaptureReading.Of(parts).Contents);
    }

    [Fact]
    public void The_seed_is_that_of_the_plain_capture()
    {
        using var folder = new TempFolder();
        var plain = CaptureBuilder.Pcap().Records(Make(3, 3_000, 1_500)).ToArray();
        Assert.True(plain.Length > 1 << 20);
        using var one = new CaptureInput([folder.File(plain)]);
        using var other = new CaptureInput([folder.File(Gzipped.Of(plain))]);

        Assert.Equal(one.Seed, other.Seed);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(plain.AsSpan(0, 1 << 20)), one.Seed);
    }

    [Fact]
    public void Cut_off_anywhere_all_whole_records_are_kept_and_one_sentence_says_so()
    {
        var file = CaptureBuilder.Pcap().Records(Packets);
        var packed = Gzipped.Of(file.ToArray());
        var whole = CaptureReading.OfBytes(packed).Contents.ToArray();
        for (var length = packed.Length - 1; length > 100; length -= 61)
        {
            var left = Gzipped.Salvage(packed[..length]).Length;
            if (left >= 24)
            {
                AssertDamaged(CaptureReading.OfBytes(packed[..length]), whole.Take(file.PacketEnds.Count(end => end <= left)));
            }
        }
    }

    [Fact]
    public void Changed_anywhere_all_records_before_the_damage_are_kept()
    {
        var file = CaptureBuilder.Pcap().Records(Make(5, 300, 1_400));
        var packed = Gzipped.Of(file.ToArray(), CompressionLevel.Fastest);
        var random = new Random(6);
        for (var n = 0; n < 40; n++)
        {
            byte[] changed = [.. packed];
            changed[random.Next(200, packed.Length)] ^= 0x55;
            var salvaged = Gzipped.Salvage(changed);
            var expected = CaptureReading.OfBytes(salvaged);
            var reading = CaptureReading.OfBytes(changed);

            Assert.Equal(expected.Contents, reading.Contents);
            if (salvaged.Length < file.ToArray().Length)
            {
                AssertSentence(reading.Warning);
            }
        }
    }

    [Fact]
    public void A_wrong_checksum_at_the_end_costs_no_packet()
    {
        var packed = Gzipped.Of(CaptureBuilder.Pcap().Records(Packets).ToArray());
        packed[^8] ^= 1;

        AssertDamaged(CaptureReading.OfBytes(packed), CaptureReading.OfBytes(CaptureBuilder.Pcap().Records(Packets).ToArray()).Contents);
    }

    [Fact]
    public void What_is_compressed_and_no_capture_is_refused()
    {
        Assert.Contains("is not a pcap", Assert.Throws<CaptureException>(() => CaptureReading.OfBytes(Gzipped.Of(new byte[1000]))).Message, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<CaptureException>(() => CaptureReading.OfBytes(Gzipped.Of([]))).Message, StringComparison.Ordinal);
        Assert.Contains("damaged", Assert.Throws<CaptureException>(() => CaptureReading.OfBytes([0x1F, 0x8B, .. new byte[50]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_passed_through_in_bounded_memory()
    {
        using var folder = new TempFolder();
        var path = folder.Named("bomb.pcapng.gz");
        const int Size = 800 << 20;
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write(CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).ToArray());
            gzip.Write([.. BitConverter.GetBytes(0x0BAD), .. BitConverter.GetBytes(Size + 12)]);
            var zeros = new byte[1 << 20];
            for (var i = 0; i < Size >> 20; i++)
            {
                gzip.Write(zeros);
            }

            gzip.Write(BitConverter.GetBytes(Size + 12));
            gzip.Write(CaptureBuilder.Pcapng().Interface().Enhanced(0, 2, [2]).ToArray());
        }

        Assert.InRange(new FileInfo(path).Length, 1, 16 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = CaptureReading.Of(path);

        Assert.Equal([1, 2], reading.Packets.Select(p => (int)p.Bytes[0]));
        Assert.Null(reading.Warning);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Bytes_read_are_counted_as_they_are_stored()
    {
        using var folder = new TempFolder();
        var path = folder.File(Gzipped.Of(CaptureBuilder.Pcap().Records(Packets).ToArray()));
        using var input = new CaptureInput([path]);
        CaptureReading.Of(input);

        Assert.Equal(new FileInfo(path).Length, input.TotalBytes);
        Assert.Equal(input.TotalBytes, input.BytesRead);
    }

    private static IEnumerable<Captured> Make(int seed, int count, int longest)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var bytes = new byte[random.Next(longest)];
            random.NextBytes(bytes.AsSpan(0, bytes.Length / 2));
            yield return new Captured(1_700_000_000_000_000_000 + (i * 1_000_000L), bytes);
        }
    }

    private static void AssertDamaged(CaptureReading reading, IEnumerable<string> packets)
    {
        Assert.Equal(packets, reading.Contents);
        AssertSentence(reading.Warning);
    }

    private static void AssertSentence(string? text)
    {
        Assert.NotNull(text);
        Assert.EndsWith(".", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text, StringComparison.Ordinal);
    }
}
