using Hospital.Labels;

namespace Scorecard.Audits;

/// <summary>Something that stands in a packet as it is, without any meaning.</summary>
/// <param name="Name">In a few words.</param>
/// <param name="Causal">An attack with one of these traits changes it by what it does: then it may tell.</param>
/// <param name="IsPlace">It belongs to a device, not to what is done: it tells where something happens.</param>
/// <param name="IsServerPort">It is, or mostly is, the port by which ordinary life for comparison is chosen otherwise.</param>
internal sealed record RawField(string Name, Trait Causal, bool IsPlace = false, bool IsServerPort = false)
{
    private const Trait Who = Trait.Peer | Trait.Identity | Trait.Destination;
    private const Trait What = Trait.Command | Trait.Content | Trait.Value | Trait.Name | Trait.Work | Trait.Volume | Trait.Sequence | Trait.Failure;

    /// <summary>Of packets, in the order in which <see cref="PacketFields"/> reads them.</summary>
    public static IReadOnlyList<RawField> OfPackets { get; } =
    [
        .. Times,
        new("length captured", What),
        new("length on the wire", What),
        new("length not captured", What),
        .. Pair("MAC, maker's half", Who),
        .. Pair("MAC, own half", Who),
        .. Pair("address, 2nd octet", Who),
        .. Pair("address, 3rd octet", Who),
        .. Pair("address, 4th octet", Who),
        new("IP identification", Trait.None),
        new("IP flags and fragment", Trait.None),
        new("TTL", Who, IsPlace: true),
        new("lower port", Trait.Peer | Trait.Failure | Trait.Command, IsPlace: true, IsServerPort: true),
        new("higher port", Trait.None),
        new("TCP flags", What | Trait.Duration | Trait.Pace),
        new("TCP window", Who),
        new("TCP header length", Who | Trait.Failure | Trait.Duration),

        // A reset that refuses a connection has none (RFC 9293, 3.10.7.1: it is zero).
        new("TCP sequence number, upper half", Trait.Failure),
        new("TCP timestamp", Who),
    ];

    /// <summary>Of steps, in the order in which <see cref="StepSampler"/> reads them.</summary>
    public static IReadOnlyList<RawField> OfSteps { get; } =
    [
        .. Times,
        new("duration", What | Trait.Pace | Trait.Duration | Trait.Latency),
        .. Pair("MAC, maker's half", Who),
        .. Pair("MAC, own half", Who),
        .. Pair("address, 3rd octet", Who),
        .. Pair("address, 4th octet", Who),
        .. Pair("TTL", Who),
        .. Pair("round trip", Who | Trait.Latency),
        new("server's port", Trait.Peer | Trait.Failure | Trait.Command, IsPlace: true, IsServerPort: true),
        new("client's port", Trait.None),
    ];

    private static IEnumerable<RawField> Times =>
        [new("hour of the day", Trait.Hour), new("minute of the hour", Trait.None), new("second of the minute", Trait.None), new("millisecond of the second", Trait.None), new("microsecond of the millisecond", Trait.None)];

    /// <summary>Of the two devices.</summary>
    private static IEnumerable<RawField> Pair(string name, Trait causal) => [new($"{name}, sender's", causal, IsPlace: true), new($"{name}, receiver's", causal, IsPlace: true)];
}

/// <summary>One packet or step, as numbers.</summary>
/// <param name="Run">Of which run.</param>
/// <param name="Attack">Number of the attack in its run; 0: ordinary life.</param>
/// <param name="Kind">Row of the catalogue.</param>
/// <param name="Traits">What the attack changes.</param>
/// <param name="Language">In which it is: attacks are compared with ordinary life in the same.</param>
/// <param name="Port">The server's: attacks are compared with ordinary life at the same, where there is enough.</param>
/// <param name="Values">By field; NaN: it has none.</param>
internal sealed record RawSample(int Run, int Attack, int Kind, Trait Traits, Hospital.Network.Language Language, int Port, IReadOnlyList<double> Values)
{
    /// <summary>It is of those that were drawn at each port, to be compared with at that port only; else of those of its language.</summary>
    public bool IsOfPort { get; init; }
}
