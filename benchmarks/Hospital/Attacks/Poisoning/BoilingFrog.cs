using Hospital.Attacks.Exfiltration;
using Hospital.Kernel;
using Hospital.Labels;

namespace Hospital.Attacks.Poisoning;

/// <summary>Exfiltration that grows so slowly that each day is like the one before.</summary>
internal static class BoilingFrog
{
    public static AttackKind Kind { get; } = new(
        36,
        "Boiling frog",
        Trait.Work | Trait.Volume,
        "As slow exfiltration in C-STOREs, but it begins with nothing when calibration begins and grows by a fraction of a percent each day until the site's end: no day differs much from its neighbours.",
        [.. new[] { 0.5, 1, 2 }.Select(percent => new AttackVariant(FormattableString.Invariant($"+{percent} % a day"), 4, scene => By(scene, percent / 100)))]);

    private static InflatedStores? By(AttackScene scene, double growth)
    {
        var parameters = scene.Site.Parameters;
        var from = Math.Min(parameters.CalibrationStart, parameters.Start + ((parameters.End - parameters.Start) / 5));
        return InflatedStores.By(scene.Over(from, parameters.End), time => Math.Pow(1 + growth, (double)(time - from) / Nanos.Day));
    }
}
