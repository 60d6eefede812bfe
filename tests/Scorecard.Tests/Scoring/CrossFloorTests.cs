using Hospital.Kernel;
using Hospital.Labels;
using Scorecard.Runs;
using Scorecard.Scoring;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

/// <summary>What neighbours' attacks add: an attack looked for in the runs it wasn't in.</summary>
public sealed class CrossFloorTests
{
    private const int HisHost = Hospital.Network.Host.FirstForeign + 16;

    private static readonly long At = Test + (10 * Nanos.Day);
    private static readonly AttackLabel Theft = Attack(1, device: 3, At, 2 * Nanos.Hour, also: HisHost);

    [Fact]
    public void An_alert_about_its_devices_in_its_time_and_nobodys_own_would_have_been_credited_to_it()
    {
        Assert.Equal(new Cross(1, 1, 1), Look([Alert(At, 3, 9)]));
        Assert.Equal(new Cross(1, 0, 1), Look([Alert(At, 3, 9, Trait.Peer), Alert(At, 9, 9)]));
        Assert.Equal(new Cross(1, 0, 0), Look([Alert(At + (4 * Nanos.Hour), 3, 9)]));
        Assert.Equal(new Cross(1, 0, 0), Look([Alert(At, 5, 9)]));
    }

    [Fact]
    public void What_another_attack_is_credited_with_is_not_added()
    {
        var later = Attack(1, device: 3, At + Nanos.Hour, Nanos.Hour);

        Assert.Equal(new Cross(1, 0, 0), Look([Alert(At + Nanos.Hour, 3, 9)], later));
        Assert.Equal(new Cross(1, 1, 1), Look([Alert(At, 3, 9)], later));
    }

    /// <summary>The first attack of any run brings a host of the same number along.</summary>
    [Fact]
    public void Attackers_of_other_runs_are_not_its_own() => Assert.Equal(new Cross(1, 0, 0), Look([Alert(At, HisHost, 9, peer: 3)], Attack(1, 5, At - Nanos.Day, Nanos.Hour)));

    [Fact]
    public void What_the_clean_twin_says_too_belongs_to_the_other_floor() => Assert.Equal(new Cross(1, 0, 0), Look([Alert(At, 3, 9)], clean: [Alert(At, 3, 9)]));

    [Fact]
    public void In_its_own_run_and_without_others_it_is_not_looked_for() =>
        Assert.Equal(default, Find([Run(1, 0, []), Run(1, 1, [Alert(At, 3, 9)], [Theft])]));

    private static Cross Look(Candidate[] alerts, AttackLabel? other = null, Candidate[]? clean = null) =>
        Find([Run(1, 0, clean ?? []), Run(1, 1, [], [Theft]), Run(1, 2, alerts, other is null ? [] : [other])]);

    private static Cross Find(RunRecord[] runs) => CrossFloor.Find(new Trial(new Study(runs), new View(Method)).AtScore(5))[0].Outcome.Cross;
}
