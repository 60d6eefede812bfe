using Sensor.Models;

namespace Sensor.State;

/// <summary>What an alert told, without when and how often: what tells the same thing the next time.</summary>
/// <param name="SignatureId">Number of the reason.</param>
/// <param name="Device">Number of the device; 0: the sensor itself.</param>
/// <param name="Peer">Number of the other end; null where there is none, or many.</param>
/// <param name="Story">What tells its story from others of the same reason between the two, empty where nothing does; null: whatever it is.</param>
/// <param name="Judged">What a model judged; null where a rule did, or the sensor itself.</param>
internal readonly record struct Matter(int SignatureId, int Device, int? Peer, string? Story, Subject? Judged)
{
    /// <summary>Bytes of a story, when it is read back.</summary>
    public const int MaxStory = 4096;

    private const int LeastBytes = 14;

    public static Matter Of(AlertRow alert) => new(
        alert.SignatureId, alert.Device, alert.Peer, alert.Story,
        alert.Subject is { } bytes && SubjectBytes.TryRead(bytes, out var subject) ? subject : null);

    public static void Save(IReadOnlyList<Matter> matters, PartWriter writer)
    {
        writer.Int32(matters.Count);
        foreach (var matter in matters)
        {
            writer.Int32(matter.SignatureId);
            writer.Int32(matter.Device);
            writer.Int32(matter.Peer ?? -1);
            writer.OptionalText(matter.Story);
            writer.Bytes(matter.Judged is { } subject ? SubjectBytes.Of(in subject) : []);
        }
    }

    public static List<Matter> Load(ref PartReader reader)
    {
        var matters = new List<Matter>();
        for (var rest = reader.Count(JournalEntry.MaxMatters, LeastBytes); rest > 0 && !reader.Failed; rest--)
        {
            var (signature, device, peer, story) = (reader.Int32(int.MaxValue), reader.Int32(int.MaxValue), reader.Int32(), reader.OptionalText(MaxStory));
            var judged = reader.Bytes(MaxSubject);
            var isRule = judged.IsEmpty;
            reader.Require(SubjectBytes.TryRead(judged, out var subject) || isRule);
            matters.Add(new Matter(signature, device, peer < 0 ? null : peer, story, isRule ? null : subject));
        }

        return matters;
    }

    private const int MaxSubject = 64;
}
