using System.Diagnostics;
using Scorecard.Runs;

namespace Scorecard.Commands;

/// <summary>Many hospitals, each attacked in many ways, read by the sensor: neither may stumble. Nothing is graded.</summary>
internal static class SeedsCommand
{
    private const int Devices = 20;
    private const int Attacks = 20;

    /// <summary>The test begins with the sixth week.</summary>
    private const int Weeks = 6;

    /// <param name="count">How many.</param>
    /// <param name="threads">At once.</param>
    public static int Run(int count, int threads)
    {
        if (count < 1 || threads < 1)
        {
            throw new UsageException("At least one seed and one thread are needed.");
        }

        var source = new AttackSource();
        var orders = Enumerable.Range(0, count).Select(i => new RunOrder(
            Hospital.Sites.SiteParameters.Of(Seeds.Of(Seeds.Development, Devices, 100 + i), Devices) with { Weeks = Weeks }, 1,
            [.. Enumerable.Range(0, Attacks).Select(a => source.Catalogue[((i * Attacks) + a) % source.Catalogue.Count])]) { HasContenders = false }).ToArray();
        var clock = Stopwatch.StartNew();
        var runs = new Runner(source, new Methods()).RunAll(orders, threads, (done, _) => Console.Error.Write($"\r{clock.Elapsed:mm\\:ss} {done} of {count} "));
        Console.Error.WriteLine();
        var attacks = runs.SelectMany(r => r.Attacks).ToArray();
        Console.WriteLine(FormattableString.Invariant(
            $"{runs.Count} hospitals of {Devices} devices lived {Weeks} weeks with {runs.Sum(r => r.Nuisances.Count)} benign events and {attacks.Length} attacks of {attacks.DistinctBy(a => (a.Kind, a.Variant)).Count()} variants; the sensor made {runs.Sum(r => r.Methods[0].Cost.Observations)} observations of them. Nothing stumbled."));
        return 0;
    }
}
