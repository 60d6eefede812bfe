using Hospital.Network;
using Hospital.Sayings;
using Hospital.Sites;

namespace Hospital.Tests.Wards;

/// <summary>When things happen in a hospital of 120 devices, over two weeks.</summary>
public sealed class RhythmTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<Step> Steps = Listener.Hear(120, 14);

    [Fact]
    public void Blood_is_drawn_before_breakfast_and_known_once_the_early_shift_has_looked_at_it()
    {
        Assert.InRange(Peak("OML^O21", 5, 6), 3, 10);
        Assert.InRange(Peak("ORU^R01", 7, 7, HostRole.Laboratory), 6, 16);
    }

    [Fact]
    public void The_morning_bursts_where_rounds_lists_results_and_handovers_meet()
    {
        // Ferreira et al. 2015 have a mean only; peaks of 5 to 10 times it in the morning are what is commonly said of interfaces.
        double[] hours = [.. Messages().GroupBy(m => m.Time / Kernel.Nanos.Hour).Select(g => (double)g.Count()).Order()];
        var busiest = hours[(int)(0.99 * (hours.Length - 1))] / hours.Average();
        output.WriteLine($"busiest hour in a hundred: {busiest:0.0} times the mean");
        Assert.InRange(busiest, 5, 10);
        var kinds = Messages().Where(m => Calendar.Hour(m.Time) is >= 7 and < 8).GroupBy(m => ((Hl7Message)m.Saying).Type).Count(g => g.Count() > 200);
        Assert.InRange(kinds, 4, 12);
    }

    [Fact]
    public void A_ward_s_list_of_the_morning_is_told_in_one_go()
    {
        var wards = Messages().Where(m => m.Saying is Hl7Message { Type: "ADT", Trigger: "A08" } && m.Listener.Role == HostRole.InterfaceEngine && Calendar.Hour(m.Time) is > 7 and < 7.5)
            .GroupBy(m => (Calendar.Local(m.Time).Date, Ward: WardOf((Hl7Message)m.Saying))).ToArray();
        var lists = wards.Where(w => w.Count() > 3).ToArray();
        Assert.True(lists.Length > 50);

        // Now and then a message is refused, and those behind it wait.
        Assert.InRange(lists.Count(w => w.Max(m => m.Time) - w.Min(m => m.Time) <= 7 * Kernel.Nanos.Minute) / (double)lists.Length, 0.9, 1);
    }

    [Fact]
    public void Drugs_are_ordered_on_rounds_and_notes_signed_at_handovers()
    {
        Assert.InRange(Peak("RDE^O11", 7, 9), 3, 9);
        Assert.InRange(Peak("MDM^T02", 7, 15), 2, 6);
    }

    [Fact]
    public void The_night_is_quiet_but_not_silent()
    {
        var messages = Messages().ToArray();
        Assert.InRange(Share(messages, m => Calendar.Hour(m.Time) is < 6 or >= 22), 0.1, 0.27);
        var orders = messages.Where(m => ((Hl7Message)m.Saying).Type is "RDE" or "ORM").ToArray();
        Assert.InRange(Share(orders, m => Calendar.Hour(m.Time) is < 6 or >= 22), 0.02, 0.2);
    }

    [Fact]
    public void Weekends_are_quieter()
    {
        var messages = Messages().ToArray();
        Assert.InRange(Share(messages, m => Calendar.IsQuietDay(m.Time)), 0.14, 0.26);
        Assert.InRange(Share([.. messages.Where(m => ((Hl7Message)m.Saying).Type == "SIU")], m => Calendar.IsQuietDay(m.Time)), 0, 0.12);
    }

    [Fact]
    public void Pumps_are_asked_by_night_as_by_day()
    {
        var asked = Steps.Where(s => s.Saying is PumpRequest).ToArray();
        Assert.InRange(Share(asked, s => Calendar.Hour(s.Time) is < 6 or >= 22), 0.25, 0.4);
    }

    [Fact]
    public void Clocks_that_change_do_not_move_the_morning()
    {
        var dice = new Kernel.Dice(1, "clock changes");
        foreach (var sunday in (ReadOnlySpan<string>)["2026-03-29", "2026-10-25"])
        {
            var noon = DateTimeOffset.Parse($"{sunday}T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds() * Kernel.Nanos.Second;
            for (var i = 0; i < 300; i++)
            {
                var admission = Hospital.Wards.Rhythm.Admissions.Next(dice, noon - Kernel.Nanos.Hours(20 * dice.Uniform()));
                Assert.InRange(Calendar.Hour(admission), 6, 17);
            }
        }
    }

    private static IEnumerable<Step> Messages() => Steps.Where(s => s.Saying is Hl7Message { AckCode: "" });

    /// <summary>How many times the mean the busiest hour between two hours is.</summary>
    private double Peak(string name, int from, int to, HostRole? sender = null)
    {
        var hours = new double[24];
        foreach (var step in Messages().Where(s => s.Saying is Hl7Message m && $"{m.Type}^{m.Trigger}" == name && (sender is null || s.Speaker.Role == sender)))
        {
            hours[(int)Calendar.Hour(step.Time)]++;
        }

        var peak = hours[from..(to + 1)].Max() / hours.Average();
        output.WriteLine($"{name}: {peak:0.0} times the mean; by hour {string.Join(' ', hours.Select(h => $"{h / hours.Average():0.0}"))}");
        Assert.Equal(hours.Max(), hours[from..(to + 1)].Max());
        return peak;
    }

    private static string WardOf(Hl7Message message)
    {
        var visit = message.Text[message.Text.IndexOf("PV1|", StringComparison.Ordinal)..];
        return visit.Split('|')[3].Split('^')[0];
    }

    private double Share(Step[] of, Func<Step, bool> which)
    {
        var share = (double)of.Count(which) / of.Length;
        output.WriteLine($"{share:0.000} of {of.Length}");
        return share;
    }
}
