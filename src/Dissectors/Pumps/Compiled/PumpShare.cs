using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Dialogue;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>A protocol made from a definition, in one partition.</summary>
internal sealed class PumpShare : ProtocolShare
{
    private readonly ProtocolPlan _plan;
    private readonly PartitionContext _context;
    private readonly PumpProtocolCounters _counters;
    private readonly ProtocolNames _names;
    private readonly Stack<PumpConversation> _idle = [];

    /// <summary>Decoded bytes of the message being read: one at a time in a partition.</summary>
    private byte[]? _scratch;

    public PumpShare(string family, ProtocolPlan plan, PartitionContext context)
    {
        _plan = plan;
        _context = context;
        _counters = new PumpProtocolCounters(family, [.. plan.Commands.Select(c => plan.Texts[c.Name])]);
        _names = new ProtocolNames(plan.Texts, context);
    }

    public override ProtocolCounters Counters => _counters;

    public override Conversation Begin(in FlowIdentity flow, bool midStream)
    {
        if (!_idle.TryPop(out var conversation))
        {
            conversation = new PumpConversation(_plan, _context, _counters, _names, _scratch ??= new byte[ProtocolPlan.MaxDecoded]);
        }

        conversation.Reset(flow, midStream);
        return conversation;
    }

    public override void Return(Conversation conversation) => _idle.Push((PumpConversation)conversation);
}
