using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>HTTP/1.0 and 1.1 (RFC 9112) in clear.</summary>
/// <param name="listen">Makes who looks into SOAP bodies, for a partition; null: nobody does.</param>
public sealed class HttpProtocol(Func<PartitionContext, SoapListener>? listen = null) : IProtocol
{
    public string Name => "http";

    public IReadOnlyList<FactKind> FactKinds { get; } = [HttpExchange.Kind];

    public int ConversationWeight => 2;

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) => HttpLine.Recognise(head, hints);

    public ProtocolShare Open(PartitionContext context)
    {
        var soap = listen?.Invoke(context);
        var counters = new HttpCounters(soap?.Pumps ?? []);
        return new ReusedShare(() => new HttpConversation(context, counters, soap), counters);
    }
}
