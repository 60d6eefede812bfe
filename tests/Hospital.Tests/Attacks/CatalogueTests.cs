using Hospital.Attacks;
using Hospital.Labels;
using Hospital.Sites;

namespace Hospital.Tests.Attacks;

public sealed class CatalogueTests
{
    [Fact]
    public void It_has_the_thirty_seven_rows_each_with_what_a_reader_and_a_scorer_need()
    {
        Assert.Equal(Enumerable.Range(1, 37), AttackCatalogue.All.Select(k => k.Number));
        Assert.All(AttackCatalogue.All, kind =>
        {
            Assert.NotEqual(Trait.None, kind.Traits);
            Assert.EndsWith(".", kind.Description, StringComparison.Ordinal);
            Assert.InRange(kind.Description.Length, 80, 320);
            Assert.NotEmpty(kind.Variants);
            Assert.Equal(kind.Variants.Count, kind.Variants.Select(v => v.Name).Distinct().Count());
            Assert.All(kind.Variants, v => Assert.InRange(v.Difficulty, 1, 4));
        });
        Assert.Equal(37, AttackCatalogue.All.Select(k => k.Name).Distinct().Count());
        Assert.Throws<ArgumentException>(() => AttackCatalogue.Kind(38));
    }

    [Fact]
    public void Every_variant_finds_victims_at_a_medium_site_and_most_at_a_small_one()
    {
        Assert.Empty(Impossible(120));
        Assert.InRange(Impossible(20).Count, 0, AttackCatalogue.Draws.Count * 3 / 10);
    }

    private static List<Unplaced> Impossible(int devices)
    {
        var parameters = SiteParameters.Of(4, devices) with { Weeks = 0 };
        var each = new EachAlone(parameters);
        Run.Play(parameters, each, Village.Nobody);
        return each.Unplaced;
    }

    /// <summary>Plans each variant on the furnished site as if it were the only one, and lets none come about.</summary>
    private sealed class EachAlone(SiteParameters parameters) : IAttackPlan
    {
        public List<Unplaced> Unplaced { get; } = [];

        public IReadOnlyList<IAttack> Plan(Site site)
        {
            foreach (var draw in AttackCatalogue.Draws)
            {
                var planner = new AttackPlanner(9, [draw]) { Earliest = parameters.Start, Latest = parameters.Start + (5 * Kernel.Nanos.Week) };
                planner.Plan(site);
                Unplaced.AddRange(planner.Unplaced);
            }

            return [];
        }
    }
}
