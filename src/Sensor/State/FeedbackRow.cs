using Sensor.Models;

namespace Sensor.State;

/// <summary>An analyst's word about what a model judged, as it is stored.</summary>
/// <param name="Device">Number of the device.</param>
/// <param name="Word">What was said, about what, and for when.</param>
internal sealed record FeedbackRow(int Device, Feedback Word)
{
    /// <summary>Number in the order in which it was said; 0 before it is stored.</summary>
    public long Number { get; init; }

    /// <summary>Id of the alert it was said of; null where it was said of none.</summary>
    public string? Alert { get; init; }

    public required string Who { get; init; }

    /// <summary>When it was said, by the wall clock, nanoseconds since the Unix epoch.</summary>
    public required long Said { get; init; }

    public string Note { get; init; } = "";

    /// <summary>The models know it.</summary>
    public bool IsApplied { get; init; }
}

/// <summary>A judgement's subject as bytes: kind, relation, key, from, to.</summary>
internal static class SubjectBytes
{
    public static byte[] Of(in Subject subject)
    {
        var writer = new PartWriter();
        writer.Byte((byte)subject.Kind);
        writer.Byte((byte)subject.Relation);
        writer.UInt64(subject.Key);
        writer.UInt64(subject.From);
        writer.UInt64(subject.To);
        return writer.Written.ToArray();
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out Subject subject)
    {
        var reader = new PartReader(bytes);
        var (kind, relation) = ((ExpectationKind)reader.Byte(), (RelationKind)reader.Byte());
        subject = new Subject(kind, relation, reader.UInt64(), reader.UInt64(), reader.UInt64());
        return reader.Complete && Enum.IsDefined(kind) && Enum.IsDefined(relation);
    }
}
