namespace Hospital.Wire;

/// <summary>How what is said is cut into packets. The application's bytes are the same in both.</summary>
public enum WireForm
{
    /// <summary>As a network has it: segments of at most 1,460 bytes, every second one acknowledged, and a message's last. Every byte is there.</summary>
    Real,

    /// <summary>
    /// As a capture behind a network card that joins segments, cut short: segments of up to 60,000 bytes, one acknowledgement a message. What is captured of a segment ends
    /// soon after bulk begins, and of one inside bulk behind its headers; their TCP checksums are those of what is captured.
    /// </summary>
    Coalesced,
}
