using Sensor.Models;

namespace Sensor.Detection;

/// <summary>What the operator decided about learning.</summary>
/// <param name="Mode">The mode when no learning time is set, and after it.</param>
/// <param name="Until">Packet time at which everything seen is declared mature; null without.</param>
internal sealed record LearningPlan(LearningMode Mode, long? Until)
{
    /// <summary>The mode at a packet time; before the declared end of learning only rules alert.</summary>
    public LearningMode At(long time) => Until is { } until && time < until ? LearningMode.Learn : Mode;
}
