using Hospital.Kernel;
using Hospital.Labels;
using Scorecard.Scoring;
using Scorecard.Scoring.Statistics;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

/// <summary>How long false alerts stay more after something benign.</summary>
public sealed class RecoveryTests
{
    /// <summary>As R's <c>binom.test(a, a + b, t / (t + u), alternative = "greater")</c> gives them.</summary>
    [Theory]
    [InlineData(5, 1, 0, 1, 0.03125)]
    [InlineData(8, 1, 2, 1, 0.0546875)]
    [InlineData(0, 1, 5, 1, 1)]
    [InlineData(3, 1, 1, 3, 0.05078125)]
    public void Whether_events_are_more(int events, double time, int others, double otherTime, double p) =>
        Assert.Equal(p, Poisson.AtLeast(events, time, others, otherTime), 8);

    [Fact]
    public void It_is_over_when_a_week_is_no_worse_than_the_week_before()
    {
        // Each of twenty devices is alerted on for three days after, and never before.
        Assert.Equal(3, Row(days: 3).DaysUntilAsBefore);
        Assert.Equal(14, Row(days: 28).DaysUntilAsBefore);
        Assert.Equal(0, Row(days: 0).DaysUntilAsBefore);
    }

    [Fact]
    public void What_goes_on_to_the_end_has_no_afterwards() => Assert.Null(Row(days: 3, until: End).DaysUntilAsBefore);

    private static RecoveryRow Row(int days, long? until = null)
    {
        var from = Test + Nanos.Day;
        var ends = until ?? (from + Nanos.Day);
        var alerts = from day in Enumerable.Range(0, days) from host in Enumerable.Range(0, Devices) select Alert(ends + (day * Nanos.Day) + Nanos.Hour, host, 1);
        var run = Run(1, 0, alerts) with { Nuisances = [new Nuisance("migration", "Everything moves.", [.. Enumerable.Range(0, Devices).Select(Host)], from, ends)] };
        var trial = new Trial(new Study([run]), new View(Method));
        return Assert.Single(new Recovery(trial.AtScore(0), trial.Sites).Rows);
    }
}
