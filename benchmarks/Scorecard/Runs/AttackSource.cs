using System.Globalization;
using System.Text;
using Hospital.Attacks;
using Hospital.Kernel;
using Hospital.Sites;

namespace Scorecard.Runs;

/// <summary>The catalogue of attacks.</summary>
internal sealed class AttackSource : IAttackSource
{
    public IReadOnlyList<Wanted> Catalogue { get; } = [.. AttackCatalogue.Draws.Select(d => new Wanted(d.Kind, d.Variant))];

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
        var planner = new AttackPlanner(order.AttackSeed, [.. order.Attacks.Select(a => new WantedAttack(a.Kind, a.Variant))])
        {
            DeviceAge = order.DeviceAge,
            Latest = order.DeviceAge is { } age ? Math.Min(order.Site.End, order.Site.Start + age + Nanos.Week) : null,
        };
        return (planner, () => [.. planner.Unplaced.Select(u => $"row {u.Wanted.Kind}, {u.Wanted.Variant}, at {order.Site.Devices} devices: {u.Reason}")]);
    }
}
