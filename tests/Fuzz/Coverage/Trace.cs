namespace Sensor.Fuzz.Coverage;

/// <summary>
/// How often each basic block of the instrumented assemblies has run since the last reset. The code under test counts here itself, from any thread; what two
/// threads count at the same moment may be lost.
/// </summary>
public static class Trace
{
    /// <summary>The most blocks that can be counted; those beyond are not instrumented.</summary>
    public const int MostBlocks = 1 << 15;

    /// <summary>A counter for each block. Named by the instrumented code.</summary>
    public static readonly uint[] Hits = new uint[MostBlocks];

    /// <summary>Blocks that are counted; 0 without instrumentation.</summary>
    public static int Count { get; set; }

    /// <summary>Blocks run since the last reset: how much work was done, the same on every machine.</summary>
    public static long Work
    {
        get
        {
            long sum = 0;
            foreach (var hits in Hits.AsSpan(0, Count))
            {
                sum += hits;
            }

            return sum;
        }
    }

    public static void Reset() => Hits.AsSpan(0, Count).Clear();
}
