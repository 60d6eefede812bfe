using System.Globalization;

namespace Sensor.Capture;

/// <summary>What may be wrong with packets of a capture that can be read all the same.</summary>
internal static class Complaints
{
    public static readonly string Oversized = $"of more than {PacketBlock.Capacity >> 20} MiB, passed over";

    public const string Orphaned = "of an interface that isn't described, passed over";

    public const string Contradictory = "of which more was captured than there was";

    /// <summary>The rest of a sentence that begins with the capture; null when all counts are zero.</summary>
    public static string? Of(params ReadOnlySpan<(long Count, string What)> counts)
    {
        List<string> parts = [];
        foreach (var (count, what) in counts)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{(count == 1 ? "a packet" : $"{count} packets")} {what}"));
            }
        }

        return parts.Count == 0 ? null : "has " + string.Join("; ", parts);
    }
}
