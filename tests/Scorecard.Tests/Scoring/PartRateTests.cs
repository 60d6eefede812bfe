using Hospital.Kernel;
using Scorecard.Scoring;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

public sealed class PartRateTests
{
    [Fact]
    public void Each_part_answers_for_its_own_alerts_of_the_test_weeks()
    {
        // On one device rates and rules speak together, which is one episode for each of them; in calibration nobody counts.
        var run = Run(1, 0, [Alert(Test, 3, 1, part: "rate"), Alert(Test + 1, 3, 1, part: "rule"), Alert(Test + Nanos.Day, 3, 1, part: "rate"), Alert(Calibration, 4, 1, part: "sequence")]);

        var parts = PartRates.Of(new Trial(new Study([run]), new View(Method)));

        Assert.Equal([("relation", 0), ("sequence", 0), ("rate", 2), ("rule", 1)], parts.Select(p => (p.Part, p.False.Episodes)));
        Assert.Null(parts[3].Target);
        Assert.InRange(parts[0].Target!.Value, 0.1155 - 1e-9, 0.1155 + 1e-9);
    }
}
