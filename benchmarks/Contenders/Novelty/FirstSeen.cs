namespace Contenders.Novelty;

/// <summary>
/// B3: a device does something for the first time: a peer, a port, a name, a command, a destination, a kind of object. No rarity, no kinship with others, no forgetting.
/// Parameter: the score (<see cref="Quiet"/>).
/// </summary>
public sealed class FirstSeen(bool byQuietTime) : Contender(Quiet.NameOf("B3 first seen", byQuietTime), Wants.Uses)
{
    private readonly HashSet<(int Device, Facet Kind, ulong Key)> _seen = [];
    private readonly Quiet _quiet = new(byQuietTime);

    public override long StateBytes => (_seen.Count * 32L) + _quiet.StateBytes;

    public override void Take(in Use use, ICollection<Alarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        if (_seen.Add((use.Device, use.Kind, use.Key)))
        {
            _quiet.Novelty(use.Time, use.Device, use.Kind, use.Key, alarms);
        }
    }
}
