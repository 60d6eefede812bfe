namespace Hospital.Messaging;

/// <summary>Nobody answers on a way for a while.</summary>
/// <param name="From">Instant.</param>
/// <param name="Until">Instant, exclusive.</param>
/// <param name="IsSender">It is the sender that is down: it keeps silent until the end, and then has much to say.</param>
/// <param name="IsRefused">The receiver's host runs, its program doesn't: connections are refused rather than unanswered.</param>
/// <param name="Duplicates">Share of what had waited that is sent twice, under the same control id, when it is over.</param>
internal sealed record Outage(long From, long Until, bool IsSender, bool IsRefused, double Duplicates)
{
    public bool Covers(long time) => time >= From && time < Until;
}

/// <summary>A receiver says no to a share of what it gets for a while: somebody has changed a mapping.</summary>
/// <param name="From">Instant.</param>
/// <param name="Until">Instant, exclusive.</param>
/// <param name="Share">Of messages.</param>
internal sealed record NakStorm(long From, long Until, double Share)
{
    public bool Covers(long time) => time >= From && time < Until;
}
