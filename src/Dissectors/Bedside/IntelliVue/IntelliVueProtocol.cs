using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Bedside.IntelliVue;

/// <summary>The data export interface of Philips IntelliVue patient monitors over UDP, on any port (24105, and 24005 for connect indications, are usual).</summary>
public sealed class IntelliVueProtocol : IProtocol
{
    internal const string FamilyName = "intellivue";

    public Carriers Carriers => Carriers.Udp;

    public string Name => FamilyName;

    /// <summary>Rules ask for pump events, which no protocol owns alone.</summary>
    public IReadOnlyList<FactKind> FactKinds => [];

    public int ConversationWeight => 2;

    /// <summary>A datagram is there whole or never will be.</summary>
    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        if (head is not [0xE1 or 0x00 or 0x0D or 0x0E or 0x09 or 0x0A or 0x19, ..])
        {
            return head.IsEmpty && !hints.Final ? Verdict.Unsure : Verdict.NotMine;
        }

        return IntelliVueMessage.TryParse(head, out var message) && (message.Kind != MessageKind.Error || message.Command <= byte.MaxValue) ? Verdict.Certain
            : hints.Final ? Verdict.NotMine
            : Verdict.Unsure;
    }

    public ProtocolShare Open(PartitionContext context)
    {
        var counters = new BedsideCounters(FamilyName);
        return new ReusedShare(() => new IntelliVueConversation(context, counters), counters);
    }
}
