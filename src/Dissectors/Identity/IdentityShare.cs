using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity;

/// <summary>What one of these protocols keeps in a partition: conversations to be used again.</summary>
/// <param name="make">Makes one more.</param>
/// <param name="counters">Of the protocol, which the conversations share.</param>
public sealed class IdentityShare(Func<IdentityConversation> make, BareCounters counters) : ProtocolShare
{
    private readonly Stack<IdentityConversation> _idle = [];

    public override ProtocolCounters Counters => counters;

    public override Conversation Begin(in FlowIdentity flow, bool midStream)
    {
        if (!_idle.TryPop(out var conversation))
        {
            conversation = make();
        }

        conversation.Begin(flow, midStream);
        return conversation;
    }

    public override void Return(Conversation conversation) => _idle.Push((IdentityConversation)conversation);
}
