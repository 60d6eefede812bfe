namespace Sensor.State;

/// <summary>What people did that takes effect together, between two facts.</summary>
/// <param name="Deeds">About incidents, in order.</param>
/// <param name="Feedback">What models are told, in order.</param>
internal sealed record JournalNews(IReadOnlyList<JournalEntry> Deeds, IReadOnlyList<FeedbackRow> Feedback)
{
    public static JournalNews None { get; } = new([], []);

    public bool IsEmpty => Deeds.Count == 0 && Feedback.Count == 0;
}
