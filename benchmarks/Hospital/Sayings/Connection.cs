namespace Hospital.Sayings;

/// <summary>TCP's opening handshake, answered: SYN, SYN+ACK, ACK. The client's.</summary>
public sealed record Opened : Saying
{
    public static readonly Opened It = new();
}

/// <summary>A SYN that is answered by a reset. The client's; the whole conversation.</summary>
public sealed record Refused : Saying
{
    public static readonly Refused It = new();
}

/// <summary>A SYN that nobody answers. The client's; the whole conversation.</summary>
public sealed record Unanswered : Saying
{
    public static readonly Unanswered It = new();
}

/// <summary>FIN and its answer, in both directions; whose idea it was.</summary>
public sealed record Closed : Saying
{
    public static readonly Closed It = new();
}

/// <summary>A reset: the end, at once.</summary>
public sealed record WasReset : Saying
{
    public static readonly WasReset It = new();
}

/// <summary>Bytes that no dissector reads, in one piece: over TCP any number, over UDP at most 1,472 (one datagram).</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Opening">Its first bytes where they matter (a greeting); then filler.</param>
public sealed record Payload(long Length, string Opening = "") : Saying;

/// <summary>An ARP reply that nobody asked for, or an answer: the speaker's address is at a MAC address.</summary>
/// <param name="Address">IPv4 address that is claimed.</param>
/// <param name="Mac">Where it is said to be.</param>
public sealed record ArpClaim(uint Address, ulong Mac) : Saying;
