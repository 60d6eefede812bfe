namespace Sensor.Tests.Support;

/// <summary>Measures what an action allocates on this thread.</summary>
internal static class Allocation
{
    /// <summary>
    /// The least of several rounds. Another test's collection may retire this thread's allocation buffer and count its rest as used; that is no
    /// allocation of the code under test, and doesn't happen in every round, as an allocation of its own would.
    /// </summary>
    public static long Least(Action action, int rounds = 5)
    {
        var least = long.MaxValue;
        for (var round = 0; round < rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
