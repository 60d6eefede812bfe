using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7.Pcd;

namespace Sensor.Dissectors.Hl7;

/// <summary>HL7 v2 in one partition.</summary>
public sealed class Hl7Share(PartitionContext context) : ProtocolShare
{
    private readonly Hl7Counters _counters = new();
    private readonly PcdShare _pumps = new(context);
    private readonly Stack<Hl7Conversation> _idle = [];

    public override ProtocolCounters Counters => _counters;

    public override Conversation Begin(in FlowIdentity flow, bool midStream)
    {
        if (!_idle.TryPop(out var conversation))
        {
            conversation = new Hl7Conversation(context, _counters, _pumps);
        }

        conversation.Reset(flow, midStream);
        return conversation;
    }

    public override void Return(Conversation conversation) => _idle.Push((Hl7Conversation)conversation);
}
