namespace Scorecard.Scoring;

/// <summary>What an attacker gains who begins while the device is learnt (35), or grows slowly (36), beside the plain form of the same deed.</summary>
internal static class Robustness
{
    private const int Poisoning = 35;
    private const int BoilingFrog = 36;

    /// <summary>Rows of the catalogue that 35 is a poisoned form of; its variants name them first.</summary>
    private static readonly int[] Poisoned = [1, 7, 29];

    public static IReadOnlyList<RobustnessRow> Of(IReadOnlyList<(Draw Draw, Outcome Outcome)> draws) =>
    [
        .. draws.Where(d => d.Draw is { IsScored: true, IsEarly: false, Label.Kind: Poisoning or BoilingFrog }).GroupBy(d => (d.Draw.Label.Kind, d.Draw.Label.Variant))
            .OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.Variant, StringComparer.Ordinal).Select(g =>
            {
                var plain = g.Key.Kind == BoilingFrog ? 1 : Plain(g.Key.Variant);
                return new RobustnessRow(
                    g.Key.Kind, g.Key.Variant, plain, Recall(g), Recall(draws.Where(d => d.Draw is { IsScored: true, IsEarly: false } && d.Draw.Label.Kind == plain)));
            }),
    ];

    /// <summary>The first number of the variant that is one of the poisoned rows; 0: it says none.</summary>
    private static int Plain(string variant) => variant.Split([' ', ',', ':', '-', 'x'], StringSplitOptions.RemoveEmptyEntries)
        .Select(word => int.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0).FirstOrDefault(Poisoned.Contains);

    private static Share Recall(IEnumerable<(Draw Draw, Outcome Outcome)> draws) => RecallTable.Share(draws.Select(d => (d.Draw, d.Outcome.IsHit)));
}
