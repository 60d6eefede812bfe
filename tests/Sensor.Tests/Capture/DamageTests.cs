using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

/// <summary>A damaged file costs what is damaged, a sentence, and never more.</summary>
public sealed class DamageTests
{
    private static readonly Captured[] Packets = [.. Enumerable.Range(1, 4).Select(i => new Captured(i * 1_000_000_000L, new byte[i * 7]))];

    public static TheoryData<string> Forms => ["pcap", "pcap big", "pcap ns", "pcapng", "pcapng big", "pcapng sections"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Cut_off_at_any_byte_all_whole_records_are_kept_and_one_sentence_says_so(string form)
    {
        var file = Write(form);
        var bytes = file.ToArray();
        var whole = CaptureReading.Of(file).Contents.ToArray();
        Assert.Equal(file.PacketEnds.Count, whole.Length);
        for (var length = file.Boundaries[0]; length <= bytes.Length; length++)
        {
            var reading = CaptureReading.OfBytes(bytes[..length]);

            Assert.Equal(whole.Take(file.PacketEnds.Count(end => end <= length)), reading.Contents);
            if (file.Boundaries.Contains(length))
            {
                Assert.Null(reading.Warning);
            }
            else
            {
                AssertSentence(reading.Warning);
                Assert.Contains($"after packet {reading.Packets.Count};", reading.Warning, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Any_changed_byte_leaves_the_packets_before_it_and_never_throws(string form)
    {
        var file = Write(form);
        var bytes = file.ToArray();
        var whole = CaptureReading.Of(file).Contents.ToArray();
        for (var at = file.Boundaries[form.StartsWith("pcapng", StringComparison.Ordinal) ? 1 : 0]; at < bytes.Length; at++)
        {
            foreach (var value in (byte[])[0, 0xFF])
            {
                byte[] changed = [.. bytes];
                changed[at] = value;
                var untouched = file.PacketEnds.Count(end => end <= at);

                Assert.Equal(whole.Take(untouched), CaptureReading.OfBytes(changed).Contents.Take(untouched));
            }
        }
    }

    [Theory]
    [InlineData(262_145u)]
    [InlineData(0x7FFF_FFFFu)]
    [InlineData(0xFFFF_FFFFu)]
    public void A_pcap_record_that_claims_more_than_any_record_has_ends_the_file(uint claimed)
    {
        var reading = CaptureReading.Of(CaptureBuilder.Pcap().Record(Packets[0]).Record(Packets[1], claimedCaptured: claimed).Record(Packets[2]));

        Assert.Single(reading.Packets);
        AssertSentence(reading.Warning);
        Assert.Contains($"{claimed} bytes", reading.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pcap_snap_length_beyond_the_usual_is_believed_up_to_a_block()
    {
        var large = new Captured(1_000_000_000, new byte[500_000]);
        var reading = CaptureReading.Of(CaptureBuilder.Pcap(snapLength: 600_000).Record(large).Record(Packets[0]));

        Assert.Equal([500_000, 7], reading.Packets.Select(p => p.Bytes.Length));
        Assert.Null(reading.Warning);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(11u)]
    [InlineData(13u)]
    [InlineData(30u)]
    [InlineData(0x7FFF_FFFCu)]
    [InlineData(0xFFFF_FFFCu)]
    public void A_pcapng_packet_block_with_an_impossible_length_ends_the_file(uint claimed)
    {
        var file = CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).Block(6, new byte[32], claimedLength: claimed).Enhanced(0, 2, [2]);
        var reading = CaptureReading.Of(file);

        Assert.Single(reading.Packets);
        AssertSentence(reading.Warning);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(11u)]
    public void An_unknown_pcapng_block_with_an_impossible_length_ends_the_file(uint claimed)
    {
        var reading = CaptureReading.Of(
            CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).Block(77, new byte[32], claimedLength: claimed).Enhanced(0, 2, [2]));

        Assert.Single(reading.Packets);
        AssertSentence(reading.Warning);
    }

    [Fact]
    public void A_pcapng_packet_that_claims_more_bytes_than_its_block_has_ends_the_file()
    {
        var reading = CaptureReading.Of(CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).Enhanced(0, 2, [2], claimedCaptured: 4000));

        Assert.Single(reading.Packets);
        AssertSentence(reading.Warning);
    }

    [Fact]
    public void A_pcapng_packet_of_an_interface_nobody_described_ends_the_file()
    {
        AssertSentence(CaptureReading.Of(CaptureBuilder.Pcapng().Interface().Enhanced(1, 1, [1])).Warning);
        AssertSentence(CaptureReading.Of(CaptureBuilder.Pcapng().Simple([1])).Warning);
    }

    [Theory]
    [InlineData(6u, 19)]
    [InlineData(2u, 19)]
    [InlineData(3u, 0)]
    [InlineData(1u, 4)]
    public void A_pcapng_block_too_short_for_its_type_ends_the_file(uint type, int body)
    {
        var file = CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).Block(type, new byte[body & ~3]).Enhanced(0, 2, [2]);
        var reading = CaptureReading.Of(file);

        Assert.Single(reading.Packets);
        AssertSentence(reading.Warning);
    }

    [Fact]
    public void A_huge_unknown_block_that_the_file_ends_in_is_a_warning()
    {
        var bytes = CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).Block(99, new byte[3 << 20]).ToArray();
        var reading = CaptureReading.OfBytes(bytes[..^1000]);

        Assert.Single(reading.Packets);
        AssertSentence(reading.Warning);
    }

    private static CaptureBuilder Write(string form)
    {
        if (form.StartsWith("pcapng", StringComparison.Ordinal))
        {
            var bigEndian = form.EndsWith("big", StringComparison.Ordinal);
            var file = CaptureBuilder.Pcapng(bigEndian).Interface(resolution: 9);
            file.Enhanced(0, 1_000, Packets[0].Bytes).Block(0x0BAD, [1, 2, 3, 4]).Simple(Packets[1].Bytes);
            if (form.EndsWith("sections", StringComparison.Ordinal))
            {
                file.Section(bigEndian: true).Interface();
            }

            return file.Obsolete(0, 2_000, Packets[2].Bytes).Enhanced(0, 3_000, Packets[3].Bytes);
        }

        return CaptureBuilder.Pcap(form.EndsWith("big", StringComparison.Ordinal), form.EndsWith("ns", StringComparison.Ordinal)).Records(Packets);
    }

    private static void AssertSentence(string? text)
    {
        Assert.NotNull(text);
        Assert.EndsWith(".", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text, StringComparison.Ordinal);
    }
}
