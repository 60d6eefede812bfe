using Hospital.Kernel;
using Hospital.Sites;

namespace Scorecard.Runs;

/// <summary>How many hospitals of a size, and what happens in them.</summary>
/// <param name="Devices">Size.</param>
/// <param name="Seeds">Different hospitals.</param>
/// <param name="AttackedRuns">Of each, beside the clean one.</param>
/// <param name="AttacksEach">Wanted in each of them.</param>
/// <param name="WithContenders">In the first so many hospitals, contenders take part in the clean and in some attacked runs: most of the time is theirs.</param>
/// <param name="WithVariants">In the first so many hospitals, variants of the sensor go along in the clean and in some attacked runs.</param>
/// <param name="RunsWithOthers">In how many attacked runs of these.</param>
internal sealed record SitePlan(int Devices, int Seeds, int AttackedRuns, int AttacksEach, int WithContenders = int.MaxValue, int WithVariants = 0, int RunsWithOthers = 2);

/// <summary>Which runs a measurement consists of.</summary>
internal sealed record RunPlan(string Profile, string Phrase, IReadOnlyList<SitePlan> Sites, int EarlySeeds)
{
    /// <summary>That each variant of each row should come to.</summary>
    public const int LeastDraws = 30;

    private const int EarlyDevices = 20;
    private const int EarlyAttacks = 8;
    private const int EarlyWeeks = 3;

    /// <summary>Ages at which new devices are attacked: their run is over before calibration would be.</summary>
    private static readonly long[] EarlyAges = [Nanos.Hour / 2, 3 * Nanos.Hour, 12 * Nanos.Hour, 2 * Nanos.Day, 5 * Nanos.Day, 10 * Nanos.Day];

    public static readonly IReadOnlyList<RunPlan> All =
    [
        // A glance between two changes.
        new("daily", Runs.Seeds.Development, [new(20, 4, 2, 14, 2, RunsWithOthers: 1)], 0),
        new("full", Runs.Seeds.Evaluation, [new(120, 6, 4, 85, 1, RunsWithOthers: 1), new(20, 16, 4, 18, 8, 4)], 4),
        new("large", Runs.Seeds.Evaluation, [new(600, 2, 2, 120, 0)], 0),
    ];

    public static RunPlan Of(string profile) => All.First(p => p.Profile == profile);

    /// <param name="catalogue">Every variant of every row.</param>
    public IReadOnlyList<RunOrder> Orders(IReadOnlyList<Wanted> catalogue)
    {
        var deck = new Deck(catalogue, Phrase);
        var orders = new List<RunOrder>();
        foreach (var plan in Sites)
        {
            // One run of each hospital after another, so that the draws of a row are spread over hospitals.
            for (var number = 0; number <= plan.AttackedRuns; number++)
            {
                for (var seed = 0; seed < plan.Seeds; seed++)
                {
                    orders.Add(new RunOrder(SiteParameters.Of(Runs.Seeds.Of(Phrase, plan.Devices, seed), plan.Devices), number, number == 0 ? [] : deck.Next(plan.AttacksEach))
                    {
                        HasContenders = seed < plan.WithContenders && number <= plan.RunsWithOthers,
                        HasVariants = seed < plan.WithVariants && number <= plan.RunsWithOthers,
                    });
                }
            }
        }

        for (var seed = 0; seed < EarlySeeds; seed++)
        {
            // Beyond those seeds that have a whole course.
            var site = SiteParameters.Of(Runs.Seeds.Of(Phrase, EarlyDevices, 1000 + seed), EarlyDevices) with { Weeks = EarlyWeeks };
            orders.Add(new RunOrder(site, 0, []) { HasContenders = false });
            orders.AddRange(EarlyAges.Select((age, i) => new RunOrder(site, i + 1, deck.Next(EarlyAttacks)) { DeviceAge = age, HasContenders = false }));
        }

        return orders;
    }

    /// <summary>Deals variants: all of them once, in an order of chance, before any comes again.</summary>
    private sealed class Deck(IReadOnlyList<Wanted> catalogue, string phrase)
    {
        private readonly Dice _dice = new(0, phrase, "deck");
        private readonly Queue<Wanted> _left = new();

        public List<Wanted> Next(int count)
        {
            var hand = new List<Wanted>();
            while (hand.Count < count && catalogue.Count > 0)
            {
                if (_left.Count == 0)
                {
                    foreach (var wanted in catalogue.Select(w => (Wanted: w, Turn: _dice.Uniform())).OrderBy(w => w.Turn))
                    {
                        _left.Enqueue(wanted.Wanted);
                    }
                }

                hand.Add(_left.Dequeue());
            }

            return hand;
        }
    }
}
