using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>The same sequence range came twice with different bytes: an evasion, a tampering middlebox or a faulty sender.</summary>
internal struct StreamConflict : IFact<StreamConflict>
{
    /// <summary>More of one direction are counted, not said.</summary>
    public const int MaxPerDirection = 16;

    public int Bytes;

    public static FactKind Kind { get; } = FactKind.Of<StreamConflict>("stream", "stream.conflict", StreamFields.Conflict);

    public static void Write(in StreamConflict fact, EventWriter to)
    {
        to.Text("event"u8, "conflict"u8);
        to.Number("bytes"u8, fact.Bytes);
    }

    public static void Tell(in StreamConflict fact, IMeaning to)
    {
    }
}

/// <summary>A flow's first packet: who spoke first. Not an event.</summary>
internal struct FlowStarted : IFact<FlowStarted>
{
    /// <summary>Source MAC address of the packet, 0 where there is none.</summary>
    public ulong SourceMac;

    /// <summary>The packet came from the server (a mid-stream start).</summary>
    public Endpoint Sender;

    public static FactKind Kind { get; } = FactKind.Of<FlowStarted>(null, "flow.started", StreamFields.Started);

    public static void Write(in FlowStarted fact, EventWriter to)
    {
    }

    public static void Tell(in FlowStarted fact, IMeaning to)
    {
    }
}

/// <summary>The first packet of a flow's other side. Not an event.</summary>
internal struct FlowAnswered : IFact<FlowAnswered>
{
    public ulong SourceMac;
    public Endpoint Sender;

    public static FactKind Kind { get; } = FactKind.Of<FlowAnswered>(null, "flow.answered", StreamFields.Answered);

    public static void Write(in FlowAnswered fact, EventWriter to)
    {
    }

    public static void Tell(in FlowAnswered fact, IMeaning to)
    {
    }
}

/// <summary>Why a flow is over.</summary>
internal enum FlowEndReason : byte
{
    Timeout,
    Closed,
    Reset,
    Evicted,
    Replaced,
    EndOfInput,
}

/// <summary>A flow at its end (EVE <c>flow</c>).</summary>
internal struct FlowEnded : IFact<FlowEnded>
{
    public long StartTime;
    public long EndTime;
    public long PacketsToServer;
    public long PacketsToClient;
    public long BytesToServer;
    public long BytesToClient;

    /// <summary>What of these was told by <see cref="FlowProgress"/>.</summary>
    public TrafficAmount Told;

    /// <summary>Of TCP: bytes that its streams carried.</summary>
    public long PayloadToServer;
    public long PayloadToClient;
    public long GapBytes;
    public long CutBytes;
    public int Gaps;
    public int Conflicts;
    public int Retransmissions;
    public FlowEndReason Reason;
    public FlowStage Stage;
    public bool Tcp;
    public bool SynSeen;

    /// <summary>The server answered the SYN with a reset.</summary>
    public bool Refused;

    /// <summary>What hasn't been told before.</summary>
    public readonly TrafficAmount Untold => new TrafficAmount
    {
        PacketsToServer = PacketsToServer, PacketsToClient = PacketsToClient, BytesToServer = BytesToServer, BytesToClient = BytesToClient,
    } - Told;

    public static FactKind Kind { get; } = FactKind.Of<FlowEnded>("flow", "flow.ended", StreamFields.Ended);

    public static void Write(in FlowEnded fact, EventWriter to)
    {
        to.Number("pkts_toserver"u8, fact.PacketsToServer);
        to.Number("pkts_toclient"u8, fact.PacketsToClient);
        to.Number("bytes_toserver"u8, fact.BytesToServer);
        to.Number("bytes_toclient"u8, fact.BytesToClient);
        to.Time("start"u8, fact.StartTime);
        to.Time("end"u8, fact.EndTime);
        to.Number("age"u8, Math.Max(0, fact.EndTime - fact.StartTime) / 1_000_000_000);
        to.Text("state"u8, fact.Stage switch
        {
            FlowStage.Closed => "closed"u8,
            FlowStage.Opening => "new"u8,
            FlowStage.Datagram when fact.PacketsToClient == 0 || fact.PacketsToServer == 0 => "new"u8,
            _ => "established"u8,
        });
        to.Text("reason"u8, fact.Reason switch
        {
            FlowEndReason.Timeout => "timeout"u8,
            FlowEndReason.Closed => "closed"u8,
            FlowEndReason.Reset => "reset"u8,
            FlowEndReason.Evicted => "forced"u8,
            FlowEndReason.Replaced => "replaced"u8,
            _ => "shutdown"u8,
        });
        if (fact.Tcp)
        {
            to.Flag("midstream"u8, !fact.SynSeen);
            to.Number("retransmissions"u8, fact.Retransmissions);
        }

        to.Number("gaps"u8, fact.Gaps);
        to.Number("gap_bytes"u8, fact.GapBytes);
        to.Number("cut_bytes"u8, fact.CutBytes);
        to.NonZero("conflicts"u8, fact.Conflicts);
    }

    public static void Tell(in FlowEnded fact, IMeaning to)
    {
    }
}

/// <summary>An address was bound to a MAC address by ARP, first seen or changed (EVE <c>arp</c>).</summary>
internal struct ArpBinding : IFact<ArpBinding>
{
    public ulong Mac;
    public ulong PreviousMac;
    public ushort Operation;

    public static FactKind Kind { get; } = FactKind.Of<ArpBinding>("arp", "arp.binding", StreamFields.Binding);

    public static void Write(in ArpBinding fact, EventWriter to)
    {
        to.Text("opcode"u8, fact.Operation == Dissectors.Packets.ArpPacket.Reply ? "reply"u8 : "request"u8);
        to.Json.WriteString("src_mac"u8, Dissectors.Packets.MacAddress.Format(fact.Mac));
        if (fact.PreviousMac != 0)
        {
            to.Json.WriteString("previous_mac"u8, Dissectors.Packets.MacAddress.Format(fact.PreviousMac));
        }
    }

    public static void Tell(in ArpBinding fact, IMeaning to)
    {
    }
}
