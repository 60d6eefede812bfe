namespace Contenders;

/// <summary>What an alarm is about, as far as the method can say.</summary>
public enum Facet
{
    /// <summary>The method can't say.</summary>
    Unknown,
    Peer,
    Command,
    Name,
    Destination,
    Content,
    Sequence,
    Volume,
    Work,
    Pace,
    Latency,
    Failure,
    Hour,
    Silence,
    Duration,

    /// <summary>Of the server's side.</summary>
    Port,
}

/// <summary>Which observations a method wants.</summary>
[Flags]
public enum Wants
{
    None = 0,
    Uses = 1,
    Tokens = 2,
    Hours = 4,
    Exchanges = 8,
}

/// <summary>A device used a key: talked with somebody, used a command, a name, a port.</summary>
/// <param name="Time">Nanoseconds since the Unix epoch.</param>
/// <param name="Device">Its number.</param>
/// <param name="Kind">What sort of key.</param>
/// <param name="Key">Stable hash of it; of a <see cref="Facet.Peer"/> its number.</param>
public readonly record struct Use(long Time, int Device, Facet Kind, ulong Key);

/// <summary>A step of a conversation, in order within it.</summary>
/// <param name="Time">Nanoseconds since the Unix epoch.</param>
/// <param name="Device">Who takes it.</param>
/// <param name="Session">Which conversation.</param>
/// <param name="Symbol">What was said, a small stable number; <see cref="End"/> closes the session.</param>
public readonly record struct Token(long Time, int Device, long Session, int Symbol)
{
    public const int End = -1;
}

/// <summary>An hour of a device is over, measured in <see cref="HourFeatures.All"/>. Hours in which nothing happened come too, once a device was seen.</summary>
/// <param name="start">When it began, nanoseconds since the Unix epoch; a whole hour of UTC.</param>
/// <param name="device">Its number.</param>
/// <param name="group">Kind of device: those of one group are alike.</param>
/// <param name="hourOfWeek">0 to 167 by the site's local time, Monday first.</param>
/// <param name="values">By the place in <see cref="HourFeatures.All"/>; NaN where there was nothing to measure. Valid during the call only.</param>
public readonly ref struct Hour(long start, int device, int group, int hourOfWeek, ReadOnlySpan<double> values)
{
    public long Start { get; } = start;

    public int Device { get; } = device;

    public int Group { get; } = group;

    public int HourOfWeek { get; } = hourOfWeek;

    public ReadOnlySpan<double> Values { get; } = values;
}

/// <summary>Something happened between two devices: what packet-wise methods see (Kitsune).</summary>
/// <param name="Time">Nanoseconds since the Unix epoch.</param>
/// <param name="From">Who spoke.</param>
/// <param name="To">To whom.</param>
/// <param name="Port">Of the server.</param>
/// <param name="Bytes">How much.</param>
public readonly record struct Exchange(long Time, int From, int To, int Port, long Bytes);

/// <summary>An alarm a method would give if its threshold allowed.</summary>
/// <param name="Time">When it can be known, nanoseconds since the Unix epoch.</param>
/// <param name="Device">About whom.</param>
/// <param name="Score">The higher the stranger; comparable within one method only.</param>
/// <param name="Facet">What it is about.</param>
/// <param name="Subject">The same, finer: tells one alarm from another. Of methods on hours: the feature's place in <see cref="HourFeatures.All"/>.</param>
/// <param name="Peer">The other end; -1: none, or not known.</param>
public readonly record struct Alarm(long Time, int Device, double Score, Facet Facet, ulong Subject, int Peer = -1);

/// <summary>
/// A method of comparison. It learns and judges in one pass over a site's whole time; it never sees a label, and has no threshold of its own: whatever could ever matter becomes an
/// alarm with its score (<see cref="Gate"/>).
/// </summary>
public interface IContender
{
    string Name { get; }

    /// <summary>Others it isn't given.</summary>
    Wants Wants { get; }

    /// <summary>What it holds by now, in bytes, about.</summary>
    long StateBytes { get; }

    void Take(in Use use, ICollection<Alarm> alarms);

    void Take(in Token token, ICollection<Alarm> alarms);

    void Take(in Hour hour, ICollection<Alarm> alarms);

    void Take(in Exchange exchange, ICollection<Alarm> alarms);
}
