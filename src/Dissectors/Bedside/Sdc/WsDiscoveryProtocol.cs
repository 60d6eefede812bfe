using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>WS-Discovery 1.1 (OASIS) over UDP: how SDC devices are found, and printers and cameras too.</summary>
public sealed class WsDiscoveryProtocol : IProtocol
{
    private const ushort UsualPort = 3702;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public Carriers Carriers => Carriers.Udp;

    public string Name => "ws-discovery";

    public IReadOnlyList<FactKind> FactKinds { get; } = [WsDiscoveryMessage.Kind];

    public int ConversationWeight => 5;

    /// <summary>An XML document that is a SOAP envelope; at the usual port its namespace may stand further behind.</summary>
    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        var text = head.StartsWith(ByteOrderMark) ? head[ByteOrderMark.Length..] : head;
        if (text is [not (byte)'<', ..])
        {
            return Verdict.NotMine;
        }

        var isEnvelope = text.IndexOf("Envelope"u8) >= 0
            && (hints.ServerPort == UsualPort || text.IndexOf("/soap-envelope"u8) >= 0 || text.IndexOf("/discovery"u8) >= 0);
        return isEnvelope ? Verdict.Certain
            : hints.Final || head.Length >= IProtocol.MaxProbeBytes ? Verdict.NotMine
            : Verdict.Unsure;
    }

    public ProtocolShare Open(PartitionContext context) => new ReusedShare(() => new WsDiscoveryConversation(context), new BareCounters());
}
