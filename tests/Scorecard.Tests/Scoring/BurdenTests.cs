using Scorecard.Scoring;

namespace Scorecard.Tests.Scoring;

public sealed class BurdenTests
{
    [Fact]
    public void Who_finds_one_a_device_year_beside_as_many_false_alerts_is_right_every_other_time()
    {
        var asOften = 30 / 365.25;

        Assert.Equal(0.5, Burden.Precision(1, asOften)!.Value, 9);
        Assert.Equal(2 * Burden.MinutesAnAlert, Burden.MinutesAnIncident(0.5));
        Assert.Equal(1, Burden.Precision(0.2, 0));
    }

    [Fact]
    public void Who_finds_nothing_wastes_all_of_the_time_and_no_figure_says_how_much_each_incident_costs()
    {
        Assert.Equal(0, Burden.Precision(0, 1));
        Assert.Null(Burden.MinutesAnIncident(0));
        Assert.Null(Burden.Precision(null, 1));
        Assert.Null(Burden.Precision(0, 0));
    }
}
