using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>The dialogues of one partition, to be used again. Ten KB each, and so many at a time that nobody fills the memory by speaking SOAP.</summary>
internal sealed class SdcDialogues(PartitionContext context, PumpCounters counters)
{
    public const int Max = 64;

    private readonly Stack<SdcDialogue> _idle = [];
    private int _count;

    /// <summary>One for a connection that begins to carry SOAP; null at the bound.</summary>
    public SdcDialogue? TryRent(in FlowIdentity flow)
    {
        if (!_idle.TryPop(out var dialogue))
        {
            if (_count == Max)
            {
                return null;
            }

            _count++;
            dialogue = new SdcDialogue(context, counters);
        }

        dialogue.Reset(in flow);
        return dialogue;
    }

    public void Return(SdcDialogue dialogue) => _idle.Push(dialogue);
}
