using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>What rules can ask of facts that no protocol owns.</summary>
internal static class StreamFields
{
    private static readonly IReadOnlyList<string> Reasons = ["timeout", "closed", "reset", "forced", "replaced", "shutdown"];
    private static readonly IReadOnlyList<string> Stages = ["closed", "new", "datagram", "established"];

    /// <summary>All of these facts that rules can ask for. Made when asked: each kind needs this class for its own making.</summary>
    public static IReadOnlyList<FactKind> Kinds => [FlowStarted.Kind, FlowAnswered.Kind, FlowEnded.Kind, StreamConflict.Kind, ArpBinding.Kind];

    public static FactFields<FlowStarted> Started(FactFields<FlowStarted> fields) => fields
        .Flag("midstream", "its first packet came from the server", (in f) => f.Sender == Endpoint.Server);

    public static FactFields<FlowAnswered> Answered(FactFields<FlowAnswered> fields) => fields
        .Flag("midstream", "its first packet came from the server", (in f) => f.Sender == Endpoint.Client);

    public static FactFields<FlowEnded> Ended(FactFields<FlowEnded> fields) => fields
        .Number("pkts_toserver", "packet", "packets from client to server", (in f) => f.PacketsToServer)
        .Number("pkts_toclient", "packet", "packets from server to client", (in f) => f.PacketsToClient)
        .Number("bytes_toserver", "byte", "bytes on the wire from client to server", (in f) => f.BytesToServer)
        .Number("bytes_toclient", "byte", "bytes on the wire from server to client", (in f) => f.BytesToClient)
        .Number("payload_toserver", "byte", "of TCP: bytes its stream carried from client to server", (in f) => f.PayloadToServer)
        .Number("payload_toclient", "byte", "of TCP: bytes its stream carried from server to client", (in f) => f.PayloadToClient)
        .Number("duration", "ms", "time from its first packet to its last", (in f) => Math.Max(0, f.EndTime - f.StartTime) / 1e6)
        .Choice("reason", "why it is over", Reasons, (in f) => (int)f.Reason)
        .Choice("state", "how far it had come", Stages, (in f) => (int)f.Stage)
        .Flag("tcp", "it is TCP", (in f) => f.Tcp)
        .Flag("midstream", "its beginning wasn't captured", (in f) => f.Tcp && !f.SynSeen)
        .Flag("refused", "the server answered its SYN with a reset", (in f) => f.Refused)
        .Flag("empty", "TCP from its beginning, and neither side sent anything", (in f) => f.Tcp && f.SynSeen && f.PayloadToServer + f.PayloadToClient + f.GapBytes == 0)
        .Number("gaps", "gap", "holes in its streams", (in f) => f.Gaps)
        .Number("conflicts", "conflict", "sequence ranges that came twice with different bytes", (in f) => f.Conflicts);

    public static FactFields<StreamConflict> Conflict(FactFields<StreamConflict> fields) => fields
        .Number("bytes", "byte", "length of the range that came twice with different bytes", (in f) => f.Bytes);

    public static FactFields<ArpBinding> Binding(FactFields<ArpBinding> fields) => fields
        .Number("mac", "address", "MAC address, as a number", (in f) => f.Mac)
        .Flag("changed", "the address was bound to another MAC address before", (in f) => f.PreviousMac != 0)
        .Flag("reply", "said in an ARP reply", (in f) => f.Operation == Dissectors.Packets.ArpPacket.Reply);
}
