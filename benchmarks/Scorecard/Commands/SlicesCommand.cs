using Hospital.Kernel;
using Scorecard.Audits;
using Scorecard.Feed.Slices;
using Scorecard.Runs;

namespace Scorecard.Commands;

/// <summary>
/// Checks the packets around attacks: the sensor must make of them what was said, and somebody else's reader must find in them what the label says.
/// </summary>
internal static class SlicesCommand
{
    /// <summary>How far a reader's first difference may be from the label's first trace.</summary>
    private const long Tolerance = Nanos.Second;

    public static int Run(int runs)
    {
        var source = new AttackSource();
        var (kinds, attacks, equal, labels) = (new HashSet<int>(), 0, 0, 0);
        foreach (var order in RunPlan.Of("daily").Orders(source).Where(o => o.Number > 0).Take(runs))
        {
            foreach (var slice in AttackSlice.Of(order, source))
            {
                var report = SliceCheck.Run(slice.Attacked);
                var reading = SecondReading.IsAvailable ? Read(slice) : null;
                var isGood = report.IsEqual && reading is null or { Holds: true };
                kinds.Add(slice.Label.Kind);
                attacks++;
                equal += report.IsEqual ? 1 : 0;
                labels += reading is { Holds: true } ? 1 : 0;
                Console.WriteLine($"{order.Site.Seed:x16} {order.Number}: {slice.Label.Kind} {slice.Label.Name}, {slice.Label.Variant}: {(isGood ? "holds" : "doesn't hold")}");
                if (!report.IsEqual)
                {
                    Console.WriteLine(report);
                }

                foreach (var finding in reading?.Findings ?? [])
                {
                    Console.WriteLine(finding);
                }
            }
        }

        if (!SecondReading.IsAvailable)
        {
            Console.Error.WriteLine("Labels were not read a second time: there is no tshark.");
        }

        var read = SecondReading.IsAvailable ? FormattableString.Invariant($"{labels} labels held") : "labels not read";
        Console.WriteLine(FormattableString.Invariant($"{kinds.Count} kinds, {attacks} attacks: {equal} equal, {read}"));
        return equal == attacks && (labels == attacks || !SecondReading.IsAvailable) ? 0 : CommandLine.Failed;
    }

    public static Reading Read(AttackSlice slice)
    {
        var folder = Directory.CreateTempSubdirectory("slices-").FullName;
        try
        {
            var twin = Directory.CreateDirectory(Path.Combine(folder, "twin")).FullName;
            return SecondReading.Check(slice.Label, SliceReplay.Capture(slice.Attacked, folder), SliceReplay.Capture(slice.Twin, twin), Tolerance, slice.Others);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
