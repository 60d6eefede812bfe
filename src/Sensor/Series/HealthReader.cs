using Sensor.Alerts;
using Sensor.Pipeline;

namespace Sensor.Series;

/// <summary>Reads how the sensor is, between two facts. Analysis thread only.</summary>
/// <param name="totals">What partitions counted.</param>
/// <param name="analysis">What is known.</param>
/// <param name="desk">What was told.</param>
internal sealed class HealthReader(HealthTotals totals, Analysis analysis, AlertDesk desk)
{
    /// <summary>Nanoseconds of packet time between two counts of mature devices: each takes a look at all.</summary>
    private const long MatureInterval = 600L * 1_000_000_000;

    private long _counted = long.MinValue;
    private int _mature;

    /// <param name="machine">What the machine says; null where that isn't wanted.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    public HealthReading Read(MachineReading? machine, long time) => new()
    {
        Counted = totals.Counted,
        LostBytes = totals.LostBytes,
        Holes = totals.Holes,
        Devices = analysis.Devices.All.Count,
        MatureDevices = Mature(time),
        IsLearningPaused = analysis.Pauses.IsPaused,
        LearningPauses = analysis.Pauses.Count,
        Alerts = desk.Total,
        AlertsFolded = desk.Folded,
        AlertsWithheld = desk.Withheld,
        AlertsMuted = desk.Muted,
        Incidents = desk.Incidents,
        Shortcomings = [.. analysis.Health.All.Select(t => (t.What.Name, t.Count))],
        Machine = machine,
    };

    /// <summary>By spans of ten minutes, so that it is the same whoever asks, and how often.</summary>
    private int Mature(long time)
    {
        var span = time / MatureInterval;
        if (span != _counted)
        {
            (_counted, _mature) = (span, analysis.Devices.All.Count(analysis.IsMature));
        }

        return _mature;
    }
}
