using Scorecard.Runs;
using Scorecard.Scoring;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Scoring;

public sealed class ProbabilityTests
{
    [Fact]
    public void What_is_called_improbable_and_comes_more_often_shows_by_what_was_measured()
    {
        var even = Enumerable.Range(0, 1000).Select(i => (i + 0.5) / 1000).ToArray();
        double[] hasty = [.. even.Select(p => p * p)];

        var rows = Probabilities.Of(new Trial(new Study([With("pace", even), With("answers", hasty, 2)]), new View(Method)));

        Assert.Equal(["", "answers", "pace"], rows.Select(r => r.What));
        Assert.Equal([2000, 1000, 1000], rows.Select(r => r.Uniformity.Values));
        Assert.Equal([0.05, 0.01, 0.001], rows[2].Tail.Select(t => t.Came), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(0.1, rows[1].Tail[1].Came, 2);
        Assert.True(rows[1].Uniformity.P < 0.001 && rows[2].Uniformity.P > 0.99);
    }

    [Fact]
    public void Who_gives_none_has_none() => Assert.Empty(Probabilities.Of(new Trial(new Study([Run(1, 0, [])]), new View(Method))));

    private static RunRecord With(string what, double[] values, ulong seed = 1) =>
        RunOf(seed, 0, [new MethodRun(Method, [], new MethodCost(0, 0, 0, 0)) { PValues = new Dictionary<string, IReadOnlyList<double>> { [what] = values } }]);
}
