using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Dialogue;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>A protocol made from a definition, in one partition. Has little before the first conversation: most partitions never see one.</summary>
internal sealed class PumpShare(PumpProtocol protocol, PartitionContext context) : ProtocolShare
{
    private readonly PumpProtocolCounters _counters = new(protocol.Name);
    private readonly Stack<PumpConversation> _idle = [];
    private ProtocolNames? _names;

    /// <summary>Decoded bytes of the message being read: one at a time in a partition.</summary>
    private byte[] _scratch = [];

    public override ProtocolCounters Counters => _counters;

    public override Conversation Begin(in FlowIdentity flow, bool midStream)
    {
        if (!_idle.TryPop(out var conversation))
        {
            conversation = Made();
        }

        conversation.Reset(flow, midStream);
        return conversation;
    }

    public override void Return(Conversation conversation) => _idle.Push((PumpConversation)conversation);

    private PumpConversation Made()
    {
        var plan = protocol.Plan;
        if (_names is null)
        {
            _names = new ProtocolNames(plan.Texts, context);
            _scratch = new byte[ProtocolPlan.MaxDecoded];
            _counters.Know([.. plan.Commands.Select(c => plan.Texts[c.Name])]);
        }

        return new PumpConversation(plan, context, _counters, _names, _scratch);
    }
}
