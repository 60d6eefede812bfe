using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>Members that DICOM's events have in common.</summary>
internal static class EventMembers
{
    /// <summary>Left out when clean.</summary>
    public static void Quality(EventWriter to, Quality quality)
    {
        if (quality == Contract.Quality.Clean)
        {
            return;
        }

        to.Json.WriteStartArray("quality"u8);
        Flag(to, quality, Contract.Quality.Gap, "gap"u8);
        Flag(to, quality, Contract.Quality.Cut, "cut"u8);
        Flag(to, quality, Contract.Quality.MidStream, "mid_stream"u8);
        Flag(to, quality, Contract.Quality.OneSided, "one_sided"u8);
        to.Json.WriteEndArray();
    }

    private static void Flag(EventWriter to, Quality quality, Quality flag, ReadOnlySpan<byte> text)
    {
        if ((quality & flag) != 0)
        {
            to.Json.WriteStringValue(text);
        }
    }
}
