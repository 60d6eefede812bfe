using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Ftp;

/// <summary>FTP's control connections (RFC 959). Data connections have no signature of their own.</summary>
public sealed class FtpProtocol : IProtocol
{
    public string Name => "ftp";

    public IReadOnlyList<FactKind> FactKinds { get; } = [FtpSession.Kind];

    public int ConversationWeight => 1;

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) => FtpProbe.Look(head, hints);

    public ProtocolShare Open(PartitionContext context) => new ReusedShare(() => new FtpConversation(context), new BareCounters());
}
