using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sensor.Dissectors.Contract;

/// <summary>What a conclusion that rests on a fact has to know about the bytes behind it.</summary>
[Flags]
public enum Quality : byte
{
    Clean = 0,

    /// <summary>Bytes of this conversation were lost.</summary>
    Gap = 1,

    /// <summary>Bytes of this conversation were cut off by the snap length.</summary>
    Cut = 2,

    /// <summary>The conversation's beginning wasn't captured.</summary>
    MidStream = 4,

    /// <summary>Only one direction was captured.</summary>
    OneSided = 8,

    /// <summary>Much was being lost on the whole mirror at that time. Not a dissector's to say.</summary>
    LossyMirror = 16,
}

/// <summary>A small typed statement of what was seen. Blittable, so that a batch of facts is plain bytes.</summary>
/// <typeparam name="TSelf">The fact itself.</typeparam>
public interface IFact<TSelf>
    where TSelf : unmanaged, IFact<TSelf>
{
    static abstract FactKind Kind { get; }

    /// <summary>Writes the members of the event's own object. Not called for kinds without an event type.</summary>
    static abstract void Write(in TSelf fact, EventWriter to);

    /// <summary>Says what the fact means to inventory and models.</summary>
    static abstract void Tell(in TSelf fact, IMeaning to);
}

/// <summary>A kind of fact, known to the whole process. Its number is an index, never stored or shown.</summary>
public abstract class FactKind
{
    private static readonly Lock Gate = new();
    private static FactKind[] _all = [];

    private readonly FactField[] _fields;

    private protected FactKind(string? eventType, string? name, IReadOnlyList<FactField> fields)
    {
        EventType = eventType;
        Name = name;
        Fields = _fields = [.. fields];
        lock (Gate)
        {
            Id = (ushort)_all.Length;
            _all = [.. _all, this];
        }
    }

    public ushort Id { get; }

    /// <summary>The <c>event_type</c> and the name of the event's object; null for facts that aren't written.</summary>
    public string? EventType { get; }

    /// <summary>What rules call it, <c>protocol.thing</c>; null for facts that rules can't ask for.</summary>
    public string? Name { get; }

    /// <summary>What rules can ask of it.</summary>
    public IReadOnlyList<FactField> Fields { get; }

    /// <summary>One of <see cref="Fields"/>, for who asks often.</summary>
    public FactField FieldAt(int index) => _fields[index];

    public static FactKind Get(ushort id) => _all[id];

    /// <summary>A kind of fact that only the house itself knows.</summary>
    public static FactKind Of<T>(string? eventType)
        where T : unmanaged, IFact<T> => new Typed<T>(eventType, null, []);

    /// <summary>A kind of fact that rules may ask for by <paramref name="name"/> and fields.</summary>
    public static FactKind Of<T>(string? eventType, string name, Func<FactFields<T>, FactFields<T>> describe)
        where T : unmanaged, IFact<T>
    {
        ArgumentNullException.ThrowIfNull(describe);
        return new Typed<T>(eventType, name, describe(new FactFields<T>()).All);
    }

    public abstract void Write(ReadOnlySpan<byte> body, EventWriter to);

    public abstract void Tell(ReadOnlySpan<byte> body, IMeaning to);

    private sealed class Typed<T>(string? eventType, string? name, IReadOnlyList<FactField> fields) : FactKind(eventType, name, fields)
        where T : unmanaged, IFact<T>
    {
        public override void Write(ReadOnlySpan<byte> body, EventWriter to) => T.Write(in MemoryMarshal.AsRef<T>(body), to);

        public override void Tell(ReadOnlySpan<byte> body, IMeaning to) => T.Tell(in MemoryMarshal.AsRef<T>(body), to);
    }
}

/// <summary>Stands in front of every fact's body.</summary>
public struct FactHeader
{
    /// <summary>Packet that made the fact known; with <see cref="Partition"/> the order of facts.</summary>
    public long Ordinal;

    /// <summary>Packet time in nanoseconds since the Unix epoch; of an expiry, its deadline.</summary>
    public long Time;

    public FlowIdentity Flow;

    /// <summary>First packet the fact rests on.</summary>
    public long FirstOrdinal;

    public ushort KindId;

    /// <summary>Bytes of the body, a multiple of 8.</summary>
    public ushort BodyLength;

    public byte Partition;

    public Quality Quality;

    /// <summary>Who the fact is about first: the event's <c>src_ip</c>.</summary>
    public Endpoint Actor;

    /// <summary>The packet's time isn't believed: far from those of the packets around it.</summary>
    public bool IsTimeDoubted;
}

/// <summary>Takes facts from the partitions of one worker, in order. Not thread-safe.</summary>
public abstract class FactSink
{
    private static readonly int HeaderSize = Unsafe.SizeOf<FactHeader>();

    /// <summary>Set by the worker before each packet: stamps the facts that follow.</summary>
    public long Ordinal { get; set; }

    public byte Partition { get; set; }

    /// <summary>Set with the others where the packet's time isn't believed.</summary>
    public bool IsTimeDoubted { get; set; }

    public void Write<T>(in T fact, in FlowIdentity flow, long time, long firstOrdinal, Quality quality, Endpoint actor)
        where T : unmanaged, IFact<T>
    {
        var bodyLength = (Unsafe.SizeOf<T>() + 7) & ~7;
        var room = Take(HeaderSize + bodyLength);
        ref var header = ref MemoryMarshal.AsRef<FactHeader>(room);
        header.Ordinal = Ordinal;
        header.Time = time;
        header.Flow = flow;
        header.FirstOrdinal = firstOrdinal;
        header.KindId = T.Kind.Id;
        header.BodyLength = (ushort)bodyLength;
        header.Partition = Partition;
        header.Quality = quality;
        header.Actor = actor;
        header.IsTimeDoubted = IsTimeDoubted;
        MemoryMarshal.Write(room[HeaderSize..], in fact);
        room[(HeaderSize + Unsafe.SizeOf<T>())..].Clear();
    }

    /// <summary>Says that a partition gave a name a number; comes before the first fact that uses the number.</summary>
    public abstract void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text);

    /// <summary>Room for <paramref name="length"/> bytes, 8-byte aligned, behind what was taken before.</summary>
    protected abstract Span<byte> Take(int length);
}
