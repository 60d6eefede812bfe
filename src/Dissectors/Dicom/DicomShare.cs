using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>DICOM's belongings in one partition. Conversations are used again.</summary>
public sealed class DicomShare : ProtocolShare
{
    private readonly Stack<DicomConversation> _idle = new();
    private readonly DicomPartition _partition;

    public DicomShare(PartitionContext context) => _partition = new DicomPartition(context, new DicomCounters());

    public override ProtocolCounters Counters => _partition.Counters;

    public override Conversation Begin(in FlowIdentity flow, bool midStream)
    {
        var conversation = _idle.TryPop(out var idle) ? idle : new DicomConversation(_partition);
        conversation.Begin(flow, midStream);
        return conversation;
    }

    public override void Return(Conversation conversation) => _idle.Push((DicomConversation)conversation);
}
