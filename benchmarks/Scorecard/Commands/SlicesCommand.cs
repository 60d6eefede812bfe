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
        var holds = true;
        foreach (var order in RunPlan.Of("daily").Orders(source).Where(o => o.Number > 0).Take(runs))
        {
            foreach (var slice in AttackSlice.Of(order, source))
            {
                var report = SliceCheck.Run(slice.Attacked);
                var reading = SecondReading.IsAvailable ? Read(slice) : null;
                var isGood = report.IsEqual && reading is null or { Holds: true };
                holds &= isGood;
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

        return holds ? 0 : CommandLine.Failed;
    }

    public static Reading Read(AttackSlice slice)
    {
        var folder = Directory.CreateTempSubdirectory("slices-").FullName;
        try
        {
            var twin = Directory.CreateDirectory(Path.Combine(folder, "twin")).FullName;
            return SecondReading.Check(slice.Label, SliceReplay.Capture(slice.Attacked, folder), SliceReplay.Capture(slice.Twin, twin), Tolerance);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
