using Sensor.Models;

namespace Sensor.Detection;

/// <summary>What the operator decided about learning.</summary>
/// <param name="Mode">The mode when no learning time is set, and after it.</param>
/// <param name="Until">Packet time at which everything seen is declared mature; null without.</param>
internal sealed record LearningPlan(LearningMode Mode, long? Until)
{
    /// <summary>The operator vouches for this time: it is ordinary, and what is to be learnt must be learnt in it.</summary>
    public bool IsVouchedFor(long time) => Until is { } until && time < until;

    /// <summary>The mode at a packet time; before the declared end of learning only rules alert.</summary>
    public LearningMode At(long time) => IsVouchedFor(time) ? LearningMode.Learn : Mode;
}
