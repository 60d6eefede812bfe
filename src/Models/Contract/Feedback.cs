namespace Sensor.Models;

/// <summary>What an analyst says about a judgement. It changes expectations, never scores.</summary>
public enum FeedbackVerb : byte
{
    /// <summary>This is as it should be: expected until <see cref="Feedback.Until"/>, and learnt at its next use.</summary>
    Expected,

    /// <summary>
    /// Between <see cref="Feedback.From"/> and <see cref="Feedback.Until"/> changes are announced: surprises of this subject are
    /// informational and learnt at once. With <see cref="Subject.Key"/> 0 it is for all keys of the kind, but then never for commands.
    /// </summary>
    PlannedChange,

    /// <summary>
    /// An attack since <see cref="Feedback.From"/>: what was learnt since a day before is taken back where it can be (since then, where
    /// nothing older is known), and learning is frozen until <see cref="Feedback.Until"/>.
    /// </summary>
    TrueIncident,

    /// <summary>Nobody knows: what waits in quarantine goes on waiting, and its recurrence doesn't make it known.</summary>
    Unclear,

    /// <summary>
    /// What surprised since <see cref="Feedback.From"/> was dealt with, and isn't expected: what waits in quarantine since then is dropped, so
    /// that the next time surprises again.
    /// </summary>
    Once,

    /// <summary>
    /// An earlier <see cref="Expected"/> or <see cref="PlannedChange"/> of this very subject was a mistake: it ends, and what was learnt by it
    /// is forgotten, but for values of rates, which can't be told from others.
    /// </summary>
    Withdrawn,
}

/// <param name="Verb">What is said.</param>
/// <param name="Subject">About what, as the judgement gave it; <see cref="FeedbackVerb.TrueIncident"/> and
/// <see cref="FeedbackVerb.Once"/> are about the whole device.</param>
/// <param name="From">Packet time from which it holds, nanoseconds since the Unix epoch.</param>
/// <param name="Until">Packet time at which it ends.</param>
public readonly record struct Feedback(FeedbackVerb Verb, Subject Subject, long From, long Until);
