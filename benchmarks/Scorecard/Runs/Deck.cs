using Hospital.Kernel;
using Hospital.Labels;

namespace Scorecard.Runs;

/// <summary>
/// Deals variants to runs so that all come about equally often: in each hand those first that have succeeded least often so far, ties by chance, each at most once, and only what
/// the site has a victim for. Planned before anything is played or judged.
/// </summary>
/// <param name="variants">All there are.</param>
/// <param name="dice">Decides ties.</param>
internal sealed class Deck(IReadOnlyList<Wanted> variants, Dice dice)
{
    private readonly Dictionary<Wanted, int> _succeeded = variants.ToDictionary(v => v, _ => 0);

    /// <param name="count">At most so many.</param>
    /// <param name="place">What comes of one at the site; null: it can't be done there.</param>
    public List<Wanted> Next(int count, Func<Wanted, AttackLabel?> place)
    {
        var hand = new List<Wanted>();
        foreach (var wanted in variants.Select(v => (Wanted: v, Turn: dice.Uniform())).OrderBy(v => _succeeded[v.Wanted]).ThenBy(v => v.Turn).Select(v => v.Wanted))
        {
            if (hand.Count < count && place(wanted) is { } label)
            {
                hand.Add(wanted);
                _succeeded[wanted] += label.Fails ? 0 : 1;
            }
        }

        return hand;
    }
}
