using Hospital.Attacks;
using Hospital.Kernel;
using Hospital.Sites;

namespace Hospital.Tests.Attacks;

public sealed class LabelTests
{
    private const uint Before = (10u << 24) | (99 << 16) | 1;
    private const uint Amid = Before + 1;

    [Fact]
    public void It_tells_the_addresses_that_hosts_have_while_the_attack_shows_not_when_it_was_planned()
    {
        var parameters = Village.Parameters();
        var planner = new AttackPlanner(Village.OtherSeed, [new(6, "one a minute")]) { Earliest = parameters.Start + (2 * Nanos.Day), Latest = parameters.End - Nanos.Day };
        var label = Assert.Single(Village.Play(parameters, new Moving(planner)).Attacks);
        Assert.Equal([Before, Amid], label.Seen.Select(s => s.Address));
        Assert.All(label.Seen, s => Assert.Same(label.Devices[0], s.Host));
        Assert.StartsWith("(ip.src == 10.99.0.1 && ", label.Filter, StringComparison.Ordinal);
        Assert.Contains(") || (ip.src == 10.99.0.2 && ", label.Filter, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_not_shown_has_neither_addresses_nor_a_filter()
    {
        var parameters = Village.Parameters();
        var label = Assert.Single(Village.Plan(parameters, new AttackPlanner(1, [new(19, "rate")]) { Earliest = parameters.Start, Latest = parameters.End })).Label;
        Assert.Empty(label.Seen);
        Assert.Equal("", label.Filter);
    }

    /// <summary>The attack's first device gets another address an hour before it begins, and one more an hour after.</summary>
    private sealed class Moving(AttackPlanner planner) : IAttackPlan
    {
        public IReadOnlyList<IAttack> Plan(Site site)
        {
            var attacks = planner.Plan(site);
            foreach (var label in attacks.Select(a => a.Label))
            {
                var host = label.Devices[0];
                site.Life.At(label.From - Nanos.Hour, () => host.Address = Before);
                site.Life.At(label.From + Nanos.Hour, () => host.Address = Amid);
            }

            return attacks;
        }
    }
}
