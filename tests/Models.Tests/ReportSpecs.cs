using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class ReportSpecs
{
    [Fact]
    public void What_was_learnt_can_be_looked_through()
    {
        var device = new Bedside().Days(7, 1, 2);
        device.Relate(99);
        device.Measure(1000);
        device.Talk(5, 6);
        var report = device.Model.Report(device.Time, device.Settings);

        Assert.Equal([(1UL, false), (2UL, false), (99UL, true)], report.Relations.Select(r => (r.Key, r.Waiting)));
        Assert.Equal(7 * 96, report.Relations[0].Occasions);
        var rate = Assert.Single(report.Rates);
        Assert.Equal((1UL, 1000.0), (rate.Feature, Math.Round(rate.Usual.Typical)));
        Assert.Equal(new Shortfall(Lacking.Observations, 1, 30), rate.Shortfall);
        var steps = report.Transitions.Select(t => (t.From, t.To)).OrderBy(t => t.To);
        Assert.Equal([(Subject.Start, 5UL), (5UL, 6UL), (6UL, Subject.End)], steps);
    }

    [Fact]
    public void Every_reason_has_a_slug_of_its_own()
    {
        var slugs = Enum.GetValues<JudgementReason>().Select(reason => reason.Slug()).ToList();
        Assert.Distinct(slugs);
        Assert.All(slugs, slug => Assert.Matches("^[a-z]+(-[a-z]+)*$", slug));
    }
}
