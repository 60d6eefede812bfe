using Hospital.Network;
using Hospital.Sayings;
using Hospital.Sites;

namespace Hospital.Tests.Wards;

/// <summary>When things happen in a hospital of 120 devices, over two weeks.</summary>
public sealed class RhythmTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<Step> Steps = Listener.Hear(120, 14);

    [Fact]
    public void Blood_is_drawn_before_breakfast_and_known_in_the_morning()
    {
        Assert.InRange(Peak("OML^O21", 4, 8), 3, 10);
        Assert.InRange(Peak("ORU^R01", 6, 10, HostRole.Laboratory), 2, 8);
    }

    [Fact]
    public void Drugs_are_ordered_on_rounds_and_notes_written_before_handovers()
    {
        Assert.InRange(Peak("RDE^O11", 8, 10), 2, 5);
        Assert.InRange(Peak("MDM^T02", 14, 15), 1.5, 5);
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
                var draw = Hospital.Wards.Rhythm.Draws.Next(dice, noon - Kernel.Nanos.Hours(20 * dice.Uniform()));
                Assert.InRange(Calendar.Hour(draw), 4, 10);
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

    private double Share(Step[] of, Func<Step, bool> which)
    {
        var share = (double)of.Count(which) / of.Length;
        output.WriteLine($"{share:0.000} of {of.Length}");
        return share;
    }
}
