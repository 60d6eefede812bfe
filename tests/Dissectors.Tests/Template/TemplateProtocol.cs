using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Template;

/// <summary>5. The protocol: its name, how it is recognised by content, and what it keeps in a partition. This is what gets registered, in one line.</summary>
public sealed class TemplateProtocol : IProtocol
{
    public string Name => "template";

    public IReadOnlyList<FactKind> FactKinds { get; } = [TemplateExchange.Kind];

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        var verdict = TemplateHeader.Recognise(head);
        return verdict == Verdict.Unsure && hints.Final ? Verdict.NotMine : verdict;
    }

    public ProtocolShare Open(PartitionContext context) => new Share(context);

    private sealed class Share(PartitionContext context) : ProtocolShare
    {
        private readonly TemplateCounters _counters = new();
        private readonly Stack<TemplateConversation> _idle = [];

        public override ProtocolCounters Counters => _counters;

        public override Conversation Begin(in FlowIdentity flow, bool midStream)
        {
            if (!_idle.TryPop(out var conversation))
            {
                conversation = new TemplateConversation(context, _counters);
            }

            conversation.Reset(flow, midStream);
            return conversation;
        }

        public override void Return(Conversation conversation) => _idle.Push((TemplateConversation)conversation);
    }
}
