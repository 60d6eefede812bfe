using System.Buffers.Binary;
using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>A sensor that isn't shown the network says so: its silence would be taken for peace.</summary>
public sealed class HealthAlertTests(CaptureRuns runs) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_sound_mirror_raises_no_alert_about_itself() =>
        Assert.DoesNotContain(runs.Radiology.Alerts, IsHealth);

    [Fact]
    public void A_mirror_that_was_silent_for_twenty_minutes_is_told_once()
    {
        var records = ClassicPcap.Read(Repository.Capture(Truth.Radiology)).ToList();
        var from = SecondsOf(records[0]) + 200;
        var run = Run("silent.pcap", records.Select(r => SecondsOf(r) < from ? r : ClassicPcap.Later(r, 1200)));

        var alert = Assert.Single(run.Alerts, IsHealth);
        Assert.Equal("mirror-silent", Reason(alert));
        Assert.Equal("sensor", alert.GetProperty("anomaly").GetProperty("device").GetProperty("id").GetString());
        Assert.InRange(alert.GetProperty("anomaly").GetProperty("observed").GetProperty("value").GetDouble(), 1190, 1230);
        Assert.Matches(@"for (19|20) min( [1-9]\d? s)?,", alert.GetProperty("anomaly").GetProperty("explanation").GetString()!);
        Assert.False(alert.TryGetProperty("src_ip", out _));
    }

    [Fact]
    public void A_mirror_of_one_direction_is_told()
    {
        // Whoever has the greater address isn't heard.
        var records = ClassicPcap.Read(Repository.Capture(Truth.Radiology));
        var run = Run("half.pcap", records.Where(r => BinaryPrimitives.ReadUInt16BigEndian(r.AsSpan(28)) != 0x0800
            || BinaryPrimitives.ReadUInt32BigEndian(r.AsSpan(42)) < BinaryPrimitives.ReadUInt32BigEndian(r.AsSpan(46))));

        var alert = Assert.Single(run.Alerts, IsHealth);
        Assert.Equal("mirror-one-direction", Reason(alert));

        // The capture lasts less than five minutes.
        Assert.Matches(@"within [1-4] min( \d+ s)?, ", alert.GetProperty("anomaly").GetProperty("explanation").GetString()!);
    }

    [Fact]
    public void A_mirror_that_loses_five_percent_is_told()
    {
        var capture = _folder.File("lossy.pcap");
        new LossyMirror("5 % lost") { Loss = 0.05 }.Damage(Repository.Capture(Truth.Radiology), capture, seed: 1);
        var run = runs.Run([capture]);

        var alert = Assert.Single(run.Alerts, IsHealth);
        Assert.Equal("mirror-lossy", Reason(alert));
        Assert.InRange(alert.GetProperty("anomaly").GetProperty("observed").GetProperty("value").GetDouble(), 0.02, 0.12);
        Assert.DoesNotContain("10 min", alert.GetProperty("anomaly").GetProperty("explanation").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_is_put_back_is_told()
    {
        var records = ClassicPcap.Read(Repository.Capture(Truth.Radiology)).ToList();
        var from = SecondsOf(records[0]) + 120;
        var run = Run("back.pcap", records.Select(r => SecondsOf(r) < from ? r : ClassicPcap.Later(r, -7200)));

        Assert.Equal("clock-jump", Reason(Assert.Single(run.Alerts, IsHealth)));
    }

    public void Dispose() => _folder.Dispose();

    private ReplayResult Run(string name, IEnumerable<byte[]> records)
    {
        ClassicPcap.Write(_folder.File(name), records);
        return runs.Run([_folder.File(name)]);
    }

    private static bool IsHealth(JsonElement alert) => alert.GetProperty("anomaly").GetProperty("kind").GetString() == "health";

    private static string? Reason(JsonElement alert) => alert.GetProperty("anomaly").GetProperty("reason").GetString();

    private static uint SecondsOf(byte[] record) => BinaryPrimitives.ReadUInt32LittleEndian(record);
}
