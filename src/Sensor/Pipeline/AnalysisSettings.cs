using Sensor.Alerts;
using Sensor.Detection;
using Sensor.Models;
using Sensor.Rules;
using Sensor.Site;

namespace Sensor.Pipeline;

/// <summary>What the analysis is told before it begins, and some of it again while it runs.</summary>
/// <param name="Plan">What is learnt when.</param>
/// <param name="Rules">What is looked for without learning.</param>
internal sealed record AnalysisSettings(LearningPlan Plan, RuleSet Rules)
{
    public Bounds Bounds { get; init; } = new();

    /// <summary>Nanoseconds without anything new after which an incident is over.</summary>
    public long Quiet { get; init; } = AlertDesk.DefaultQuiet;

    public SiteKnowledge Site { get; init; } = SiteKnowledge.Empty;

    public ModelSettings Models { get; init; } = new();

    /// <summary>Nanoseconds without a packet after which the mirror counts as silent.</summary>
    public long Silence { get; init; } = MirrorWatch.DefaultSilence;
}
