using System.Diagnostics;
using System.Net.Sockets;
using Sensor.Alerts;
using Sensor.Capture.Live;
using Sensor.Options.Keys;
using Sensor.Options.Sections;
using Sensor.Outputs;
using Sensor.Outputs.Delivery;
using Sensor.Pipeline;
using Sensor.Series;
using Sensor.Series.Metrics;

namespace Sensor.Commands;

/// <summary>Time series and metrics of a run. Analysis thread, but for who asks for metrics.</summary>
internal sealed class Measuring : IDisposable
{
    private static readonly TimeSpan BetweenPages = TimeSpan.FromSeconds(1);

    private readonly HealthReader _health;
    private readonly SeriesMeter? _meter;
    private readonly MetricsListener? _metrics;
    private readonly bool _machineInSeries;
    private readonly Analysis _analysis;
    private readonly Deliveries? _deliveries;
    private MachineReader? _machine;
    private long _published;

    /// <param name="settings">What is wanted.</param>
    /// <param name="analysis">As new.</param>
    /// <param name="desk">Its alerts.</param>
    /// <param name="taker">Where points go; null: nobody wants any.</param>
    /// <param name="metrics">Who answers for metrics; null: nobody. This one's from now on.</param>
    /// <param name="deliveries">Receivers that are told of; null: there are none.</param>
    /// <param name="isLive">The machine's numbers belong to the time that points are of.</param>
    public Measuring(Settings settings, Analysis analysis, AlertDesk desk, ISeriesTaker? taker, MetricsListener? metrics, Deliveries? deliveries, bool isLive)
    {
        (_analysis, _metrics, _deliveries) = (analysis, metrics, deliveries);
        _machineInSeries = isLive || settings.Of(SeriesSection.Machine);
        var totals = new HealthTotals();
        _health = new HealthReader(totals, analysis, desk);
        if (taker is not null)
        {
            _meter = new SeriesMeter(SeriesSection.Of(settings), settings.Protocols.All, analysis.Devices, ReadForSeries, taker);
            analysis.MeaningTap = _meter;
            analysis.Taps = [.. analysis.Taps, _meter];
        }

        // Behind the meter, which reads what there was before the fact at hand.
        analysis.Taps = [.. analysis.Taps, totals];
    }

    /// <summary>Opens what <c>metrics.listen</c> asks for; null where that is nothing.</summary>
    /// <exception cref="OutputException">It can't be.</exception>
    public static MetricsListener? Listen(Settings settings)
    {
        if (MetricsSection.Of(settings) is not { } address)
        {
            return null;
        }

        try
        {
            return new MetricsListener(address);
        }
        catch (SocketException e)
        {
            throw new OutputException($"Metrics can't be answered at {address}: {e.Message.TrimEnd('.')}.");
        }
    }

    public void Take(Alert alert) => _meter?.Take(alert);

    /// <summary>The workers are known.</summary>
    public void Begin(Replay replay) => _machine = new MachineReader(replay, _deliveries);

    /// <summary>What the capture counted.</summary>
    public void Take(CaptureStatistics statistics)
    {
        if (_machine is not null)
        {
            _machine.Capture = statistics;
        }
    }

    /// <summary>All has been said about a block.</summary>
    public void EndBlock()
    {
        _meter?.EndBlock();
        if (_metrics is not null && (_published == 0 || Stopwatch.GetElapsedTime(_published) >= BetweenPages))
        {
            _published = Stopwatch.GetTimestamp();
            _metrics.Publish(MetricsPage.Of(_health.Read(_machine?.Read(), _analysis.Now), AnalysisRun.Version));
        }
    }

    /// <summary>The input is over.</summary>
    public void End() => _meter?.End();

    public void Dispose() => _metrics?.Dispose();

    private HealthReading ReadForSeries(long time) => _health.Read(_machineInSeries ? _machine?.Read() : null, time);
}
