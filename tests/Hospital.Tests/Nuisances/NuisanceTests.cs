using System.Diagnostics;
using Hospital.Sites;

namespace Hospital.Tests.Nuisances;

/// <summary>What is unusual and no attack.</summary>
public sealed class NuisanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_kind_comes_about_and_is_noted_within_the_site_s_time()
    {
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (ulong seed = 1; seed <= 40; seed++)
        {
            var site = Furnished(SiteParameters.Of(seed, 120));
            foreach (var nuisance in site.Nuisances)
            {
                kinds[nuisance.Kind] = kinds.GetValueOrDefault(nuisance.Kind) + 1;
                Assert.InRange(nuisance.From, site.Parameters.Start, site.Parameters.End);
                Assert.InRange(nuisance.Until, nuisance.From, site.Parameters.End);
            }
        }

        output.WriteLine(string.Join(", ", kinds.Select(k => $"{k.Key} {k.Value / 40.0:0.0}")));
        Assert.Equal(
            [
                "address-change", "address-renewal", "archive-failover", "archive-migration", "archive-outage", "clock-correction", "disaster-drill", "drift", "engine-outage", "firmware-campaign",
                "modality-replacement", "nak-storm", "new-building", "pilot", "printer-discovery", "receiver-outage", "research-export", "retry-loop", "roaming", "teleradiology",
                "test-patients", "vendor-remote-support", "vendor-remote-support-unplanned", "vendor-visit", "vulnerability-scan", "wrong-title",
            ],
            kinds.Keys);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void A_site_lives_through_them(ulong seed)
    {
        var parameters = SiteParameters.Of(seed, 20) with { Weeks = 3 };
        var tally = new StepTally();
        var clock = Stopwatch.StartNew();
        var (site, _) = Run.Play(parameters, null, tally);
        output.WriteLine($"{tally.Steps} steps, {site.Nuisances.Count} nuisances ({string.Join(", ", site.Nuisances.Select(n => n.Kind))}), {clock.ElapsedMilliseconds} ms");
        Assert.NotEmpty(site.Nuisances);
        Assert.True(tally.Steps > 10_000);
        Assert.Equal(parameters.End, tally.Ended);
    }

    [Fact]
    public void Without_them_there_are_none()
    {
        var site = Furnished(SiteParameters.Of(5, 120) with { HasNuisances = false, HasDrift = false });
        Assert.Empty(site.Nuisances);
    }

    internal static Site Furnished(SiteParameters parameters)
    {
        Site? furnished = null;
        Assert.Throws<EnoughSeen>(() => Run.Play(parameters, new Peek(site => furnished = site), new StepTally()));
        return furnished!;
    }

    /// <summary>Looks at the furnished site and lets nothing begin.</summary>
    private sealed class Peek(Action<Site> look) : IAttackPlan
    {
        public IReadOnlyList<IAttack> Plan(Site site)
        {
            look(site);
            throw new EnoughSeen();
        }
    }

    private sealed class EnoughSeen : Exception;

    private sealed class StepTally : IStepTaker
    {
        public long Steps { get; private set; }

        public long Ended { get; private set; }

        private long _last;

        public void Take(in Step step)
        {
            Assert.True(step.Time >= _last);
            _last = step.Time;
            Steps++;
        }

        public void End(long time) => Ended = time;
    }
}
