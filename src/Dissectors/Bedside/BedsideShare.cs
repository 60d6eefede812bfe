using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Bedside;

/// <summary>What a bedside protocol keeps in one partition.</summary>
/// <param name="make">Makes one more conversation.</param>
/// <param name="counters">Of the protocol, which the conversations share.</param>
internal sealed class BedsideShare(Func<BedsideConversation> make, ProtocolCounters counters) : ProtocolShare
{
    private readonly Stack<BedsideConversation> _idle = [];

    public override ProtocolCounters Counters => counters;

    public override Conversation Begin(in FlowIdentity flow, bool midStream)
    {
        if (!_idle.TryPop(out var conversation))
        {
            conversation = make();
        }

        conversation.Begin(in flow, midStream);
        return conversation;
    }

    public override void Return(Conversation conversation) => _idle.Push((BedsideConversation)conversation);
}
