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
/// <param name="Compromised">Of the first so many hospitals one more attacked run: compromised already when it begins.</param>
/// <param name="OldAttacks">Wanted there from the first minute.</param>
internal sealed record SitePlan(
    int Devices, int Seeds, int AttackedRuns, int AttacksEach, int WithContenders = int.MaxValue, int WithVariants = 0, int RunsWithOthers = 2, int Compromised = 0, int OldAttacks = 0);

/// <summary>Which runs a measurement consists of.</summary>
internal sealed record RunPlan(string Profile, string Phrase, IReadOnlyList<SitePlan> Sites, int EarlySeeds)
{
    /// <summary>That each variant of each row should come to: of attacks that succeed and show.</summary>
    public const int LeastDraws = 30;

    /// <summary>Which run of a hospital is played again, compromised.</summary>
    private const int Repeated = 1;

    private const int EarlyDevices = 20;
    private const int EarlyAttacks = 8;
    private const int EarlyWeeks = 3;

    /// <summary>Ages at which new devices are attacked: their run is over before calibration would be.</summary>
    private static readonly long[] EarlyAges = [Nanos.Hour / 2, 3 * Nanos.Hour, 12 * Nanos.Hour, 2 * Nanos.Day, 5 * Nanos.Day, 10 * Nanos.Day];

    public static readonly IReadOnlyList<RunPlan> All =
    [
        // A glance between two changes.
        new("daily", Runs.Seeds.Development, [new(20, 4, 2, 14, 2, RunsWithOthers: 1, Compromised: 1, OldAttacks: 3)], 0),
        new("full", Runs.Seeds.Evaluation, [new(120, 6, 4, 90, 1, RunsWithOthers: 1, Compromised: 3, OldAttacks: 7), new(20, 16, 4, 20, 8, 4, Compromised: 16, OldAttacks: 4)], 4),
        new("large", Runs.Seeds.Evaluation, [new(600, 1, 2, 97, 0), new(120, 3, 0, 0, 0)], 0),
    ];

    public static RunPlan Of(string profile) => All.First(p => p.Profile == profile);

    /// <param name="attacks">What there is to choose from, and where it can be done.</param>
    public IReadOnlyList<RunOrder> Orders(IAttackSource attacks)
    {
        var deck = new Deck(attacks.Catalogue, new Dice(0, Phrase, "deck"));
        var orders = new List<RunOrder>();
        foreach (var plan in Sites)
        {
            // One run of each hospital after another, so that the draws of a row are spread over hospitals.
            for (var number = 0; number <= plan.AttackedRuns; number++)
            {
                for (var seed = 0; seed < plan.Seeds; seed++)
                {
                    var order = new RunOrder(SiteParameters.Of(Runs.Seeds.Of(Phrase, plan.Devices, seed), plan.Devices), number, [])
                    {
                        HasContenders = seed < plan.WithContenders && number <= plan.RunsWithOthers,
                        HasVariants = seed < plan.WithVariants && number <= plan.RunsWithOthers,
                    };
                    orders.Add(number == 0 ? order : order with { Attacks = deck.Next(plan.AttacksEach, attacks.Placing(order)) });
                }
            }
        }

        return [.. orders, .. Compromised(attacks, orders), .. Early(attacks)];
    }

    /// <summary>The first attacked run of some hospitals again, which this time were compromised before they began.</summary>
    private IEnumerable<RunOrder> Compromised(IAttackSource attacks, IReadOnlyList<RunOrder> orders)
    {
        var deck = new Deck(attacks.Lasting, new Dice(0, Phrase, "old attacks"));
        foreach (var plan in Sites)
        {
            for (var seed = 0; seed < plan.Compromised; seed++)
            {
                var first = orders.Single(o => o.Site.Seed == Runs.Seeds.Of(Phrase, plan.Devices, seed) && o.Number == Repeated);
                var order = first with { Number = plan.AttackedRuns + 1, Repeats = first.Number, HasContenders = false, HasVariants = false };
                var place = attacks.Placing(order);
                foreach (var attack in first.Attacks)
                {
                    place(attack);
                }

                yield return order with { Attacks = [.. first.Attacks, .. deck.Next(plan.OldAttacks, place)] };
            }
        }
    }

    private IEnumerable<RunOrder> Early(IAttackSource attacks)
    {
        var deck = new Deck(attacks.Catalogue, new Dice(0, Phrase, "early attacks"));
        for (var seed = 0; seed < EarlySeeds; seed++)
        {
            // Beyond those seeds that have a whole course.
            var site = SiteParameters.Of(Runs.Seeds.Of(Phrase, EarlyDevices, 1000 + seed), EarlyDevices) with { Weeks = EarlyWeeks };
            yield return new RunOrder(site, 0, []) { HasContenders = false };
            for (var i = 0; i < EarlyAges.Length; i++)
            {
                var order = new RunOrder(site, i + 1, []) { DeviceAge = EarlyAges[i], HasContenders = false };
                yield return order with { Attacks = deck.Next(EarlyAttacks, attacks.Placing(order)) };
            }
        }
    }
}
