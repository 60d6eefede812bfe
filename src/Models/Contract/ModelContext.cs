namespace Sensor.Models;

/// <summary>
/// Everything around a device that its models may read. Nothing else reaches them, so equal observations in equal contexts give equal
/// judgements.
/// </summary>
/// <param name="Settings">The constants.</param>
/// <param name="Mode">What models may do with observations.</param>
/// <param name="Group">The device's peer group as last published at a tick; null while there is none. It must not change while it is
/// published.</param>
/// <param name="Paused">Nothing is to be learnt for now, whatever the mode: too little is seen of what happens.</param>
public readonly record struct ModelContext(
    ModelSettings Settings, LearningMode Mode = LearningMode.Auto, GroupSummary? Group = null, bool Paused = false);
