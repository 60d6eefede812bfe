using System.Diagnostics;

namespace Sensor.Tests.Outputs;

/// <summary>Waits for what others do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static void True(Func<bool> condition, Func<string>? otherwise = null)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Sleep(20))
        {
            Assert.True(watch.Elapsed < Patience, otherwise?.Invoke() ?? "It didn't happen.");
        }
    }
}
