using Sensor.Capture;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

/// <summary>What only pcapng has.</summary>
public sealed class PcapngTests
{
    [Fact]
    public void Interfaces_have_names_and_classic_captures_have_none()
    {
        using var folder = new TempFolder();
        var file = CaptureBuilder.Pcapng().Interface(name: "mirror0").Interface(name: "").Interface(name: "b\u00fcro\0").Enhanced(2, 1, [1]).Enhanced(1, 2, [1]).Enhanced(0, 3, [1]);
        file.Section(bigEndian: true).Interface(name: "eno1").Enhanced(0, 4, [1]);
        using var input = new CaptureInput([folder.File(file.ToArray()), folder.File(CaptureBuilder.Pcap().Record(new Captured(5_000, [1])).ToArray())]);
        var reading = CaptureReading.Of(input);

        Assert.Equal(["b\u00fcro", null, "mirror0", "eno1", null], reading.Packets.Select(p => input.InterfaceName(p.Interface)));
        Assert.Null(input.InterfaceName(999));
    }

    [Fact]
    public void Without_a_name_an_interface_goes_by_its_description()
    {
        using var folder = new TempFolder();
        var file = CaptureBuilder.Pcapng().Interface(name: null, description: "Mirror of the core").Interface(name: "eth1", description: "second").Interface(name: null);
        file.Enhanced(0, 1, [1]).Enhanced(1, 2, [1]).Enhanced(2, 3, [1]);
        using var input = new CaptureInput([folder.File(file.ToArray())]);

        Assert.Equal(["Mirror of the core", "eth1", null], CaptureReading.Of(input).Packets.Select(p => input.InterfaceName(p.Interface)));
    }

    [Fact]
    public void A_name_cannot_steer_a_terminal_and_is_of_bounded_length()
    {
        using var folder = new TempFolder();
        var file = CaptureBuilder.Pcapng().Interface(name: "a\u001b[2Jb").Interface(name: new string('x', 5000)).Enhanced(0, 1, [1]).Enhanced(1, 1, [1]);
        using var input = new CaptureInput([folder.File(file.ToArray())]);
        var names = CaptureReading.Of(input).Packets.Select(p => input.InterfaceName(p.Interface)!).ToList();

        Assert.Equal("a\uFFFD[2Jb", names[0]);
        Assert.InRange(names[1].Length, 1, 256);
    }

    [Fact]
    public void A_simple_packet_has_the_time_of_the_packet_before()
    {
        var file = CaptureBuilder.Pcapng().Interface().Simple([1]).Enhanced(0, 7, [2]).Simple([3]).Enhanced(0, 5, [4]).Simple([5]);

        Assert.Equal([0L, 7_000, 7_000, 5_000, 5_000], CaptureReading.Of(file).Packets.Select(p => p.Time));
    }

    [Theory]
    [InlineData(6u)]
    [InlineData(3u)]
    [InlineData(2u)]
    public void A_packet_larger_than_a_block_is_passed_over_and_said(uint type)
    {
        var file = CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).Block(type, new byte[(1 << 20) + 400]).Enhanced(0, 2, [2]);
        var reading = CaptureReading.Of(file);

        Assert.Equal([1, 2], reading.Packets.Select(p => (int)p.Bytes[0]));
        Assert.Contains(" has a packet of more than 1 MiB, passed over.", reading.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_of_another_format_version_ends_the_file()
    {
        var file = CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]);
        file.Block(0x0A0D0D0A, [.. BitConverter.GetBytes(0x1A2B3C4D), 2, 0, 0, 0, .. new byte[8]]).Interface().Enhanced(0, 2, [2]);
        var reading = CaptureReading.Of(file);

        Assert.Single(reading.Packets);
        Assert.Contains("version 2", reading.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Section_lengths_and_blocks_of_names_secrets_and_statistics_dont_matter()
    {
        var file = CaptureBuilder.Pcapng();
        foreach (var length in (ulong[])[0, 48, ulong.MaxValue, 0x1234_5678_9ABC])
        {
            file.Block(0x0A0D0D0A, [.. BitConverter.GetBytes(0x1A2B3C4D), 1, 0, 0, 0, .. BitConverter.GetBytes(length)]);
            file.Block(4, [1, 0, 8, 0, 10, 0, 0, 1, (byte)'c', (byte)'t', (byte)'1', 0, 0, 0, 0, 0]);
            file.Interface().Block(10, new byte[64]).Block(5, new byte[16]).Block(0x4000_0BAD, new byte[20]).Enhanced(0, length & 0xFF, [1]);
        }

        var reading = CaptureReading.Of(file);

        Assert.Equal(4, reading.Packets.Count);
        Assert.Null(reading.Warning);
    }

    [Fact]
    public void Interfaces_beyond_the_bound_share_a_number()
    {
        var table = new InterfaceTable();
        for (var i = 0; i < ushort.MaxValue; i++)
        {
            Assert.Equal(i, table.FindOrAdd(i, "x"));
        }

        Assert.Equal(ushort.MaxValue, table.Add("y"));
        Assert.Equal(ushort.MaxValue, table.Add("z"));
        Assert.Equal(7, table.FindOrAdd(7, "x"));
        Assert.Null(table.NameOf(ushort.MaxValue));
    }
}
