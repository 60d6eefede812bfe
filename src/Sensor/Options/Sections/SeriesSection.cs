using Sensor.Options.Keys;
using Sensor.Series;

namespace Sensor.Options.Sections;

/// <summary>Time series.</summary>
internal static class SeriesSection
{
    private const long Second = 1_000_000_000, Hour = 3600 * Second;

    public static readonly Key<long> Interval = Make.Time(
        "interval", SeriesSettings.DefaultInterval, Second, Hour, "Packet time that a point stands for. What flows move is told every 5 seconds.");

    public static readonly Key<long> Devices = Make.Whole(
        "devices", SeriesSettings.DefaultDevices, 0, 100_000, "devices",
        "Devices with series of their own, the first ones seen, besides those whose criticality the site states by name; the rest are added up as `other`.");

    public static readonly Key<string?> Name = Make.Text("name", NameProblem, "text", "What this sensor is called in the tag `sensor` of every point; `sensor` where it isn't said.");

    public static readonly Key<bool> Machine = Make.Flag(
        "machine", false, "Memory, queues and load in replays, too. They differ from run to run; everything else is the same in every replay.");

    public static Section Section { get; } = new(
        "series", "Time series, which go to receivers of type `influxdb` and to all others that want `point` ([series](series.md)).", Interval, Devices, Name, Machine);

    public static SeriesSettings Of(Settings settings) => new()
    {
        Interval = settings.Of(Interval),
        Devices = (int)settings.Of(Devices),
        Name = settings.Of(Name) ?? SeriesSettings.DefaultName,
    };

    private static string? NameProblem(string text) =>
        text.Length is 0 or > 64 || text.Any(c => char.IsControl(c) || c == '\\') ? "A sensor's name has 1 to 64 characters, without backslashes and control characters." : null;
}
