using System.Globalization;
using System.Text;
using Hospital.Attacks;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Sites;

namespace Scorecard.Runs;

/// <summary>The catalogue of attacks.</summary>
internal sealed class AttackSource : IAttackSource
{
    public IReadOnlyList<Wanted> Catalogue { get; } = [.. AttackCatalogue.Draws.Select(d => new Wanted(d.Kind, d.Variant))];

    public IReadOnlyList<Wanted> Lasting { get; } = [.. AttackCatalogue.Lasting.Select(d => new Wanted(d.Kind, d.Variant, d.IsOld))];

    public string Text
    {
        get
        {
            var text = new StringBuilder();
            foreach (var kind in AttackCatalogue.All)
            {
                foreach (var variant in kind.Variants)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{kind.Number}|{kind.Name}|{kind.Description}|{variant.Name}|{variant.Difficulty}|{kind.Traits | variant.Also}\n");
                }
            }

            return text.ToString();
        }
    }

    public (IAttackPlan Plan, Func<IReadOnlyList<string>> Unplaced) PlanFor(RunOrder order)
    {
        var planner = PlannerOf(order);
        return (planner, () => [.. planner.Unplaced.Select(u => $"row {u.Wanted.Kind}, {u.Wanted.Variant}, at {order.Site.Devices} devices: {u.Reason}")]);
    }

    public Func<Wanted, AttackLabel?> Placing(RunOrder order)
    {
        var (planner, site) = (PlannerOf(order), Run.Furnished(order.Site));
        return wanted => planner.Add(site, Named(wanted));
    }

    private static AttackPlanner PlannerOf(RunOrder order) => new(order.AttackSeed, [.. order.Attacks.Select(Named)])
    {
        DeviceAge = order.DeviceAge,
        Latest = order.DeviceAge is { } age ? Math.Min(order.Site.End, order.Site.Start + age + Nanos.Week) : null,
    };

    private static WantedAttack Named(Wanted wanted) => new(wanted.Kind, wanted.Variant, wanted.IsOld);
}
