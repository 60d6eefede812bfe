namespace Scorecard.Scoring;

/// <summary>What an attacker gains who begins while the device is learnt (35), or grows slowly (36), beside the plain form of the same deed.</summary>
internal static class Robustness
{
    private const int Poisoning = 35;
    private const int BoilingFrog = 36;

    /// <summary>Of which row and variant each variant of row 35 is the poisoned form; no variant: of any. A test keeps it complete.</summary>
    private static readonly Dictionary<string, (int Kind, string Variant)> Poisoned = new()
    {
        ["images x1.5"] = (1, "x1.5"),
        ["a study a day to a new destination"] = (7, ""),
        ["scan, 6 an hour"] = (29, "6 an hour"),
    };

    /// <summary>Whether a row of the catalogue is about being early: it says nothing of how attacks on new devices fare otherwise.</summary>
    public static bool IsAbout(int kind) => kind is Poisoning or BoilingFrog;

    public static IReadOnlyList<RobustnessRow> Of(IReadOnlyList<(Draw Draw, Outcome Outcome)> draws) =>
    [
        .. draws.Where(d => d.Draw is { IsScored: true, IsEarly: false } && IsAbout(d.Draw.Label.Kind)).GroupBy(d => (d.Draw.Label.Kind, d.Draw.Label.Variant))
            .OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.Variant, StringComparer.Ordinal).Select(g =>
            {
                var (kind, variant) = Plain(g.Key.Kind, g.Key.Variant);
                var plain = draws.Where(d => d.Draw is { IsScored: true, IsEarly: false } && d.Draw.Label.Kind == kind && (variant.Length == 0 || d.Draw.Label.Variant == variant));
                return new RobustnessRow(g.Key.Kind, g.Key.Variant, kind, Recall(g), Recall(plain)) { PlainVariant = variant };
            }),
    ];

    /// <summary>Kind 0: not known.</summary>
    public static (int Kind, string Variant) Plain(int kind, string variant) => kind == BoilingFrog ? (1, "") : Poisoned.GetValueOrDefault(variant, (0, ""));

    private static Share Recall(IEnumerable<(Draw Draw, Outcome Outcome)> draws) => RecallTable.Share(draws.Select(d => (d.Draw, d.Outcome.IsHit)));
}
