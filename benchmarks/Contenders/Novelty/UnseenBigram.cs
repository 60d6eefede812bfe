namespace Contenders.Novelty;

/// <summary>
/// B4: two steps of a session follow each other as they never did with this device (STIDE with window 2; Forrest et al. 1996). The beginning of a session counts as a step, its
/// end too. Parameter: the score (<see cref="Quiet"/>).
/// </summary>
public sealed class UnseenBigram(bool byQuietTime) : Contender(Quiet.NameOf("B4 unseen bigram", byQuietTime), Wants.Tokens)
{
    private const int Beginning = -2;

    private readonly HashSet<(int Device, int Before, int Now)> _seen = [];
    private readonly Dictionary<long, int> _sessions = [];
    private readonly Quiet _quiet = new(byQuietTime);

    public override long StateBytes => (_seen.Count * 24L) + (_sessions.Count * 28L) + _quiet.StateBytes;

    public override void Take(in Token token, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        var before = _sessions.GetValueOrDefault(token.Session, Beginning);
        if (_seen.Add((token.Device, before, token.Symbol)))
        {
            _quiet.Novelty(token.Time, token.Device, Facet.Sequence, ((ulong)(uint)before << 32) | (uint)token.Symbol, alarms);
        }

        if (token.Symbol == Token.End)
        {
            _sessions.Remove(token.Session);
        }
        else
        {
            _sessions[token.Session] = token.Symbol;
        }
    }
}
