using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>What the connections of a partition use in turns: only a message being read that speaks of pumps needs any of it.</summary>
internal sealed class PcdShare(PartitionContext context)
{
    private readonly Stack<PcdMessage> _idle = [];

    /// <summary>Room for the events of one message.</summary>
    public PumpEvent[] Told { get; } = new PumpEvent[PcdMessage.MaxPumps];

    public PcdMessage Rent() => _idle.TryPop(out var message) ? message : new PcdMessage(context);

    public void Return(PcdMessage message) => _idle.Push(message);
}
