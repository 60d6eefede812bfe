using Hospital;
using Hospital.Kernel;
using Hospital.Sites;
using Scorecard.Feed;
using Scorecard.Feed.Slices;

namespace Scorecard.Tests.Feed;

/// <summary>The sensor on a hospital as it is generated.</summary>
public sealed class SiteTests(ITestOutputHelper output)
{
    private static readonly SiteParameters Site = SiteParameters.Of(11, 20) with { Weeks = 1 };

    /// <summary>A morning and a night: of connections that began before, too.</summary>
    [Fact]
    public void Slices_of_a_hospital_are_told_as_they_were_said()
    {
        var morning = Site.Start + Nanos.Hours(33.5);
        var night = Site.Start + Nanos.Hours(50);
        var keeper = new SliceKeeper((morning, morning + Nanos.Minutes(20)), (night, night + Nanos.Hours(1)));
        Run.Play(Site, null, keeper);

        foreach (var slice in keeper.Slices)
        {
            var report = SliceCheck.Run(slice);
            output.WriteLine(report.ToString());
            Assert.True(report.IsEqual, report.ToString());
            Assert.True(report.Typed.Compared.Count >= 4, report.ToString());
        }
    }

    [Fact]
    public void Whoever_a_candidate_is_about_is_one_of_the_hospital_s_hosts()
    {
        var method = new SensorMethod(new SensorOptions());
        var days = new FirstDays(method, Site.Start + Nanos.Days(2));
        var (site, _) = Run.Play(Site, null, days);
        method.Know(site.Hosts);
        method.End(Site.Start + Nanos.Days(2));

        var (front, back) = method.Seconds;
        output.WriteLine(FormattableString.Invariant(
            $"{days.Steps} steps, {method.Packets} packets, {method.Facts} facts: {(front + back) * 1e9 / method.Packets:0} ns a packet ({front * 1e9 / method.Packets:0} until facts), {(front + back) * 1e6 / days.Steps:0.0} µs a step; {method.Result.Cost}"));
        Assert.NotEmpty(method.Result.Candidates);
        Assert.All(method.Result.Candidates, c => Assert.InRange(c.Host, 0, site.Hosts.Count - 1));
    }

    private sealed class FirstDays(IStepTaker to, long until) : IStepTaker
    {
        public long Steps { get; private set; }

        public void Take(in Step step)
        {
            if (step.Time < until)
            {
                Steps++;
                to.Take(in step);
            }
        }

        public void End(long time)
        {
        }
    }
}
