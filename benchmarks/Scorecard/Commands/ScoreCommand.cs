using System.Diagnostics;
using System.Text.Json;
using Scorecard.Runs;
using Scorecard.Scoring;

namespace Scorecard.Commands;

/// <summary>Makes a plan's runs and grades them.</summary>
internal sealed class ScoreCommand(RunPlan plan, int threads, string folder, string only)
{
    public int Run()
    {
        if (threads < 1)
        {
            throw new UsageException("At least one thread is needed.");
        }

        var clock = Stopwatch.StartNew();
        var attacks = new AttackSource();
        var orders = plan.Orders(attacks);
        var seal = Sealing.Of(plan, orders, attacks.Text);
        Tell($"{plan.Profile}: {orders.Count} runs on {threads} threads, seal {seal[..16]}");
        var runs = new Runner(attacks, new Methods(only)).RunAll(orders, threads, (done, run) => Tell($"{clock.Elapsed:hh\\:mm\\:ss} {done} of {orders.Count}: {Costs(run)}"));
        Directory.CreateDirectory(folder);
        RunStore.Save(Path.Combine(folder, "runs.gz"), plan.Profile, seal, runs);
        return Grade(plan.Profile, seal, runs, Remarks, folder, clock);
    }

    /// <summary>Grades runs that were made before.</summary>
    /// <param name="runs">What a measurement left: <c>runs.gz</c>.</param>
    /// <param name="folder">Where the card goes.</param>
    public static int GradeAgain(string runs, string folder)
    {
        var clock = Stopwatch.StartNew();
        var (profile, seal, records) = RunStore.Load(runs);
        Directory.CreateDirectory(folder);
        return Grade(profile, seal, records, [], folder, clock);
    }

    private static int Grade(string profile, string seal, IReadOnlyList<RunRecord> runs, IEnumerable<string> remarks, string folder, Stopwatch clock)
    {
        var card = Grading.Of(profile, seal, runs, remarks, what => Tell($"{clock.Elapsed:mm\\:ss} {what}"));
        var path = Path.Combine(folder, "card.json");
        File.WriteAllText(path, JsonSerializer.Serialize(card, CardFile.Json));
        Tell($"{clock.Elapsed:mm\\:ss} {path}");
        Print(card);
        return 0;
    }

    private IEnumerable<string> Remarks => only.Length > 0 ? [$"Only methods whose names begin with '{only}' took part."] : [];

    /// <summary>Who took longest, in seconds of the processor.</summary>
    private static string Costs(RunRecord run) => FormattableString.Invariant($"{run.Parameters.Devices} devices, {run.Attacks.Count} attacks; ")
        + string.Join(", ", run.Methods.OrderByDescending(m => m.Cost.CpuSeconds).Take(4).Select(m => FormattableString.Invariant($"{m.Method} {m.Cost.CpuSeconds:0.0} s")));

    private static void Tell(string text) => Console.Error.WriteLine(text);

    /// <summary>The few lines that one looks at between two changes.</summary>
    private static void Print(Card card)
    {
        foreach (var method in card.Methods)
        {
            foreach (var budget in method.Budgets)
            {
                var rows = budget.Recall.Where(r => r.Scope is "all" or "difficulty").Select(r => FormattableString.Invariant($"{r.Recall.Value:0.00}/{r.Floor.Value:0.00}"));
                Console.WriteLine(FormattableString.Invariant(
                    $"{method.Name,-32} {budget.Target,5:0.00}: achieved {budget.Achieved.Rate,7:0.000} (unmetered {budget.Unmetered.Rate:0.000}), recall/floor {string.Join(' ', rows)}"));
            }
        }
    }
}
