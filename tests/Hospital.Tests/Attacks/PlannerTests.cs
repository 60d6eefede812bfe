using Hospital.Attacks;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Sites;

namespace Hospital.Tests.Attacks;

public sealed class PlannerTests
{
    private static readonly SiteParameters Parameters = Village.Parameters();

    [Fact]
    public void Nobody_is_the_victim_of_two_attacks_within_three_days()
    {
        var labels = Plan(3, [.. AttackCatalogue.Draws, .. AttackCatalogue.Draws], weeks: 10);
        Assert.InRange(labels.Count, 60, 2 * AttackCatalogue.Draws.Count);
        foreach (var (one, other) in labels.SelectMany(a => labels.Where(b => b.Number > a.Number).Select(b => (a, b))))
        {
            Assert.True(
                one.Until + AttackPlanner.Distance <= other.From || other.Until + AttackPlanner.Distance <= one.From || !one.Devices.Intersect(other.Devices).Any(),
                $"{one.Name} and {other.Name} share a victim");
        }
    }

    [Fact]
    public void One_attack_does_not_depend_on_the_others()
    {
        WantedAttack pump = new(19, "rate"), messages = new(15, "50 messages"), scan = new(29, "1 a minute"), exfiltration = new(1, "x1.5");
        var together = Plan(8, [pump, messages, scan, exfiltration]);
        Assert.Equal(4, together.Count);
        AssertSame(together[1], Plan(8, [scan, messages])[1]);
        AssertSame(together[3], Plan(8, [new(18, "1 message"), new(16, "1 message"), new(22, "all"), exfiltration])[3]);
        AssertSame(together[0], Plan(8, [pump])[0]);
        Assert.NotEqual(together[0].From, Plan(9, [pump])[0].From);
    }

    [Fact]
    public void They_begin_at_any_hour_of_the_week_and_minute_of_the_hour_and_one_in_ten_fails()
    {
        var labels = Enumerable.Range(1, 150).SelectMany(seed => Plan((ulong)seed, [new(4, "50 MB to the Internet"), new(18, "1 message"), new(32, "50 tries")], weeks: 5)).ToArray();
        Assert.Equal(450, labels.Length);
        AssertEven(labels.Select(l => (int)((l.From - Parameters.Start) % Nanos.Week / (6 * Nanos.Hour))), 28);
        AssertEven(labels.Select(l => (int)(l.From % Nanos.Hour / (5 * Nanos.Minute))), 12);
        AssertEven(labels.Select(l => (int)(l.From % Nanos.Minute / (5 * Nanos.Second))), 12);
        Assert.InRange(labels.Count(l => l.Fails) / 450.0, 0.06, 0.14);
    }

    [Fact]
    public void What_belongs_to_an_hour_begins_in_it()
    {
        var labels = Enumerable.Range(1, 20).SelectMany(seed => Plan((ulong)seed, [new(5, "5 queries"), new(3, "2 GB by day")], weeks: 5)).ToArray();
        Assert.All(labels.Where(l => l.Kind == 5), l => Assert.InRange(Calendar.Hour(l.From), 0.6, 3.9));
        Assert.All(labels.Where(l => l.Kind == 3), l => Assert.InRange(Calendar.Hour(l.From), 8, 17));
    }

    [Fact]
    public void One_in_five_falls_together_with_a_nuisance_known_beforehand()
    {
        var from = Parameters.Start + (9 * Nanos.Day);
        var labels = Enumerable.Range(1, 300).SelectMany(seed => Plan((ulong)seed, [new(19, "rate")], weeks: 10, site =>
            site.Nuisances.Add(new Nuisance("drill", "", [site.PumpLinks[1].Pump], from, from + Nanos.Hour)))).ToArray();
        var beside = labels.Where(l => l.From < from + Nanos.Hour && l.Until > from).ToArray();
        Assert.InRange(beside.Length / 300.0, 0.13, 0.27);
        Assert.True(beside.Count(l => l.Devices.Any(d => d.Name == "pump 2")) > beside.Length * 0.9, "on the nuisance's own devices where they fit");
    }

    [Fact]
    public void For_a_cold_start_all_begin_at_a_given_age()
    {
        foreach (var draw in AttackCatalogue.Draws.Where(d => d.Kind is 4 or 7 or 18 or 19 or 29))
        {
            var planner = new AttackPlanner(1, [draw]) { DeviceAge = 4 * Nanos.Hour };
            var label = Assert.Single(Village.Plan(Parameters, planner)).Label;
            Assert.Equal(Parameters.Start + (4 * Nanos.Hour), label.From);
        }
    }

    [Fact]
    public void Poisoning_begins_on_the_third_day_and_slow_growth_with_calibration_and_both_last()
    {
        var parameters = Parameters with { Weeks = 10 };
        var labels = Village.Plan(parameters, new AttackPlanner(1, [new(35, "images x1.5"), new(36, "+1 % a day")])).Select(a => a.Label).ToArray();
        Assert.InRange((labels[0].From - parameters.Start) / (double)Nanos.Day, 2, 3);
        Assert.Equal(parameters.CalibrationStart, labels[1].From);
        Assert.All(labels, l => Assert.Equal(parameters.End, l.Until));
    }

    [Fact]
    public void What_is_old_is_there_from_the_first_hours_to_the_last_and_succeeds()
    {
        Assert.All(AttackCatalogue.Lasting, draw =>
        {
            var (_, attacks, _) = Village.Play(Parameters, new AttackPlanner(Village.FailingSeed, [draw]));
            var label = Assert.Single(attacks);
            Assert.Equal((Parameters.Start, Parameters.End, false), (label.From, label.Until, label.Fails));
            Assert.InRange(label.FirstSeen!.Value, Parameters.Start, Parameters.Start + Nanos.Day);
            Assert.InRange(label.LastSeen!.Value, Parameters.End - Nanos.Day, Parameters.End + Nanos.Hour);
        });
    }

    [Fact]
    public void Who_wants_what_can_be_placed_one_after_the_other_gets_it_all()
    {
        var parameters = Parameters with { Weeks = 10 };
        var site = Village.Furnished(parameters);
        var trial = new AttackPlanner(3, []);
        var fits = AttackCatalogue.Draws.Where(d => trial.Add(site, d) is not null).ToList();
        Assert.InRange(fits.Count, 20, AttackCatalogue.Draws.Count - 1);
        var planner = new AttackPlanner(3, fits);
        Assert.Equal(fits.Count, Village.Plan(parameters, planner).Count);
        Assert.Empty(planner.Unplaced);
    }

    [Fact]
    public void What_a_site_has_nobody_for_is_left_out_and_reported()
    {
        var planner = new AttackPlanner(1, [new(19, "rate"), new(18, "1 message")]);
        var site = new Site(Parameters with { Weeks = 10 });
        Assert.Empty(planner.Plan(site));
        Assert.Equal([19, 18], planner.Unplaced.Select(u => u.Wanted.Kind));
        Assert.Throws<ArgumentException>(() => new AttackPlanner(1, [new(19, "colour")]).Plan(site));
    }

    private static List<AttackLabel> Plan(ulong seed, IReadOnlyList<WantedAttack> wanted, int weeks = 3, Action<Site>? prepare = null)
    {
        var parameters = Parameters with { Weeks = weeks };
        return [.. Village.Plan(parameters, new AttackPlanner(seed, wanted) { Earliest = parameters.Start, Latest = parameters.End }, prepare).Select(a => a.Label)];
    }

    private static void AssertSame(AttackLabel one, AttackLabel other) =>
        Assert.Equal((one.Kind, one.From, one.Until, one.Fails, Looks(one)), (other.Kind, other.From, other.Until, other.Fails, Looks(other)));

    private static string Looks(AttackLabel label) => string.Join(',', label.Devices.Select(d => $"{d} {d.AddressText}"));

    /// <summary>Chi-squared, at one in a thousand (Wilson and Hilferty's approximation).</summary>
    private static void AssertEven(IEnumerable<int> cells, int count)
    {
        var all = cells.ToArray();
        var expected = all.Length / (double)count;
        var sum = Enumerable.Range(0, count).Sum(c => Math.Pow(all.Count(a => a == c) - expected, 2) / expected);
        var freedom = count - 1.0;
        Assert.InRange(sum, 0, freedom * Math.Pow(1 - (2 / (9 * freedom)) + (3.09 * Math.Sqrt(2 / (9 * freedom))), 3));
    }
}
