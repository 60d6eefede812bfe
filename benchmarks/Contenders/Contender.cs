namespace Contenders;

/// <summary>A method that takes one kind of observation and ignores the others.</summary>
public abstract class Contender(string name, Wants wants) : IContender
{
    public string Name { get; } = name;

    public Wants Wants { get; } = wants;

    public abstract long StateBytes { get; }

    public virtual void Take(in Use use, ICollection<Alarm> alarms)
    {
    }

    public virtual void Take(in Token token, ICollection<Alarm> alarms)
    {
    }

    public virtual void Take(in Hour hour, ICollection<Alarm> alarms)
    {
    }

    public virtual void Take(in Exchange exchange, ICollection<Alarm> alarms)
    {
    }

    private protected const long NanosPerHour = 3_600_000_000_000;

    /// <summary>An alarm about a feature of an hour, known when the hour is over.</summary>
    private protected static Alarm AlarmOf(in Hour hour, double score, int feature) =>
        new(hour.Start + NanosPerHour, hour.Device, score, HourFeatures.All[feature].Facet, (ulong)feature);

    private protected static TState StateOf<TState>(Dictionary<int, TState> states, int key, Func<TState> make)
    {
        if (!states.TryGetValue(key, out var state))
        {
            state = make();
            states.Add(key, state);
        }

        return state;
    }
}
