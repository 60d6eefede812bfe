using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>Packets and bytes on the wire of the two ways of a flow.</summary>
internal struct TrafficAmount
{
    public long PacketsToServer;
    public long PacketsToClient;
    public long BytesToServer;
    public long BytesToClient;

    public readonly long Packets => PacketsToServer + PacketsToClient;

    public static TrafficAmount operator -(in TrafficAmount a, in TrafficAmount b) => new()
    {
        PacketsToServer = a.PacketsToServer - b.PacketsToServer,
        PacketsToClient = a.PacketsToClient - b.PacketsToClient,
        BytesToServer = a.BytesToServer - b.BytesToServer,
        BytesToClient = a.BytesToClient - b.BytesToClient,
    };
}

/// <summary>What went by on a flow since it was last told; the rest comes with <see cref="FlowEnded"/>. Not an event: flows may last for days, and series tell their rates.</summary>
internal struct FlowProgress : IFact<FlowProgress>
{
    public TrafficAmount Amount;

    /// <summary>Nothing of this flow was told before.</summary>
    public bool IsFirst;

    public static FactKind Kind { get; } = FactKind.Of<FlowProgress>(null);

    public static void Write(in FlowProgress fact, EventWriter to)
    {
    }

    public static void Tell(in FlowProgress fact, IMeaning to)
    {
    }
}

/// <summary>What a partition counted since its last sample. Not an event.</summary>
internal struct PartitionSample : IFact<PartitionSample>
{
    public long Packets;
    public long Bytes;
    public long Truncated;
    public long Undecodable;
    public long Duplicates;
    public long Filtered;
    public long Flows;
    public long Conflicts;
    public long Evicted;
    public long Resyncs;

    public static FactKind Kind { get; } = FactKind.Of<PartitionSample>(null);

    public static void Write(in PartitionSample fact, EventWriter to)
    {
    }

    public static void Tell(in PartitionSample fact, IMeaning to)
    {
    }

    public static PartitionSample operator +(in PartitionSample a, in PartitionSample b) => a - (default(PartitionSample) - b);

    public static PartitionSample operator -(in PartitionSample a, in PartitionSample b) => new()
    {
        Packets = a.Packets - b.Packets,
        Bytes = a.Bytes - b.Bytes,
        Truncated = a.Truncated - b.Truncated,
        Undecodable = a.Undecodable - b.Undecodable,
        Duplicates = a.Duplicates - b.Duplicates,
        Filtered = a.Filtered - b.Filtered,
        Flows = a.Flows - b.Flows,
        Conflicts = a.Conflicts - b.Conflicts,
        Evicted = a.Evicted - b.Evicted,
        Resyncs = a.Resyncs - b.Resyncs,
    };
}
