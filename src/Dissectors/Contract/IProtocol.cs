using System.Text.Json;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Contract;

/// <summary>A probe's answer about the first bytes of a direction.</summary>
public enum Verdict : byte
{
    NotMine,

    /// <summary>Could be; more bytes would tell.</summary>
    Unsure,

    Certain,
}

/// <summary>What carries a protocol. A datagram is told as data that is all there is: its conversation is given each once, whole, and uses all of it.</summary>
[Flags]
public enum Carriers : byte
{
    Tcp = 1,
    Udp = 2,
}

/// <summary>What is known when a probe is asked.</summary>
/// <param name="Direction">Which way the bytes travel.</param>
/// <param name="ServerPort">The server's port: raises or lowers what is needed to be sure, never decides.</param>
/// <param name="MidStream">The bytes are not known to be the first of their direction.</param>
/// <param name="Final">No more bytes will come (cut off or ended): decide on these.</param>
public readonly record struct ProbeHints(Direction Direction, ushort ServerPort, bool MidStream, bool Final);

/// <summary>A protocol as the rest of the house sees it: one of these is registered for each folder.</summary>
public interface IProtocol
{
    /// <summary>What carries it.</summary>
    Carriers Carriers => Carriers.Tcp;

    /// <summary>Its name in <c>app_proto</c> and in the summary, lower case.</summary>
    string Name { get; }

    /// <summary>The kinds of its facts that rules can ask for.</summary>
    IReadOnlyList<FactKind> FactKinds { get; }

    /// <summary>Looks at the first bytes of a direction. At most <see cref="MaxProbeBytes"/> are ever offered.</summary>
    Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints);

    /// <summary>Others may speak inside of what it begins with: what it is certain of is its own when none of them could be meant.</summary>
    bool MayCarryOthers => false;

    /// <summary>Would rather read itself what another is certain of: what a site describes goes before what comes with the program.</summary>
    bool TakesOver(IProtocol other, ReadOnlySpan<byte> head, in ProbeHints hints) => false;

    /// <summary>Makes this protocol's belongings for one partition.</summary>
    ProtocolShare Open(PartitionContext context);

    /// <summary>How many flows a conversation counts for at the bound: one for each KB, begun, that it may remember.</summary>
    int ConversationWeight => FullWeight;

    const int MaxProbeBytes = 512;

    /// <summary>Of conversations that remember up to 17 KB.</summary>
    const int FullWeight = 16;
}

/// <summary>What a protocol keeps in one partition: its counters and its reusable conversations.</summary>
public abstract class ProtocolShare
{
    public abstract ProtocolCounters Counters { get; }

    /// <summary>Begins a conversation on a flow that a probe was certain about.</summary>
    public abstract Conversation Begin(in FlowIdentity flow, bool midStream);

    /// <summary>Takes a conversation back after both its directions have ended.</summary>
    public abstract void Return(Conversation conversation);
}

/// <summary>Counters of one protocol; partitions' counters add up to the summary's.</summary>
public abstract class ProtocolCounters
{
    public abstract void Add(ProtocolCounters other);

    /// <summary>The summary has an object for the protocol, named after it; others are only counted, under <c>protocols</c>.</summary>
    public virtual bool HasObject => true;

    /// <summary>Families of pumps that it counts for, each an object under <c>pump</c> in the summary.</summary>
    public virtual IEnumerable<(string Family, PumpCounters Counters)> Pumps => [];

    /// <summary>Writes the value of the protocol's key in <c>summary.json</c>: one object, maps with non-zero entries only, keys sorted ordinally.</summary>
    public abstract void WriteTo(Utf8JsonWriter json);

    /// <summary>Times a dissector lost its place in a direction and found it again.</summary>
    public long Resyncs { get; set; }

    /// <summary>Requests and early answers told without waiting any longer for their counterpart, and devices forgotten, because too many were open on their connection.</summary>
    public long GivenUp { get; set; }
}
