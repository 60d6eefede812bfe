namespace Sensor.Outputs.Delivery.Spool;

/// <summary>Goes from frame to frame through a segment, over what is damaged.</summary>
internal static class SegmentWalk
{
    /// <summary>Where the next whole frame begins.</summary>
    /// <param name="segment">All bytes of a segment.</param>
    /// <param name="at">Where to begin; moved to the frame, or to the end where there is none.</param>
    /// <param name="length">The frame's bytes.</param>
    /// <param name="lost">Frames passed over, as far as they can be told apart.</param>
    /// <returns>Whether there is a frame.</returns>
    public static bool Next(ReadOnlySpan<byte> segment, ref int at, out int length, ref int lost)
    {
        while (at < segment.Length)
        {
            if (SpoolFrame.Look(segment[at..], out length) == FrameState.Whole)
            {
                return true;
            }

            // A length that leads to another whole frame, or to the end, was right; else nothing is known of the rest.
            lost++;
            var next = at + length;
            at = length > 0 && next < segment.Length && SpoolFrame.Look(segment[next..], out _) == FrameState.Whole ? next : segment.Length;
        }

        length = 0;
        return false;
    }
}
