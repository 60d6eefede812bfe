using Sensor.Alerts;
using Sensor.Options.Keys;

namespace Sensor.Options.Sections;

/// <summary>How anomalies become alerts and incidents.</summary>
internal static class AlertsSection
{
    private const long Hour = 3600L * 1_000_000_000;

    public static readonly Key<long> Quiet = Make.Time(
        "quiet", AlertDesk.DefaultQuiet, Hour, 90 * 24 * Hour,
        "An incident that nobody closes is over when nothing of it was seen for so long; the like of it later is another one.", reloads: true);

    public static Section Section { get; } = new("alerts", "How alerts become incidents. What that is, is in [alerts](alerts.md#incidents).", Quiet);
}
