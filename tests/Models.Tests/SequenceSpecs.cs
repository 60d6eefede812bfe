using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class SequenceSpecs
{
    [Fact]
    public void A_grammar_heard_a_few_times_is_not_judged()
    {
        var device = new Bedside();
        for (var i = 0; i < 5; i++)
        {
            device.Talk(1, 2, 3, 4);
        }

        var judgements = device.Talk(1, 3, 2, 4);
        Assert.All(judgements, j => Assert.Equal(Verdict.NotJudged, j.Verdict));
        Assert.Equal(new Shortfall(Lacking.Sessions, 6, 30), judgements[1].Shortfall);
        Assert.True(judgements[1].FirstSight);
    }

    [Fact]
    public void A_learnt_order_is_expected_and_a_swapped_one_is_flagged_once()
    {
        var device = Trained(days: 30);
        Assert.All(device.Talk(1, 2, 3, 3, 3, 4), j => Assert.Equal(Verdict.Expected, j.Verdict));

        var swapped = device.Talk(1, 3, 2, 4);
        Assert.Equal((Verdict.Surprising, JudgementReason.UnseenTransition), (swapped[1].Verdict, swapped[1].Reason));
        Assert.Equal(new Subject(ExpectationKind.Sequence, default, Bedside.Grammar, 1, 3), swapped[1].Subject);
        Assert.Single(swapped, j => j.Verdict == Verdict.Surprising);
        Assert.True(swapped[2].Repeats > 0);
        Assert.Equal(Verdict.Informational, device.Later(1).Talk(1, 3, 4)[1].Verdict);
    }

    [Fact]
    public void A_session_that_breaks_off_where_none_did_is_flagged()
    {
        var device = Trained(days: 30);
        var broken = device.Talk(1, 2);
        Assert.Equal((Verdict.Surprising, Subject.End), (broken[^1].Verdict, broken[^1].Subject.To));
    }

    [Fact]
    public void A_swap_teaches_only_when_it_recurs_for_days()
    {
        var device = Trained(days: 30);
        device.Talk(1, 4);
        device.Later(2).Talk(1, 4);
        Assert.Equal(Verdict.Informational, device.Later(2).Talk(1, 4)[1].Verdict);
        device.Later(24).Talk(1, 4);
        device.Later(24).Talk(1, 4);
        Assert.Equal(Verdict.Expected, device.Later(1).Talk(1, 4)[1].Verdict);
    }

    [Fact]
    public void Known_steps_in_an_unbelievable_order_are_flagged()
    {
        // Two dialects share all their pairs of steps; mixing them needs no unseen pair, only unbelievable threes.
        var device = new Bedside();
        for (var i = 0; i < 4000; i++)
        {
            device.Later(0.2).Talk(1, 5, 2, 5, 2, 5, 2, 6);
            device.Talk(3, 5, 4, 5, 4, 5, 4, 6);
        }

        var mixed = device.Talk(1, 5, 4, 5, 2, 5, 4, 5, 2, 5, 4, 5, 2, 5, 4, 5, 2, 6);
        Assert.Single(mixed, j => j is { Verdict: Verdict.Surprising, Reason: JudgementReason.UnusualOrder });
        Assert.DoesNotContain(device.Talk(1, 5, 2, 5, 2, 5, 2, 6), j => j.Verdict == Verdict.Surprising);
    }

    [Fact]
    public void Sessions_are_never_mixed_into_one_context()
    {
        var device = Trained(days: 30);
        for (var i = 0UL; i < 2; i++)
        {
            device.Say(5001 + i, 1, first: true);
        }

        foreach (var token in new uint[] { 2, 3, 4 })
        {
            Assert.Equal(Verdict.Expected, device.Say(5001, token).Verdict);
            Assert.Equal(Verdict.Expected, device.Say(5002, token).Verdict);
        }
    }

    [Fact]
    public void Lost_data_and_sessions_joined_midway_have_no_context_to_be_judged_in()
    {
        var device = Trained(days: 30);
        Assert.Equal(Lacking.Context, device.Say(6001, 4).Shortfall.Lacking);

        device.Say(6002, 1, first: true);
        Assert.Equal(Lacking.CleanData, device.Say(6002, 4, quality: DataQuality.Damaged).Shortfall.Lacking);
        Assert.Equal(Lacking.Context, device.Say(6002, 3).Shortfall.Lacking);
        Assert.Equal(Verdict.Expected, device.Say(6002, 4).Verdict);
        Assert.Equal(Verdict.Expected, device.Hang(6002).Verdict);
    }

    [Fact]
    public void The_fifth_grammar_finds_no_room_and_is_counted()
    {
        var device = new Bedside();
        for (var grammar = 0UL; grammar < 5; grammar++)
        {
            device.Say(1, 1, first: true, grammar: grammar);
        }

        Assert.Equal(Lacking.Room, device.Say(1, 2, grammar: 4).Shortfall.Lacking);
        Assert.Equal(2, device.Model.Counters.GrammarsWithoutRoom);
    }

    /// <summary>A modality: open, negotiate, a few objects, close; forty sessions a day.</summary>
    private static Bedside Trained(int days)
    {
        var device = new Bedside();
        var chance = new Lcg(3);
        for (var i = 0; i < days * 40; i++)
        {
            var judgements = device.Later(0.6).Talk([1, 2, .. Enumerable.Repeat(3u, 1 + chance.Below(4)), 4]);
            Assert.DoesNotContain(judgements, j => j.Verdict == Verdict.Surprising);
        }

        return device;
    }
}
