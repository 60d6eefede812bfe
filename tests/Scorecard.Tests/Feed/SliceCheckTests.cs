using Scorecard.Feed.Slices;

namespace Scorecard.Tests.Feed;

public sealed class SliceCheckTests
{
    [Fact]
    public void Associations_and_operations_are_told_as_they_were_said()
    {
        var steps = new StepList();
        new SmallSite().Live(1, steps);

        var report = SliceCheck.Run(steps.Steps);

        Assert.True(report.IsEqual, report.ToString());
        Console.WriteLine(report);
    }
}
