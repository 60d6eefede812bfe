using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>The dialogues of one partition, to be used again. Ten KB each, and so many at a time that nobody fills the memory by speaking SOAP.</summary>
public sealed class SdcDialogues(PartitionContext context) : SoapListener
{
    public const int Max = 64;

    private readonly PumpCounters _counters = new();
    private readonly Stack<SdcDialogue> _idle = [];
    private int _count;

    public override IReadOnlyList<(string Family, PumpCounters Counters)> Pumps => [("sdc", _counters)];

    public override SoapDialogue? TryRent(in FlowIdentity flow)
    {
        if (!_idle.TryPop(out var dialogue))
        {
            if (_count == Max)
            {
                return null;
            }

            _count++;
            dialogue = new SdcDialogue(context, _counters);
        }

        dialogue.Reset(in flow);
        return dialogue;
    }

    public override void Return(SoapDialogue dialogue) => _idle.Push((SdcDialogue)dialogue);
}
