using Hospital;

namespace Scorecard.Tests.Feed;

/// <summary>Keeps steps.</summary>
internal sealed class StepList : IStepTaker
{
    public List<Step> Steps { get; } = [];

    public void Take(in Step step) => Steps.Add(step);

    public void End(long time)
    {
    }
}
