using Hospital.Kernel;
using Scorecard.Runs;
using static Scorecard.Tests.Scoring.Synthetic;

namespace Scorecard.Tests.Runs;

public sealed class RunStoreTests
{
    [Fact]
    public void What_was_noted_of_a_run_is_there_again()
    {
        var attack = Attack(1, 3, Test, Nanos.Day);
        attack.Hours.UnionWith([7, 5]);
        var method = new MethodRun(Method, [Alert(Test, 3, 2.5)], new MethodCost(9, 0.5, 7, 1)) { PValues = new Dictionary<string, IReadOnlyList<double>> { ["pace"] = [0.25, 1e-6] } };
        var path = Path.GetTempFileName();
        try
        {
            RunStore.Save(path, "daily", "5ea1", [RunOf(1, 1, [method], [attack])]);
            var (profile, seal, runs) = RunStore.Load(path);

            Assert.Equal(("daily", "5ea1"), (profile, seal));
            var run = Assert.Single(runs);
            Assert.Equal([5, 7], Assert.Single(run.Attacks).Hours);
            Assert.Equal(method.Candidates, run.Methods[0].Candidates);
            Assert.Equal(method.PValues["pace"], run.Methods[0].PValues["pace"]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
