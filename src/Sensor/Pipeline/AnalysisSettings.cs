using Sensor.Detection;
using Sensor.Models;
using Sensor.Site;

namespace Sensor.Pipeline;

/// <summary>What the analysis is told before it begins, and some of it again while it runs.</summary>
/// <param name="Plan">What is learnt when.</param>
internal sealed record AnalysisSettings(LearningPlan Plan)
{
    public Bounds Bounds { get; init; } = new();

    public SiteKnowledge Site { get; init; } = SiteKnowledge.Empty;

    public ModelSettings Models { get; init; } = new();
}
