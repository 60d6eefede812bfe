namespace Sensor.Streams;

/// <summary>When a hole in a direction is declared lost.</summary>
internal static class HoleRule
{
    /// <summary>Nanoseconds of packet time after the peer acknowledged past the hole. A two-port mirror may show the acknowledgement first.</summary>
    public const long AfterAcknowledgement = 50_000_000;

    /// <summary>Nanoseconds of packet time without any acknowledgement past the hole.</summary>
    public const long Unacknowledged = 1_000_000_000;

    private const int SegmentsAfterAcknowledgement = 3;
    private const int SegmentsUnacknowledged = 64;
    private const int BytesUnacknowledged = 256 * 1024;

    public static bool IsLost(HalfStream half, long now) =>
        half.IsWaiting
        && (now >= half.HoleDeadline
            || (half.HoleAcked
                ? half.SegmentsSinceAck >= SegmentsAfterAcknowledgement
                : half.SegmentsSinceHole >= SegmentsUnacknowledged || half.BytesHeld >= BytesUnacknowledged));
}
