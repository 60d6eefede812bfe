using Sensor.Options.Keys;
using Sensor.State;

namespace Sensor.Options.Sections;

/// <summary>What is remembered from run to run.</summary>
internal static class StateSection
{
    private const long Millisecond = 1_000_000, Hour = 3600L * 1_000_000_000;

    private static readonly StateSettings Default = new();

    public static readonly Key<string?> Directory = Make.Path("directory", "Folder in which the sensor remembers from run to run; without it, it doesn't.");

    public static readonly Key<long> Interval = Make.Time(
        "interval", Default.Interval.Ticks * 100, Millisecond, Hour, "Time by the clock between two saves. Results don't depend on it.");

    public static readonly Key<long> AlertDays = Make.Whole("alert_days", Default.AlertDays, 1, 36_500, "days of packet time", "How long alerts are kept.");

    public static readonly Key<long> MaxAlerts = Make.Whole("max_alerts", Default.MaxAlerts, 1, 100_000_000, "alerts", "Alerts kept at most, the latest.");

    public static readonly Key<long> DeviceDays = Make.Whole(
        "device_days", 0, 0, 36_500, "days of packet time", "How long a device that isn't seen is remembered; 0: for ever. Looked at when a new input begins.");

    public static Section Section { get; } = new("state", "What is remembered from run to run.", Directory, Interval, AlertDays, MaxAlerts, DeviceDays);

    public static StateSettings Of(Settings settings) => new()
    {
        Interval = TimeSpan.FromTicks(settings.Of(Interval) / 100),
        AlertDays = (int)settings.Of(AlertDays),
        MaxAlerts = (int)settings.Of(MaxAlerts),
        DeviceDays = settings.Of(DeviceDays) is > 0 and var days ? (int)days : null,
    };
}
