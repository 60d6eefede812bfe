using System.Diagnostics;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Radiology;
using Hospital.Sayings;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Tests.Radiology;

/// <summary>Everything follows from orders, and from the seed.</summary>
public sealed class LifeTests(ITestOutputHelper output)
{
    [Fact]
    public void Equal_seeds_give_equal_steps_and_others_do_not()
    {
        var watch = Stopwatch.StartNew();
        var once = Days.Live(20, 3);
        output.WriteLine($"{once.Steps.Count / watch.Elapsed.TotalSeconds:0} steps/s, kept in a list");
        Assert.Equal(once.Hash(), Days.Live(20, 3).Hash());
        Assert.NotEqual(once.Hash(), Days.Live(20, 3, 5).Hash());
    }

    [Fact]
    public void A_modality_more_moves_nothing_of_other_modalities()
    {
        // The only one of its kind: whoever has units of a kind, or of one that can stand in for it, shares work with a new one.
        var plain = Days.Live(20, 2);
        var kind = Enum.GetValues<ImageKind>().First(k => k is not (ImageKind.CR or ImageKind.DX) && plain.Department.Modalities.All(m => m.Profile.Kind != k));
        ImagingUnit? added = null;
        var with = Days.Live(20, 2, change: d => added = d.Department.Introduce(Profiles.Modalities.First(p => p.Kind == kind), "nuclear medicine"));
        Assert.Equal(Times(plain), Times(with));
        Assert.Contains(with.Steps, s => s.Conversation.Client == added!.Host);

        List<(long, string)> Times(Days days) =>
            [.. days.Steps.Where(s => s.Conversation.Client.Role == HostRole.Modality && s.Conversation.Client != added?.Host && s.From == Side.Client).Select(s => (s.Time, Days.Render(s)))];
    }

    [Fact]
    public void Every_object_that_a_modality_stores_follows_from_an_order()
    {
        var days = Days.Live(20, 5);
        var stores = days.Requests(DimseOperation.Store).Where(s => s.Step.Conversation.Client.Role == HostRole.Modality).ToList();
        Assert.NotEmpty(stores);
        Assert.All(stores, s => Assert.True(
            days.Ordered.Contains(s.Request.Subject!.Accession) || s.Request.Subject.Accession.StartsWith('R') || s.Request.Subject.Accession.StartsWith("QA", StringComparison.Ordinal)));
        Assert.Contains(stores, s => days.Ordered.Contains(s.Request.Subject!.Accession));

        // The others are of studies that the archive has had, or that somebody asked for.
        Assert.All(
            days.Requests(DimseOperation.Store).Where(s => s.Step.Conversation.Client.Role == HostRole.Archive && s.Request.MoveOriginator.Length > 0),
            s => Assert.Contains(days.Site.Entities, e => e.Title == s.Request.MoveOriginator));
    }

    [Fact]
    public void Others_are_told_of_an_examination_in_its_order()
    {
        var told = Days.Live(20, 4).Told.GroupBy(t => t.Accession, t => t.What).Select(g => string.Join(' ', g)).ToList();
        Assert.All(told, t => Assert.StartsWith(t, "begun over reported", StringComparison.Ordinal));
        Assert.True(told.Count(t => t.EndsWith("reported", StringComparison.Ordinal)) > told.Count / 2);
    }

    [Fact]
    public void Work_waits_for_an_archive_that_is_away_and_comes_when_it_is_back()
    {
        var start = SiteParameters.Of(3, 20).Start;
        var (from, until) = (start + (8 * Nanos.Hour), start + (12 * Nanos.Hour));
        var days = Days.Live(20, 2, change: d => d.Department.Fail(d.Department.MainArchive.Host, from, until));
        var archive = days.Department.MainArchive.Host;
        Assert.DoesNotContain(days.Steps, s => s.Saying is AssociateRequest && s.Listener == archive && s.Time >= from && s.Time < until);
        Assert.Contains(days.Steps, s => s.Saying is Refused && s.Listener == archive);
        Assert.Equal(Stored(Days.Live(20, 2)), Stored(days));

        static SortedSet<string> Stored(Days days) =>
            [.. days.Requests(DimseOperation.Store).Where(s => s.Step.Conversation.Client.Role == HostRole.Modality && s.Step.Time < days.Site.Parameters.Start + (36 * Nanos.Hour)).Select(s => s.Request.Subject!.Accession)];
    }

    [Fact]
    public void What_was_made_before_a_replacement_is_still_sent()
    {
        // In the middle of the day, with an archive that is away: there is something left to send that the new one would never make.
        var at = SiteParameters.Of(3, 20).Start + (11 * Nanos.Hour);
        var days = Days.Live(20, 1, change: d =>
        {
            d.Department.Fail(d.Department.MainArchive.Host, at - Nanos.Hour, at + Nanos.Hour);
            d.Site.Life.At(at, () =>
            {
                foreach (var unit in d.Department.Modalities)
                {
                    d.Department.Replace(unit.Host, unit.Profile with { SopClass = Uids.SecondaryCapture, ReportsDose = false, Clips = 0 });
                }
            });
        });
        Assert.Contains(days.Requests(DimseOperation.Store), s => s.Step.Time > at + Nanos.Hour && s.Request.SopClass != Uids.SecondaryCapture && s.Step.Conversation.Client.Role == HostRole.Modality);
    }

    [Fact]
    public void A_replaced_modality_keeps_its_title_and_has_new_habits()
    {
        var profile = Profiles.Modalities.Last(p => p.Kind == ImageKind.CT);
        ImagingUnit? unit = null;
        var at = SiteParameters.Of(3, 20).Start + Nanos.Day;
        var days = Days.Live(20, 2, change: d =>
        {
            unit = d.Department.Modalities.First(m => m.Profile.Kind == ImageKind.CT);
            d.Site.Life.At(at, () => d.Department.Replace(unit.Host, profile));
        });
        var calls = days.Steps.Where(s => s.Conversation.Client == unit!.Host && s.Saying is AssociateRequest).Select(s => (s.Time, Call: (AssociateRequest)s.Saying)).ToList();
        Assert.Single(calls.Select(c => c.Call.CallingAe).Distinct());
        Assert.All(calls.Where(c => c.Time > at + Nanos.Hour), c => Assert.Equal(profile.ImplementationUid, c.Call.ImplementationUid));
        Assert.Contains(days.Site.Entities, e => e.Host == unit!.Host && e.ImplementationUid == profile.ImplementationUid);
    }
}
