using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Scorecard.Features;

/// <summary>Processor time of the calling thread, so that what else runs on the machine doesn't count; where the system doesn't tell it, the time that passes.</summary>
internal static class ThreadClock
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID of Linux.</summary>
    private const int ThreadTime = 3;

    public static double Seconds => OperatingSystem.IsLinux() && GetTime(ThreadTime, out var time) == 0
        ? time.Seconds + (time.Nanoseconds * 1e-9)
        : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
