namespace Sensor.Dissectors.Hl7;

/// <summary>What an <see cref="MllpReader"/> stands on.</summary>
public enum MllpToken : byte
{
    None,

    /// <summary>VT, or the first byte of a message without frame.</summary>
    FrameStart,

    /// <summary>A segment whose fields are read, contiguous.</summary>
    Segment,

    /// <summary>A segment of which only the kind is known.</summary>
    Passed,

    /// <summary>A positive commit acknowledgement (MLLP release 2), in its own frame.</summary>
    Commit,

    /// <summary>A negative one.</summary>
    CommitNak,

    /// <summary>The frame is over.</summary>
    FrameEnd,
}
