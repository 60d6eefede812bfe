using Sensor.Dissectors.Contract;
using Sensor.Models;
using Verdict = Sensor.Models.Verdict;

namespace Scorecard.Feed;

/// <summary>Which judgements would be told if the budget allowed: what the models say of them apart from the budget holds here too.</summary>
internal static class JudgementSieve
{
    public static bool Passes(in Judgement judgement, Quantity? quantity, SensorOptions options)
    {
        if (!(judgement.Score <= options.MaxLambda) || judgement.Repeats > 0 || ShareOf(judgement.Subject.Kind, options.Models) == 0)
        {
            // Repeated: it waits in quarantine and was told.
            return false;
        }

        if (quantity is { IsDuration: true } && IsLow(in judgement))
        {
            return false;
        }

        if (judgement.Verdict == Verdict.Surprising)
        {
            return true;
        }

        // Of many new things on one day the burst was told.
        return judgement.Reason != JudgementReason.NoveltyBurst && (quantity is null || Matters(in judgement, options.Models));
    }

    /// <summary>The value is below what is usual.</summary>
    public static bool IsLow(in Judgement judgement) => judgement.Reason switch
    {
        JudgementReason.RateLow or JudgementReason.RateShiftDown => true,
        JudgementReason.RateHigh or JudgementReason.RateShiftUp => false,
        _ => judgement.Observed < judgement.Expected.Typical,
    };

    private static double ShareOf(ExpectationKind kind, ModelSettings settings) => kind switch
    {
        ExpectationKind.Relation => settings.RelationShare,
        ExpectationKind.Sequence => settings.SequenceShare,
        _ => settings.TransactionShare,
    };

    /// <summary>Outside the usual range and far enough from the typical value, whatever it is called: the models ask only of values within the budget.</summary>
    private static bool Matters(in Judgement judgement, ModelSettings settings)
    {
        var (seen, usual) = (judgement.Observed, judgement.Expected);
        return (seen > usual.High || seen < usual.Low) && Math.Abs(Math.Log((1 + seen) / (1 + usual.Typical))) >= Math.Log(settings.TransactionEffect);
    }
}
