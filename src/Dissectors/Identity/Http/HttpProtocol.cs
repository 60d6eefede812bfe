using Sensor.Dissectors.Bedside.Sdc;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>HTTP/1.0 and 1.1 (RFC 9112) in clear.</summary>
public sealed class HttpProtocol : IProtocol
{
    public string Name => "http";

    public IReadOnlyList<FactKind> FactKinds { get; } = [HttpExchange.Kind];

    public int ConversationWeight => 2;

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) => HttpLine.Recognise(head, hints);

    public ProtocolShare Open(PartitionContext context)
    {
        var counters = new HttpCounters();
        var dialogues = new SdcDialogues(context, counters.Sdc);
        return new IdentityShare(() => new HttpConversation(context, counters, dialogues), counters);
    }
}
