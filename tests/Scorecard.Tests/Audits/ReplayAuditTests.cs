using Scorecard.Audits;
using Scorecard.Feed.Slices;
using Scorecard.Tests.Feed;

namespace Scorecard.Tests.Audits;

public sealed class ReplayAuditTests
{
    [Fact]
    public void A_replay_gives_the_same_with_any_number_of_workers_and_something_else_of_other_packets()
    {
        var folder = Directory.CreateTempSubdirectory("again-").FullName;
        try
        {
            var (steps, fewer) = (new StepList(), new StepList());
            new SmallSite().Live(2, steps);
            new SmallSite().Live(1, fewer);

            var finding = ReplayAudit.Replay(SliceReplay.Capture(steps.Steps, folder), folder, "two days");
            var other = ReplayAudit.HashOf(SliceReplay.Run(SliceReplay.Capture(fewer.Steps, folder), Path.Combine(folder, "fewer")));

            Assert.True(finding.IsSame);
            Assert.Equal("`sensor replay` on two days, with 1, 1, 2 and 4 workers", finding.What);
            Assert.NotEqual(ReplayAudit.HashOf(Path.Combine(folder, "replay-0", "results")), other);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
