using Sensor.Capture.Live;
using Sensor.Dissectors.Contract;
using Sensor.Evidence;
using Sensor.Facts;
using Sensor.Health;
using Sensor.Outputs;
using Sensor.Pipeline;

namespace Sensor.Commands;

/// <summary>
/// Stands before the analysis while listening: writes what the capture says of itself where it belongs among the events, and sees to it that what is known is on
/// disk soon: alerts at once, events with the statistics, once a second. Analysis thread only.
/// </summary>
internal sealed class LiveConsumer(AnalysisRun run, Replay replay, LiveCapture capture, LiveEvidence? evidence) : IFactConsumer
{
    private readonly CaptureEvents _captureEvents = new(run.Events);
    private int _alertsFlushed;

    public void Take(in FactHeader header, ReadOnlySpan<byte> body) => run.Facts.Take(in header, body);

    public void EndInput() => run.Facts.EndInput();

    public void EndBlock(long number)
    {
        run.Facts.EndBlock(number);
        run.TakeReload();
        run.TellOfOutputs();
        run.Measuring?.EndBlock();
        while (capture.Reports.TryPeek(out var next) && next.Block <= number && capture.Reports.TryDequeue(out next))
        {
            switch (next.Report)
            {
                case CaptureStatistics statistics:
                    Write(statistics);
                    break;
                case InterfaceChange change:
                    run.Health.Write(change);
                    run.Events?.Flush();
                    break;
            }
        }

        if (run.Desk.Total != _alertsFlushed)
        {
            _alertsFlushed = run.Desk.Total;
            run.AlertLines?.Flush();
        }
    }

    /// <summary>Writes what was captured and lost so far.</summary>
    public void Write(CaptureStatistics statistics)
    {
        if (evidence is not null)
        {
            run.Analysis.Health.Reach(Shortcoming.EvidenceMissed, evidence.Missed, statistics.Time, run.Analysis.Ordinal);
            run.Analysis.Health.Reach(Shortcoming.EvidenceKeep, evidence.Removed, statistics.Time, run.Analysis.Ordinal);
        }

        run.Analysis.Pauses.TakeDrops(statistics.Packets, statistics.Lost, statistics.Time);
        run.Analysis.History.TakeDrops(statistics.Lost, statistics.Time);
        foreach (var one in statistics.Interfaces)
        {
            run.Analysis.Mirror.TakeCapture(one.Name, one.Packets, statistics.Time);
        }

        run.Measuring?.Take(statistics);
        _captureEvents.Write(statistics, Progress());
        run.Events?.Flush();
    }

    /// <summary>The workers may be a few blocks further on; a count read while they work is as good.</summary>
    private AnalysisProgress Progress() => new(replay.Partitions.Sum(p => (long)p.FlowCount), run.Analysis.Devices.All.Count, run.Desk.Total);
}
