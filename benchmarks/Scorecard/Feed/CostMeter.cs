using System.Runtime.InteropServices;

namespace Scorecard.Feed;

/// <summary>
/// How long the calling thread works on something, by the processor's time and not by the clock's: others may be running at the same time. Figures of it belong beside results,
/// never among what is compared or hashed.
/// </summary>
internal sealed class CostMeter
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID (clock_gettime(2)).</summary>
    private const int ThreadClock = 3;

    private long _since;

    /// <summary>Seconds from packets to facts.</summary>
    public double Front { get; private set; }

    /// <summary>Seconds from facts to judgements and alerts.</summary>
    public double Back { get; private set; }

    public void Begin() => _since = Now();

    public void EndFront() => Front += Lap();

    public void EndBack() => Back += Lap();

    private double Lap()
    {
        var now = Now();
        var seconds = (now - _since) / 1e9;
        _since = now;
        return seconds;
    }

    /// <summary>Nanoseconds of this thread; 0 where the system doesn't tell.</summary>
    private static long Now() => OperatingSystem.IsLinux() && GetTime(ThreadClock, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : 0;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
