namespace Sensor.Models;

/// <summary>Judges one step of a session against what is known of its grammar, and of the group's. Reads only.</summary>
internal static class SequenceJudge
{
    /// <param name="said">What was observed.</param>
    /// <param name="step">What it means here.</param>
    /// <param name="grammar">The step's grammar.</param>
    /// <param name="table">The transitions of all grammars.</param>
    /// <param name="session">The step's session as it was before; default if it isn't open.</param>
    /// <param name="context">Settings, mode and group.</param>
    /// <param name="allowed">What an analyst said of this transition.</param>
    public static Judgement Judge(
        in Utterance said,
        in Step step,
        GrammarExpectation grammar,
        TransitionTable table,
        in Session session,
        in ModelContext context,
        FeedbackVerb? allowed)
    {
        var at = table.Find(step.Pair);
        var known = at >= 0 && table.IsKnown(at);
        var judgement = new Judgement
        {
            Subject = SubjectOf(said, step, grammar),
            Score = double.PositiveInfinity,
            Observed = step.Bits,
            Expected = grammar.Usual,
            FirstSight = step.HasContext && at < 0,
        };
        if (context.Mode == LearningMode.Learn)
        {
            return judgement with { Shortfall = new Shortfall(Lacking.Judging) };
        }

        if (!step.HasContext)
        {
            return judgement with { Shortfall = new Shortfall(Lacking.Context) };
        }

        if (allowed == FeedbackVerb.Expected)
        {
            return judgement with { Verdict = Verdict.Expected };
        }

        var settings = context.Settings;
        var lack = grammar.Lacks(step.Now, settings);
        judgement = known ? JudgeOrder(judgement, step, grammar, lack, settings)
            : JudgeUnseen(judgement, step, grammar, lack, context);
        if (judgement.Reason == JudgementReason.None || judgement.Score > Budget(judgement.Reason, settings))
        {
            return judgement;
        }

        // The same step in quarantine, or a session that has just been announced, isn't announced again.
        var waiting = known ? table.Find(step.Triple) : at;
        var repeats = waiting >= 0 && !table.IsKnown(waiting) ? table.Seen(waiting) : 0;
        var quiet = PacketTime.Between(session.Surprised, step.Now);
        var announced = session.Surprised != 0 && quiet < PacketTime.Minutes(settings.SessionIdle);
        repeats = Math.Max(repeats, announced ? 1 : 0);
        if (repeats > 0 || allowed == FeedbackVerb.PlannedChange)
        {
            return judgement with { Verdict = Verdict.Informational, Repeats = repeats };
        }

        var (verdict, reason) = grammar.Announce(judgement.Reason, step.Now, settings);
        return judgement with { Verdict = verdict, Reason = reason };
    }

    private static double Budget(JudgementReason reason, ModelSettings settings) =>
        reason == JudgementReason.UnusualOrder ? settings.OrderBudget : settings.TransitionBudget;

    private static Judgement JudgeOrder(
        Judgement judgement,
        in Step step,
        GrammarExpectation grammar,
        Shortfall lack,
        ModelSettings settings)
    {
        if (!lack.IsNone)
        {
            return judgement with { Shortfall = lack };
        }

        var score = ExactMath.RoundScore(SequenceExpectation.ExcessScore(step.Excess, grammar.TokensPerMonth(step.Now)));
        return score > settings.OrderBudget
            ? judgement with { Verdict = Verdict.Expected, Score = score }
            : judgement with
            {
                Verdict = Verdict.Informational,
                Reason = JudgementReason.UnusualOrder,
                Score = score,
                Observed = step.Excess,
            };
    }

    private static Judgement JudgeUnseen(
        Judgement judgement,
        in Step step,
        GrammarExpectation grammar,
        Shortfall lack,
        in ModelContext context)
    {
        var settings = context.Settings;
        var group = context.Group?.Ask(judgement.Subject.Key, judgement.Subject.From, judgement.Subject.To) ?? default;
        judgement = judgement with { PeersAlike = group.Alike, PeersKnown = group.Known };
        double score;
        if (lack.IsNone)
        {
            score = grammar.NewPerMonth(step.Now, settings) * group.Share(settings);
        }
        else if (group.Known >= settings.GroupDevices)
        {
            judgement = judgement with { Basis = Basis.Group };
            score = group.Alike > 0 ? group.Known : settings.GroupWidening * group.ForeignKeys;
        }
        else
        {
            return judgement with { Shortfall = lack };
        }

        return judgement with
        {
            Verdict = Verdict.Informational,
            Reason = JudgementReason.UnseenTransition,
            Score = ExactMath.RoundScore(score),
        };
    }

    private static Subject SubjectOf(in Utterance said, in Step step, GrammarExpectation grammar) =>
        new(ExpectationKind.Sequence, default, said.Grammar, step.HasContext ? grammar.Symbols.Token(step.Last) : 0, said.Token);
}
