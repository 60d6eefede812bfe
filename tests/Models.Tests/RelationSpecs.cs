using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class RelationSpecs
{
    [Fact]
    public void A_device_seen_for_minutes_is_not_judged_and_says_what_it_lacks()
    {
        var device = new Bedside();
        for (var i = 0; i < 18; i++)
        {
            device.Relate(1);
        }

        var judgement = device.Relate(2);
        Assert.Equal(Verdict.NotJudged, judgement.Verdict);
        Assert.True(judgement.FirstSight);
        Assert.Equal(new Shortfall(Lacking.Observations, 18, 20), judgement.Shortfall);
        device.Relate(1);
        Assert.Equal(Lacking.Hours, device.Model.MaturityAt(device.Time, device.Settings).Relations.Lacking);
    }

    [Fact]
    public void After_quiet_days_a_known_peer_is_expected_and_a_new_one_surprises()
    {
        var device = new Bedside().Days(7, 1, 2, 3);

        Assert.Equal(Verdict.Expected, device.Relate(2).Verdict);
        var stranger = device.Relate(99);
        Assert.Equal(Verdict.Surprising, stranger.Verdict);
        Assert.Equal(JudgementReason.NewPeer, stranger.Reason);
        Assert.True(stranger.FirstSight);
        Assert.InRange(stranger.Score, 1e-6, device.Settings.RelationBudget);
        Assert.Equal(7 * 96 * 3 + 1, stranger.Expected.N);
        Assert.Equal(Bedside.Monday, stranger.Expected.Since);
    }

    [Fact]
    public void A_device_that_meets_somebody_new_every_day_may_go_on_doing_so()
    {
        var device = new Bedside();
        for (var day = 0UL; day < 21; day++)
        {
            device.Days(0.9, 1, 2, 1000 + day).Later(2.4);
        }

        var stranger = device.Relate(99);
        Assert.Equal(Verdict.Informational, stranger.Verdict);
        Assert.True(stranger.FirstSight);
    }

    [Fact]
    public void Kinds_are_judged_apart_and_named_apart()
    {
        var device = new Bedside().Days(0.02, 1).Declare();

        Assert.Equal(JudgementReason.NewPeer, device.Relate(5, RelationKind.Peer).Reason);
        Assert.Equal(JudgementReason.NewCommand, device.Relate(5, RelationKind.Command).Reason);
        Assert.Equal(JudgementReason.NewName, device.Relate(5, RelationKind.ActsAs).Reason);
        Assert.Equal(JudgementReason.NewAddressee, device.Relate(5, RelationKind.Addresses).Reason);
        Assert.Equal(JudgementReason.NewDestination, device.Relate(5, RelationKind.SendsTo).Reason);
        Assert.Equal(JudgementReason.NewContent, device.Relate(5, RelationKind.WorksOn).Reason);
    }

    [Fact]
    public void The_same_stranger_is_announced_once_and_then_counted()
    {
        var device = new Bedside().Days(7, 1, 2, 3);
        Assert.Equal(Verdict.Surprising, device.Relate(99).Verdict);

        var again = device.Later(1).Relate(99);
        Assert.Equal(Verdict.Informational, again.Verdict);
        Assert.False(again.FirstSight);
        Assert.Equal(1, again.Repeats);
        Assert.Equal(2, device.Later(1).Relate(99).Repeats);
    }

    [Fact]
    public void An_attack_repeated_all_day_teaches_nothing_three_days_do()
    {
        var device = new Bedside().Days(7, 1, 2, 3);
        device.Relate(99);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(Verdict.Informational, device.Later(0.1).Relate(99).Verdict);
        }

        device.Time = Bedside.Monday;
        device.Later(8 * 24).Relate(99);
        Assert.Equal(Verdict.Informational, device.Later(1).Relate(99).Verdict);
        device.Later(24).Relate(99);
        Assert.Equal(Verdict.Expected, device.Later(1).Relate(99).Verdict);
    }

    [Fact]
    public void What_does_not_recur_in_quarantine_is_announced_again()
    {
        var device = new Bedside().Days(7, 1, 2, 3);
        device.Relate(99);
        Assert.Equal(Verdict.Surprising, device.Days(15, 1, 2, 3).Relate(99).Verdict);
    }

    [Fact]
    public void A_scan_is_announced_as_one_burst()
    {
        var device = new Bedside().Days(7, 1, 2, 3);
        var judgements = Enumerable.Range(0, 500).Select(i => device.Relate(1000UL + (ulong)i)).ToList();

        Assert.Equal(3, judgements.Count(j => j is { Verdict: Verdict.Surprising, Reason: JudgementReason.NewPeer }));
        Assert.Equal(1, judgements.Count(j => j is { Verdict: Verdict.Surprising, Reason: JudgementReason.NoveltyBurst }));
        Assert.Equal(496, judgements.Count(j => j.Verdict == Verdict.Informational));

        // It has not pushed out what was known, nor taught anything.
        Assert.Equal(Verdict.Expected, device.Relate(1).Verdict);
        Assert.Equal(Verdict.Surprising, device.Later(24).Relate(5000).Verdict);
    }

    [Fact]
    public void A_key_that_had_to_make_room_is_not_announced_again()
    {
        var device = new Bedside(LearningMode.Learn);
        for (var i = 0UL; i < 300; i++)
        {
            device.Later(0.3).Relate(i);
        }

        device.Mode = LearningMode.Auto;
        device.Declare();
        Assert.True(device.Model.Counters.RelationsEvicted >= 200);
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(Verdict.Expected, device.Relate((ulong)i).Verdict));
        Assert.Equal(Verdict.Surprising, device.Relate(123_456).Verdict);
    }

    [Fact]
    public void Damaged_evidence_is_judged_but_teaches_nothing()
    {
        var device = new Bedside(LearningMode.Auto);
        for (var i = 0; i < 50; i++)
        {
            device.Relate(1, quality: DataQuality.Damaged);
        }

        Assert.Equal(0, device.Relate(2, quality: DataQuality.Damaged).Shortfall.Have);
        Assert.Equal(51, device.Model.Counters.DamagedObservations);
        device = new Bedside().Days(7, 1, 2, 3);
        Assert.Equal(Verdict.Surprising, device.Relate(9, quality: DataQuality.Damaged).Verdict);
        for (var day = 0; day < 5; day++)
        {
            Assert.Equal(Verdict.Informational, device.Later(24).Relate(9, quality: DataQuality.Damaged).Verdict);
        }
    }
}
