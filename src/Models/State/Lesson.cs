namespace Sensor.Models;

/// <summary>What an observation may do to the model after it was judged.</summary>
internal enum Lesson : byte
{
    /// <summary>Nothing: damaged data, or a frozen baseline that knew it already.</summary>
    None,

    /// <summary>Remembered in quarantine so that it is announced once; its recurrence doesn't make it known.</summary>
    Remember,

    /// <summary>Remembered in quarantine; becomes known when it recurs on enough days.</summary>
    Wait,

    /// <summary>Learnt.</summary>
    Learn,
}

internal static class Lessons
{
    /// <param name="judgement">What the observation was judged to be.</param>
    /// <param name="frozen">The baseline stands still: detect mode, damaged data, or an incident.</param>
    /// <param name="allowed">What an analyst said of it.</param>
    public static Lesson Of(in Judgement judgement, bool frozen, FeedbackVerb? allowed)
    {
        var alarming = judgement.Verdict == Verdict.Surprising || judgement.Repeats > 0 || judgement.Reason == JudgementReason.NoveltyBurst;
        return frozen ? (alarming ? Lesson.Remember : Lesson.None)
            : alarming && allowed is null ? Lesson.Wait
            : Lesson.Learn;
    }
}
