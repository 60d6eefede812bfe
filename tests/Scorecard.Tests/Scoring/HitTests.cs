using Hospital.Kernel;
using Hospital.Labels;
using Scorecard.Runs;
using Scorecard.Scoring;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

/// <summary>What counts as having found an attack.</summary>
public sealed class HitTests
{
    private static readonly long At = Test + (10 * Nanos.Day);
    private static readonly AttackLabel Theft = Attack(1, device: 3, At, 2 * Nanos.Hour);

    [Fact]
    public void An_alert_about_the_device_in_time_that_names_what_is_changed() =>
        Assert.Equal(new Outcome(Nanos.Hour, Nanos.Hour, false, false), Found(Alert(At + Nanos.Hour, 3, 9)));

    [Fact]
    public void An_alert_that_names_the_device_as_the_other_end() => Assert.True(Found(Alert(At, 7, 9, peer: 3)).IsHit);

    [Fact]
    public void Not_one_about_somebody_else() => Assert.Equal(default, Found(Alert(At, 7, 9)));

    [Fact]
    public void Not_one_before_its_first_trace_or_more_than_an_hour_after_its_last()
    {
        Assert.Equal(default, Found(Alert(At - 1, 3, 9)));
        Assert.True(Found(Alert(At + (3 * Nanos.Hour), 3, 9)).IsHit);
        Assert.Equal(default, Found(Alert(At + (3 * Nanos.Hour) + 1, 3, 9)));
    }

    [Fact]
    public void Not_one_below_the_threshold() => Assert.Equal(default, Found(Alert(At, 3, 4)));

    [Fact]
    public void One_that_names_something_else_is_told_apart()
    {
        var outcome = Found(Alert(At, 3, 9, Trait.Peer), Alert(At + Nanos.Hour, 3, 9, Trait.Volume | Trait.Pace));

        Assert.Equal(new Outcome(Nanos.Hour, 0, false, false), outcome);
        Assert.Equal(new Outcome(null, 0, false, false), Found(Alert(At, 3, 9, Trait.Peer)));
        Assert.Equal(new Outcome(null, 0, false, false), Found(Alert(At, 3, 9, Trait.None), Alert(At, 9, 9)));
    }

    [Fact]
    public void What_would_have_come_anyway_is_the_floor_and_no_hit() =>
        Assert.Equal(new Outcome(null, null, true, true), Find([Alert(At + Nanos.Hour, 3, 9)], [Alert(At + Nanos.Hour, 3, 9)]));

    [Fact]
    public void The_twins_alerts_reach_an_hour_to_both_sides()
    {
        Assert.False(Find([Alert(At + Nanos.Hour, 3, 9)], [Alert(At, 3, 9)]).IsHit);
        Assert.False(Find([Alert(At + Nanos.Hour, 3, 9)], [Alert(At + (2 * Nanos.Hour), 3, 9)]).IsHit);
        Assert.True(Find([Alert(At + Nanos.Hour + 1, 3, 9)], [Alert(At, 3, 9)]).IsHit);
        Assert.True(Find([Alert(At + Nanos.Hour, 3, 9)], [Alert(At - (3 * Nanos.Hour), 3, 9), Alert(At + (3 * Nanos.Hour), 3, 9)]).IsHit);
    }

    [Fact]
    public void What_the_twin_says_of_the_host_for_another_reason_excuses_nothing() =>
        Assert.True(Find([Alert(At, 3, 9, reason: "new-peer")], [Alert(At, 3, 9, reason: "rate-high")]).IsHit);

    [Theory]
    [InlineData(7, 0, 7, 0, false)]
    [InlineData(7, 0, 8, 0, true)]
    [InlineData(7, 1, 7, 2, false)]
    [InlineData(7, 1, 8, 1, false)]
    [InlineData(7, 1, 8, 2, true)]
    [InlineData(-1, 1, 7, 2, true)]
    [InlineData(-1, 0, 7, 2, false)]
    [InlineData(-1, 1, 7, 0, false)]
    public void It_is_the_same_alert_unless_all_that_both_name_differs(int peer, ulong subject, int twinsPeer, ulong twinsSubject, bool isHit) => Assert.Equal(
        isHit, Find([Alert(At, 3, 9, peer: peer) with { Subject = subject }], [Alert(At, 3, 9, peer: twinsPeer) with { Subject = twinsSubject }]).IsHit);

    [Fact]
    public void The_twins_alerts_below_the_threshold_excuse_nothing() => Assert.True(Find([Alert(At, 3, 9)], [Alert(At, 3, 4)]).IsHit);

    [Fact]
    public void The_floor_names_too() => Assert.Equal(new Outcome(null, null, false, true), Find([], [Alert(At, 3, 9, Trait.Peer)]));

    /// <summary>Of two attacks on one device at once, the one that began last.</summary>
    [Fact]
    public void An_alert_finds_one_attack_only()
    {
        var slow = Attack(2, device: 3, At - (5 * Nanos.Day), 10 * Nanos.Day);
        var outcomes = Find([Theft, slow], [Alert(At + Nanos.Hour, 3, 9)], []);

        Assert.True(outcomes[0].IsHit);
        Assert.False(outcomes[1].IsHit);
    }

    /// <summary>Whichever began first.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void An_alert_between_two_is_about_the_attack_that_knows_both(int hoursLater)
    {
        var both = Attack(2, device: 3, At, 10 * Nanos.Day, also: 7);
        var one = Attack(1, device: 3, At + (hoursLater * Nanos.Hour), 10 * Nanos.Day);
        var outcomes = Find([one, both], [Alert(At + (2 * Nanos.Hour), 3, 9, peer: 7)], []);

        Assert.Equal([false, true], outcomes.Select(o => o.IsHit));
    }

    /// <summary>Of an attacker's host it is known which attack it came with, as it is numbered so.</summary>
    [Fact]
    public void An_alert_about_an_attackers_host_is_about_his_attack()
    {
        var his = Attack(1, device: 4, At, 10 * Nanos.Day, also: Hospital.Network.Host.FirstForeign + 16 + 2);
        var later = Attack(2, device: 3, At + Nanos.Hour, 10 * Nanos.Day, also: Hospital.Network.Host.FirstForeign + 32);
        var alert = Alert(At + (2 * Nanos.Hour), 3, 9, peer: Hospital.Network.Host.FirstForeign + 16 + 2);

        Assert.Equal([true, false], Find([his, later], [alert], []).Select(o => o.IsHit));
        Assert.Equal([false, true], Find([his, later], [alert with { Peer = Hospital.Network.Host.FirstForeign + 32 }], []).Select(o => o.IsHit));

        // Nor does it become another's when it comes too late for its own.
        his.LastSeen = At;
        Assert.Equal([false, false], Find([his, later], [alert], []).Select(o => o.IsHit));
    }

    [Fact]
    public void Who_can_name_nothing_finds_by_any_reason()
    {
        Assert.True(Find([Alert(At, 3, 9, Trait.None)], [Alert(At - Nanos.Day, 3, 9, Trait.None)]).IsHit);
        Assert.False(Find([Alert(At, 3, 9, Trait.None)], [Alert(At - Nanos.Day, 3, 9, Trait.Peer)]).IsHit);
    }

    [Fact]
    public void What_never_showed_cannot_be_found()
    {
        var hidden = Attack(1, 3, At, Nanos.Hour);
        hidden.FirstSeen = hidden.LastSeen = null;

        Assert.Equal(default, Find([hidden], [Alert(At, 3, 9)], [])[0]);
        Assert.Equal(default, Find([Attack(1, 3, At, Nanos.Hour, isObservable: false)], [Alert(At, 3, 9)], [])[0]);
    }

    private static Outcome Found(params Candidate[] alerts) => Find(alerts, []);

    private static Outcome Find(Candidate[] attacked, Candidate[] clean) => Find([Theft], attacked, clean)[0];

    private static Outcome[] Find(AttackLabel[] labels, Candidate[] attacked, Candidate[] clean) =>
        Hits.Find(new Trial(new Study([Run(1, 0, clean), Run(1, 1, attacked, labels)]), new View(Method)).AtScore(5));
}
