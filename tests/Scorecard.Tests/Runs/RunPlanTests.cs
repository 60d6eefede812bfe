using Hospital.Labels;
using Hospital.Sites;
using Scorecard.Runs;

namespace Scorecard.Tests.Runs;

/// <summary>Which runs a measurement consists of, and that nobody changes them unnoticed.</summary>
public sealed class RunPlanTests
{
    private static readonly AttackSource Attacks = new();

    private static IReadOnlyList<RunOrder> Full { get; } = RunPlan.Of("full").Orders(Attacks);

    private static IReadOnlyDictionary<RunOrder, IReadOnlyList<AttackLabel>> Placed { get; } = Full.Where(o => o.Number > 0).ToDictionary(o => o, Plan);

    [Fact]
    public void Each_variant_of_each_row_succeeds_often_enough_in_whole_runs()
    {
        var often = Placed.Where(p => p.Key is { DeviceAge: null, Repeats: null }).SelectMany(p => p.Value).Where(l => !l.Fails).CountBy(l => new Wanted(l.Kind, l.Variant)).ToDictionary();
        Assert.All(Attacks.Catalogue, wanted => Assert.True(often.GetValueOrDefault(wanted) >= RunPlan.LeastDraws, $"{wanted}: {often.GetValueOrDefault(wanted)}"));
    }

    [Fact]
    public void What_is_dealt_is_placed() => Assert.All(Placed, p => Assert.Equal(p.Key.Attacks.Select(a => (a.Kind, a.Variant)), p.Value.Select(l => (l.Kind, l.Variant))));

    [Fact]
    public void A_compromised_hospital_has_the_attacks_of_one_that_began_clean_and_old_ones_beside_them()
    {
        var compromised = Placed.Where(p => p.Key.Repeats is not null).ToList();
        Assert.NotEmpty(compromised);
        Assert.All(compromised, run =>
        {
            var plain = Placed.Single(p => p.Key.Site == run.Key.Site && p.Key.Number == run.Key.Repeats).Value;
            Assert.Equal(plain.Select(What), run.Value.Take(plain.Count).Select(What));
            Assert.True(run.Value.Count > plain.Count);
            Assert.All(run.Value.Skip(plain.Count), old => Assert.Equal((run.Key.Site.Start, run.Key.Site.End, false), (old.From, old.Until, old.Fails)));
        });
    }

    [Fact]
    public void And_is_spread_over_hospitals() =>
        Assert.All(Attacks.Catalogue, wanted => Assert.True(Full.Where(o => o.Attacks.Contains(wanted)).Select(o => o.Site.Seed).Distinct().Count() >= 10, $"{wanted}"));

    [Fact]
    public void Each_hospital_has_one_clean_run_from_the_same_parameters_as_the_others() =>
        Assert.All(Full.GroupBy(o => o.Site.Seed), site =>
        {
            Assert.Empty(Assert.Single(site, o => o.Number == 0).Attacks);
            Assert.Single(site.Select(o => o.Site).Distinct());
            Assert.Equal(site.Count(o => o.Repeats is null), site.Select(o => o.AttackSeed).Distinct().Count());
        });

    [Fact]
    public void Detectors_are_tuned_on_other_hospitals_than_they_are_judged_by()
    {
        var daily = RunPlan.Of("daily").Orders(Attacks).Select(o => o.Site.Seed).ToHashSet();

        Assert.DoesNotContain(Full, o => daily.Contains(o.Site.Seed));
        Assert.DoesNotContain(RunPlan.Of("large").Orders(Attacks), o => daily.Contains(o.Site.Seed));
    }

    [Fact]
    public void Clocks_change_in_spring_in_some_and_in_autumn_in_others() =>
        Assert.Equal(2, Full.Select(o => o.Site.Start).Distinct().Count());

    /// <summary>
    /// Whoever changes seeds, parameters, attacks or plans must say so, in <c>sealed.txt</c>: never after having looked at how a detector does on them.
    /// </summary>
    [Theory]
    [InlineData("daily")]
    [InlineData("full")]
    [InlineData("large")]
    public void What_was_sealed_is_as_it_was(string profile)
    {
        var plan = RunPlan.Of(profile);
        var seal = Sealing.Of(plan, plan.Orders(Attacks), Attacks.Text);

        Assert.True(Sealing.Recorded(profile) == seal, $"Recorded {Sealing.Recorded(profile)}, now {seal}");
    }

    [Fact]
    public void The_seal_shows_any_change()
    {
        var plan = RunPlan.Of("full");
        var seal = Sealing.Of(plan, Full, Attacks.Text);
        List<string> changed =
        [
            Sealing.Of(plan, Full, Attacks.Text + " "),
            Sealing.Of(plan, [.. Full.Skip(1)], Attacks.Text),
            Sealing.Of(plan, [Full[0] with { Site = Full[0].Site with { MirrorLoss = 0 } }, .. Full.Skip(1)], Attacks.Text),
            Sealing.Of(plan, [Full[0] with { Site = SiteParameters.Of(1, Full[0].Site.Devices) }, .. Full.Skip(1)], Attacks.Text),
            Sealing.Of(plan, [.. Full.Select(o => o.Number == 1 ? o with { Attacks = [.. o.Attacks.Reverse()] } : o)], Attacks.Text),
        ];

        Assert.Equal(changed.Count, changed.Append(seal).Distinct().Count() - 1);
    }

    private static IReadOnlyList<AttackLabel> Plan(RunOrder order) => [.. Attacks.PlanFor(order).Plan.Plan(Run.Furnished(order.Site)).Select(a => a.Label)];

    private static (int, string, long, long, string) What(AttackLabel label) => (label.Kind, label.Variant, label.From, label.Until, string.Join(',', label.Devices.Select(d => d.Number)));
}
