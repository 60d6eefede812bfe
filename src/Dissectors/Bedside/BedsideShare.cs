using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Bedside;

/// <summary>What a bedside protocol keeps in one partition.</summary>
/// <param name="counters">Of the protocol, which the conversations share.</param>
/// <param name="makeOverUdp">Makes a conversation over UDP.</param>
/// <param name="makeOverTcp">The same over TCP; null where that isn't spoken.</param>
internal sealed class BedsideShare(BedsideCounters counters, Func<BedsideConversation> makeOverUdp, Func<BedsideConversation>? makeOverTcp = null) : ProtocolShare
{
    private readonly Stack<BedsideConversation> _overUdp = [];
    private readonly Stack<BedsideConversation> _overTcp = [];

    public override ProtocolCounters Counters => counters;

    public override Conversation Begin(in FlowIdentity flow, bool midStream)
    {
        var isTcp = makeOverTcp is not null && flow.Protocol != Packets.IpProtocol.Udp;
        if (!(isTcp ? _overTcp : _overUdp).TryPop(out var conversation))
        {
            conversation = isTcp ? makeOverTcp!() : makeOverUdp();
            conversation.IsOverTcp = isTcp;
        }

        conversation.Begin(in flow, midStream);
        return conversation;
    }

    public override void Return(Conversation conversation)
    {
        var returned = (BedsideConversation)conversation;
        (returned.IsOverTcp ? _overTcp : _overUdp).Push(returned);
    }
}
