using System.Globalization;
using System.Text;
using Sensor.Capture;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

/// <summary>Names of hosts that pcapng captures bring along.</summary>
public sealed class NameResolutionTests
{
    private const ushort V4 = 1, V6 = 2, Eui48 = 3, Eui64 = 4;

    private static readonly byte[] Ct = [10, 20, 0, 21], Pacs = [10, 20, 0, 10];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Addresses_have_names_before_between_and_behind_packets(bool bigEndian)
    {
        var file = CaptureBuilder.Pcapng(bigEndian).Names((V4, Named(Ct, "ct1", "ct1.example"))).Interface().Enhanced(0, 1, [1])
            .Names((V6, Named([0x20, 1, 0x0D, 0xB8, .. new byte[11], 1], "six"))).Enhanced(0, 2, [1]).Names((Eui48, Named([0, 6, 0x5B, 0x20, 0, 0x21], "nic")));
        file.Section(!bigEndian).Names((V4, Named(Pacs, "pacs1"))).Interface().Enhanced(0, 3, [1]);

        using var names = new Reading(file);

        Assert.Equal(3, names.Packets);
        Assert.Null(names.Warning);
        Assert.Equal(["ct1", "ct1.example"], names.Of("10.20.0.21"));
        Assert.Equal(["six"], names.Of("2001:db8::1"));
        Assert.Equal(["nic"], names.Of("00:06:5b:20:00:21"));
        Assert.Equal(["pacs1"], names.Of("10.20.0.10"));
        Assert.Empty(names.Of("10.20.0.11"));
    }

    [Fact]
    public void Names_of_several_captures_come_together_whatever_their_order()
    {
        var first = CaptureBuilder.Pcapng().Names((V4, Named(Ct, "zeta", "alpha"))).Interface().Enhanced(0, 5, [1]);
        var second = CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).Names((V4, Named(Ct, "alpha", "mid")));
        var without = CaptureBuilder.Pcapng().Names((V4, Named(Pacs, "pacs1"))).Interface();

        foreach (var files in (CaptureBuilder[][])[[first, second, without], [without, second, first]])
        {
            using var names = new Reading(files);
            Assert.Equal(["alpha", "mid", "zeta"], names.Of("10.20.0.21"));
            Assert.Equal(["pacs1"], names.Of("10.20.0.10"));
        }
    }

    [Fact]
    public void A_name_can_neither_steer_nor_deceive()
    {
        using var names = new Reading(CaptureBuilder.Pcapng().Names((V4, Named(Ct, "ct\u001b[2J\n1", "a\u202Eb"))));

        Assert.Equal(["a\uFFFDb", "ct\uFFFD[2J\uFFFD1"], names.Of("10.20.0.21"));
    }

    [Fact]
    public void The_end_record_ends_and_unknown_records_are_passed_over()
    {
        using var names = new Reading(CaptureBuilder.Pcapng().Names(
            (Eui64, [.. new byte[8], .. "eui64\0"u8]), (77, [1, 2, 3]), (V4, Named(Ct, "ct1")), (0, []), (V4, Named(Pacs, "behind the end"))));

        Assert.Equal(["ct1"], names.Of("10.20.0.21"));
        Assert.Empty(names.Of("10.20.0.10"));
        Assert.Null(names.Warning);
    }

    [Fact]
    public void A_last_name_without_its_zero_byte_and_empty_names_do_no_harm()
    {
        using var names = new Reading(CaptureBuilder.Pcapng().Names((V4, [.. Ct, 0, 0, .. "ct1\0\0"u8, .. "open"u8])));

        Assert.Equal(["ct1", "open"], names.Of("10.20.0.21"));
        Assert.Null(names.Warning);
    }

    [Fact]
    public void Records_that_make_no_sense_are_counted_and_the_packets_read()
    {
        var file = CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1])
            .Names((V4, [10, 20, 0])).Names((V6, Ct)).Names((V4, Named(Ct, "ct1", new string('x', HostNames.MaxLength + 1))))
            .Block(4, [1, 0, 0xFF, 0xFF, .. Ct, .. "cut off\0"u8]).Block(4, [1, 0, 0, 0]).Enhanced(0, 2, [1]);

        using var names = new Reading(file);

        Assert.Equal(2, names.Packets);
        Assert.Equal(["ct1"], names.Of("10.20.0.21"));
        Assert.Contains("has names of hosts that aren't used, 5 in all", names.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_beyond_the_bounds_is_counted()
    {
        var many = Enumerable.Range(0, HostNames.MaxOfAddress + 2).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var file = CaptureBuilder.Pcapng().Names((V4, Named(Ct, many)));
        for (var i = 0; i < 70_000; i += 1000)
        {
            file.Names([.. Enumerable.Range(i, 1000).Select(n => (V4, Named([11, (byte)(n >> 16), (byte)(n >> 8), (byte)n], "h")))]);
        }

        using var names = new Reading(file);

        Assert.Equal(HostNames.MaxOfAddress, names.Of("10.20.0.21").Count);
        Assert.Equal(["h"], names.Of("11.0.0.0"));
        Assert.Empty(names.Of("11.1.17.111"));
        Assert.Contains($"{2 + 70_000 - (HostNames.MaxNames - HostNames.MaxOfAddress)} in all", names.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_of_names_may_be_large_but_not_larger_than_any_packet()
    {
        byte[] record = [3, 0, 0, 0x40, .. new byte[0x4000]];
        byte[] names = [.. Enumerable.Repeat(record, 50).SelectMany(r => r), 1, 0, 8, 0, .. Named(Ct, "ct1"), 0, 0, 0, 0];
        var file = CaptureBuilder.Pcapng().Interface().Enhanced(0, 1, [1]).Block(4, names).Enhanced(0, 2, [1]).Block(4, new byte[2 << 20]).Enhanced(0, 3, [1]);

        using var reading = new Reading(file);

        Assert.Equal(3, reading.Packets);
        Assert.Equal(["ct1"], reading.Of("10.20.0.21"));
        Assert.Contains("1 in all", reading.Warning, StringComparison.Ordinal);
    }

    private static byte[] Named(byte[] address, params string[] names) => [.. address, .. names.SelectMany(n => Encoding.UTF8.GetBytes(n + "\0"))];

    /// <summary>Captures read to their end.</summary>
    private sealed class Reading : IDisposable
    {
        private readonly TempFolder _folder = new();
        private readonly CaptureInput _input;

        public Reading(params CaptureBuilder[] files)
        {
            _input = new CaptureInput([.. files.Select(f => _folder.File(f.ToArray()))]);
            var reading = CaptureReading.Of(_input);
            (Packets, Warning) = (reading.Packets.Count, string.Join(' ', reading.Reports.Select(r => r.Warning).OfType<string>()) is { Length: > 0 } w ? w : null);
        }

        public int Packets { get; }

        public string? Warning { get; }

        public IReadOnlyList<string> Of(string address) => [.. _input.HostNames.Of(address)];

        public void Dispose()
        {
            _input.Dispose();
            _folder.Dispose();
        }
    }
}
