using System.Diagnostics;
using Sensor.Capture;
using Sensor.Options;
using Sensor.Tests.Support;

namespace Sensor.Tests.Capture;

public sealed class PacedTests
{
    private static readonly Captured[] OverTwoSeconds = [.. Enumerable.Range(0, 21).Select(i => new Captured(1_000_000_000_000 + (i * 100_000_000L), [(byte)i]))];

    [Theory]
    [InlineData(4, 0.5)]
    [InlineData(20, 0.1)]
    public void Packets_come_no_faster_than_asked(double speed, double seconds)
    {
        using var folder = new TempFolder();
        var stop = new StopSignal();
        using var input = new PacedInput(new CaptureInput([folder.File(CaptureBuilder.Pcap().Records(OverTwoSeconds).ToArray())], stop), speed, stop);
        var watch = Stopwatch.StartNew();
        var reading = CaptureReading.Of(input);

        Assert.InRange(watch.Elapsed.TotalSeconds, seconds, seconds + 5);
        Assert.Equal(Enumerable.Range(0, 21), reading.Packets.Select(p => (int)p.Bytes[0]));
        Assert.Equal(Enumerable.Range(1, 21), reading.Packets.Select(p => (int)p.Ordinal));
        Assert.True(reading.Blocks > 1);
    }

    [Fact]
    public void Stopping_ends_the_wait_at_once()
    {
        using var folder = new TempFolder();
        var stop = new StopSignal();
        using var input = new PacedInput(new CaptureInput([folder.File(CaptureBuilder.Pcap().Records([new(0, [1]), new(3_600_000_000_000, [2])]).ToArray())], stop), 1, stop);
        var timer = new Timer(_ => input.Stop(), null, 300, Timeout.Infinite);
        var watch = Stopwatch.StartNew();
        var reading = CaptureReading.Of(input);
        timer.Dispose();

        Assert.Equal([1], reading.Packets.Select(p => (int)p.Bytes[0]));
        Assert.Equal(1, reading.Reports.Single().Packets);
        Assert.Equal("", input.Locate(2).Path);
        Assert.InRange(watch.ElapsedMilliseconds, 250, 5_000);

        // While it waits, blocks without packets let results be shown.
        Assert.True(reading.Blocks >= 2);
    }

    [Fact]
    public void Times_out_of_order_and_far_away_are_no_trouble()
    {
        using var folder = new TempFolder();
        var stop = new StopSignal();
        var path = folder.File(CaptureBuilder.Pcap().Records([new(5_000_000_000, [1]), new(1_000_000_000, [2]), new(4_294_967_295_000_000_000, [3])]).ToArray());
        using var input = new PacedInput(new CaptureInput([path], stop), 0.001, stop);
        var block = new PacketBlock();
        input.Fill(block);

        // Nobody waits for a packet from 2106 that no others follow.
        Assert.Equal(3, block.Count);
        Assert.True(block.IsLast);
    }

    [Theory]
    [InlineData("max", null)]
    [InlineData("1x", 1.0)]
    [InlineData("10x", 10.0)]
    [InlineData("0.5x", 0.5)]
    public void A_speed_is_max_or_a_multiple(string text, double? speed)
    {
        Assert.True(ReplaySpeed.TryParse(text, out var parsed));
        Assert.Equal(speed, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0x")]
    [InlineData("-1x")]
    [InlineData("10")]
    [InlineData("1e3x")]
    [InlineData("99999999999x")]
    [InlineData("fast")]
    [InlineData("1x\n")]
    public void Anything_else_is_no_speed(string text) => Assert.False(ReplaySpeed.TryParse(text, out _));
}
