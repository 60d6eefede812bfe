using System.Diagnostics;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Pipeline;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>
/// Stands before the analysis while replaying: what is known is on disk, and what is wrong with an input is said, within a second. Analysis thread only.
/// </summary>
internal sealed class ReplayConsumer(AnalysisRun run, ICaptureInput input, Screen screen, StateKeeper? state, StopSignal stop) : IFactConsumer
{
    /// <summary>Blocks come a few times a second even when no packets do.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private long _told = Stopwatch.GetTimestamp();

    public void Take(in FactHeader header, ReadOnlySpan<byte> body) => run.Facts.Take(in header, body);

    public void EndInput() => run.Facts.EndInput();

    public void EndBlock(long number)
    {
        run.Facts.EndBlock(number);
        run.TakeReload();
        run.TellOfOutputs();
        run.Measuring?.EndBlock();
        if (stop.IsSet)
        {
            state?.Interrupt();
        }

        if (Stopwatch.GetElapsedTime(_told) < Interval)
        {
            return;
        }

        _told = Stopwatch.GetTimestamp();
        Tell(input, screen);
        run.Events?.Flush();
        run.AlertLines?.Flush();
    }

    /// <summary>Says what is wrong with the inputs and wasn't said before.</summary>
    public static void Tell(ICaptureInput input, Screen screen)
    {
        while (input.TryTakeWarning(out var sentence))
        {
            screen.Warn(sentence);
        }
    }
}
