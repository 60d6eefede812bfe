namespace Sensor.State;

/// <summary>Where people are with an incident.</summary>
internal enum Stage : byte
{
    /// <summary>Nobody has said anything of it.</summary>
    New,

    Acknowledged,

    Closed,
}

/// <summary>How an incident stands, by what people did about it.</summary>
internal sealed class LifeCycle
{
    private readonly List<JournalEntry> _deeds = [];
    private readonly List<JournalEntry> _mutes = [];

    /// <summary>All that was done, in order.</summary>
    public IReadOnlyList<JournalEntry> Deeds => _deeds;

    /// <summary>The acknowledgement that holds.</summary>
    public JournalEntry? Acknowledgement { get; private set; }

    /// <summary>The closing that holds.</summary>
    public JournalEntry? Closing { get; private set; }

    public Stage Stage => Closing is not null ? Stage.Closed : Acknowledgement is not null ? Stage.Acknowledged : Stage.New;

    /// <summary>Mutings that weren't taken back, whether or not their time is over.</summary>
    public IReadOnlyList<JournalEntry> Mutes => _mutes;

    /// <summary>Life cycles by the incident's number; none for those that nobody said anything of.</summary>
    public static Dictionary<long, LifeCycle> Of(IEnumerable<JournalEntry> journal)
    {
        var all = new Dictionary<long, LifeCycle>();
        foreach (var deed in journal)
        {
            if (!all.TryGetValue(deed.Incident, out var cycle))
            {
                all.Add(deed.Incident, cycle = new LifeCycle());
            }

            cycle.Take(deed);
        }

        return all;
    }

    /// <param name="now">Packet time.</param>
    public JournalEntry? MuteAt(long now) => _mutes.FindLast(m => m.Until is not { } until || now < until);

    private void Take(JournalEntry deed)
    {
        _deeds.Add(deed);
        switch (deed.Verb)
        {
            case JournalVerb.Acknowledge:
                Acknowledgement = deed;
                break;
            case JournalVerb.Close:
                Closing = deed;
                break;
            case JournalVerb.Reopen:
                Closing = Without(Closing, deed);
                Acknowledgement = Without(Acknowledgement, deed);
                break;
            case JournalVerb.Mute:
                _mutes.Add(deed);
                break;
            default:
                _mutes.RemoveAll(m => m.Number == deed.Undoes);
                break;
        }
    }

    private static JournalEntry? Without(JournalEntry? done, JournalEntry deed) => done?.Number == deed.Undoes ? null : done;
}
