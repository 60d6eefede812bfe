using System.Diagnostics;
using Hospital;
using Hospital.Kernel;
using Hospital.Sites;
using Scorecard.Feed;
using Scorecard.Feed.Slices;

namespace Scorecard.Tests.Feed;

/// <summary>The sensor on a hospital as it is generated.</summary>
public sealed class SiteTests
{
    private static readonly SiteParameters Site = SiteParameters.Of(11, 20) with { Weeks = 1 };

    [Fact]
    public void A_slice_of_a_hospital_is_told_as_it_was_said()
    {
        var (from, length) = (Environment.GetEnvironmentVariable("FEED_FROM"), Environment.GetEnvironmentVariable("FEED_LENGTH"));
        var begin = Site.Start + Nanos.Hours(from is null ? 33.5 : double.Parse(from));
        var slice = new Slice(begin, begin + Nanos.Minutes(length is null ? 10 : double.Parse(length)));
        Run.Play(Site, null, slice);

        var report = SliceCheck.Run(slice.Steps);

        Console.WriteLine(report);
        Assert.True(report.IsEqual, report.ToString());
    }

    [Fact]
    public void Speed()
    {
        var watch = Stopwatch.StartNew();
        var nothing = new Slice(0, 0);
        Run.Play(Site, null, nothing);
        var alone = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var method = new SensorMethod(new SensorOptions());
        var counted = new Counted(method);
        var (site, _) = Run.Play(Site, null, counted);
        method.Know(site.Hosts);
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"{counted.Steps} steps {method.Packets} packets {method.Facts} facts; generator {alone:0.00} s, all {seconds:0.00} s, front {method.Seconds.Front:0.00} back {method.Seconds.Back:0.00}; {method.Result.Cost}");
        foreach (var c in method.Result.Candidates.GroupBy(c => (c.Part, c.Reason)).OrderByDescending(g => g.Count())) Console.WriteLine($"{c.Key} {c.Count()}");
        foreach (var c in method.Shipped.Candidates.GroupBy(c => (c.Part, c.Reason)).OrderByDescending(g => g.Count())) Console.WriteLine($"TOLD {c.Key} {c.Count()}");
        Console.WriteLine($"unknown host {method.Result.Candidates.Count(c => c.Host < 0)} peer {method.Result.Candidates.Count(c => c.Peer < 0)}");
    }

    private sealed class Slice(long from, long until) : IStepTaker
    {
        public List<Step> Steps { get; } = [];

        public void Take(in Step step)
        {
            if (step.Time >= from && step.Time < until)
            {
                Steps.Add(step);
            }
        }

        public void End(long time)
        {
        }
    }

    private sealed class Counted(IStepTaker to) : IStepTaker
    {
        public long Steps { get; private set; }

        public void Take(in Step step)
        {
            Steps++;
            to.Take(in step);
        }

        public void End(long time) => to.End(time);
    }
}
