namespace Contenders.Novelty;

/// <summary>
/// B4: a session's count of each symbol, as a whole, was never seen with this device (event count vector; Landauer et al. 2024). Judged when the session ends.
/// Parameter: the score (<see cref="Quiet"/>).
/// </summary>
public sealed class UnseenCounts(bool byQuietTime) : Contender(Quiet.NameOf("B4 unseen count vector", byQuietTime), Wants.Tokens)
{
    private readonly HashSet<(int Device, ulong Counts)> _seen = [];
    private readonly Dictionary<long, ulong> _sessions = [];
    private readonly Quiet _quiet = new(byQuietTime);

    public override long StateBytes => (_seen.Count * 28L) + (_sessions.Count * 32L) + _quiet.StateBytes;

    public override void Take(in Token token, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        if (token.Symbol != Token.End)
        {
            // A sum of each symbol's hash is a hash of the counts: the order doesn't matter.
            _sessions[token.Session] = _sessions.GetValueOrDefault(token.Session) + Chance.Mix((ulong)token.Symbol);
        }
        else if (_sessions.Remove(token.Session, out var counts) && _seen.Add((token.Device, counts)))
        {
            _quiet.Novelty(token.Time, token.Device, Facet.Sequence, counts, alarms);
        }
    }
}
