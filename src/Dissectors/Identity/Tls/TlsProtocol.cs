using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Tls;

/// <summary>TLS, and SSL before it, over TCP from its first byte on. Where another protocol changes over to it, it stays the other's.</summary>
public sealed class TlsProtocol : IProtocol
{
    public string Name => "tls";

    public IReadOnlyList<FactKind> FactKinds { get; } = [TlsSession.Kind];

    public int ConversationWeight => 1;

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        var verdict = TlsRecord.Recognise(head);
        return verdict == Verdict.Unsure && hints.Final ? Verdict.NotMine : verdict;
    }

    public ProtocolShare Open(PartitionContext context) => new ReusedShare(() => new TlsConversation(context), new BareCounters());
}
