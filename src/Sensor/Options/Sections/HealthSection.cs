using Sensor.Detection;
using Sensor.Options.Keys;

namespace Sensor.Options.Sections;

/// <summary>When something is wrong with the sensor itself.</summary>
internal static class HealthSection
{
    private const long Second = 1_000_000_000;

    public static readonly Key<long> Silence = Make.Time(
        "silence", MirrorWatch.DefaultSilence, Second, 86_400 * Second, "Without a packet for so long, where packets came before, the mirror counts as silent.");

    public static Section Section { get; } = new("health", "When something is wrong with the sensor itself.", Silence);
}
