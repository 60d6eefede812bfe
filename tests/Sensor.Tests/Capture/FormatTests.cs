using Sensor.Dissectors.Packets;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

/// <summary>Every form of the two formats says the same.</summary>
public sealed class FormatTests
{
    private const long Time = 1_700_000_000_123_456_000;

    private static readonly Captured[] Packets =
    [
        new(Time, [.. Enumerable.Range(0, 60).Select(i => (byte)i)]),
        new(Time + 1_000, [1, 2, 3], Original: 1500),
        new(Time - 5_000_000_000, []),
        new(Time + 86_400_000_000_000, [.. Enumerable.Repeat((byte)0xA5, 1501)]),
    ];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_pcap_file_reads_the_same_in_either_byte_order_and_resolution(bool bigEndian, bool nanoseconds) =>
        AssertReadsAsWritten(CaptureBuilder.Pcap(bigEndian, nanoseconds).Records(Packets));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pcapng_file_reads_the_same_in_either_byte_order(bool bigEndian) =>
        AssertReadsAsWritten(Enhanced(CaptureBuilder.Pcapng(bigEndian).Interface(), t => t / 1000));

    [Theory]
    [InlineData(6, 1_000L)]
    [InlineData(9, 1L)]
    [InlineData(3, 1_000_000L)]
    public void A_decimal_if_tsresol_scales_time(byte resolution, long nanosecondsPerUnit)
    {
        var file = CaptureBuilder.Pcapng().Interface(resolution: resolution).Enhanced(0, (ulong)(Time / nanosecondsPerUnit), [1]);

        Assert.Equal(Time / nanosecondsPerUnit * nanosecondsPerUnit, CaptureReading.Of(file).Packets.Single().Time);
    }

    [Theory]
    [InlineData(0x80, 7UL, 7_000_000_000L)]
    [InlineData(0x81, 3UL, 1_500_000_000L)]
    [InlineData(0x8A, 1025UL, 1_000_976_562L)]
    [InlineData(0xA0, 0x1_8000_0000UL, 1_500_000_000L)]
    public void A_binary_if_tsresol_scales_time(byte resolution, ulong units, long nanoseconds)
    {
        var file = CaptureBuilder.Pcapng().Interface(resolution: resolution).Enhanced(0, units, [1]);

        Assert.Equal(nanoseconds, CaptureReading.Of(file).Packets.Single().Time);
    }

    [Fact]
    public void A_time_finer_than_a_nanosecond_is_rounded_down()
    {
        var file = CaptureBuilder.Pcapng().Interface(resolution: 12).Enhanced(0, 1_999, [1]).Enhanced(0, 1_000_000_000_999, [1]);

        Assert.Equal([1, 1_000_000_000], CaptureReading.Of(file).Packets.Select(p => p.Time));
    }

    [Theory]
    [InlineData(false, 3600)]
    [InlineData(true, 3600)]
    [InlineData(true, -7200)]
    public void If_tsoffset_is_added(bool bigEndian, long seconds)
    {
        var file = CaptureBuilder.Pcapng(bigEndian).Interface(offsetSeconds: seconds);
        file.Enhanced(0, (ulong)((Time / 1000) - (seconds * 1_000_000)), [1]);

        Assert.Equal(Time, CaptureReading.Of(file).Packets.Single().Time);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_obsolete_packet_block_reads_like_the_enhanced_one(bool bigEndian)
    {
        var file = CaptureBuilder.Pcapng(bigEndian).Interface();
        foreach (var packet in Packets)
        {
            file.Obsolete(0, (ulong)(packet.Time / 1000), packet.Bytes, packet.Original);
        }

        AssertReadsAsWritten(file);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_simple_packet_has_no_time_and_is_cut_at_the_snap_length(bool bigEndian)
    {
        var file = CaptureBuilder.Pcapng(bigEndian).Interface(snapLength: 5).Simple([1, 2, 3]).Simple([1, 2, 3, 4, 5], original: 99);
        var reading = CaptureReading.Of(file);

        Assert.Equal([0L, 0L], reading.Packets.Select(p => p.Time));
        Assert.Equal([3, 99], reading.Packets.Select(p => p.Original));
        Assert.Equal([3, 5], reading.Packets.Select(p => p.Bytes.Length));
        Assert.Equal([1, 2, 3], reading.Packets[0].Bytes);
    }

    [Fact]
    public void Interfaces_keep_their_own_link_type_resolution_and_number()
    {
        var file = CaptureBuilder.Pcapng().Interface(link: 1).Interface(link: 101, resolution: 9);
        var reading = CaptureReading.Of(file.Enhanced(1, (ulong)Time, [9]).Enhanced(0, (ulong)Time / 1000, [8]));

        Assert.Equal([(1, LinkType.RawIp, Time), (0, LinkType.Ethernet, Time)], reading.Packets.Select(p => ((int)p.Interface, p.Link, p.Time)));
    }

    [Fact]
    public void Sections_of_different_byte_orders_follow_each_other_with_interfaces_of_their_own()
    {
        var file = CaptureBuilder.Pcapng().Interface().Interface(link: 101).Enhanced(1, (ulong)Time / 1000, [1]);
        file.Section(bigEndian: true).Interface(link: 101, resolution: 9).Enhanced(0, (ulong)Time + 1, [2]);
        file.Section(bigEndian: false).Interface().Enhanced(0, (ulong)(Time + 2000) / 1000, [3]);
        var reading = CaptureReading.Of(file);

        Assert.Null(reading.Warning);
        Assert.Equal([Time, Time + 1, Time + 2000], reading.Packets.Select(p => p.Time));
        Assert.Equal([1, 2, 3], reading.Packets.Select(p => (int)p.Bytes[0]));
        Assert.Equal([1, 2, 3], reading.Packets.Select(p => (int)p.Interface));
        Assert.Equal([LinkType.RawIp, LinkType.RawIp, LinkType.Ethernet], reading.Packets.Select(p => p.Link));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) - 200)]
    [InlineData(5 << 20)]
    public void Blocks_of_unknown_types_are_passed_over_whatever_their_size(int size)
    {
        var file = CaptureBuilder.Pcapng().Block(4, [0, 0, 0, 0]).Interface().Enhanced(0, (ulong)Time / 1000, [1]);
        file.Block(0x0BAD, new byte[size]).Enhanced(0, (ulong)Time / 1000, [2]).Block(5, new byte[8]);
        var reading = CaptureReading.Of(file);

        Assert.Null(reading.Warning);
        Assert.Equal([1, 2], reading.Packets.Select(p => (int)p.Bytes[0]));
    }

    [Fact]
    public void An_original_length_below_the_captured_one_is_raised_to_it()
    {
        Captured packet = new(Time, [1, 2, 3, 4], Original: 2);
        var pcap = CaptureReading.Of(CaptureBuilder.Pcap().Record(packet));
        var pcapng = CaptureReading.Of(CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1, 2, 3, 4], original: 2));

        Assert.Equal(4, pcap.Packets.Single().Original);
        Assert.Equal(4, pcapng.Packets.Single().Original);
        Assert.Equal(4, pcapng.Packets.Single().Bytes.Length);
    }

    [Fact]
    public void Only_the_lower_half_of_a_pcap_link_field_is_the_link_type() =>
        Assert.Equal(LinkType.RawIp, CaptureReading.Of(CaptureBuilder.Pcap(link: 0xF400_0065).Record(Packets[0])).Packets.Single().Link);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_valid_capture_without_records_is_read_without_a_warning(bool pcapng, bool bigEndian)
    {
        var reading = CaptureReading.Of(pcapng ? CaptureBuilder.Pcapng(bigEndian) : CaptureBuilder.Pcap(bigEndian));

        Assert.Empty(reading.Packets);
        Assert.Null(reading.Warning);
    }

    private static CaptureBuilder Enhanced(CaptureBuilder file, Func<long, long> toUnits)
    {
        foreach (var packet in Packets)
        {
            file.Enhanced(0, (ulong)toUnits(packet.Time), packet.Bytes, packet.Original);
        }

        return file;
    }

    private static void AssertReadsAsWritten(CaptureBuilder file)
    {
        var reading = CaptureReading.Of(file);

        Assert.Null(reading.Warning);
        Assert.Equal(Packets.Select(p => p.Time), reading.Packets.Select(p => p.Time));
        Assert.Equal(Packets.Select(p => Convert.ToHexString(p.Bytes)), reading.Packets.Select(p => Convert.ToHexString(p.Bytes)));
        Assert.Equal(Packets.Select(p => p.WireLength), reading.Packets.Select(p => p.Original));
        Assert.Equal([1, 2, 3, 4], reading.Packets.Select(p => p.Ordinal));
        Assert.All(reading.Packets, p => Assert.Equal(LinkType.Ethernet, p.Link));
        Assert.Equal(Packets.Length, reading.Reports.Single().Packets);
    }
}
