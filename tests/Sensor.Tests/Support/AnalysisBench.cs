using System.Buffers;
using System.Text;
using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Detection;
using Sensor.Facts;
using Sensor.Options.Keys;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Series;
using Sensor.State;

namespace Sensor.Tests.Support;

/// <summary>An analysis without a capture and without files: facts go in, and what it says and remembers can be looked at.</summary>
internal sealed class AnalysisBench
{
    /// <summary>The rules in it are read once: many benches are made.</summary>
    private static readonly Settings _settings = new();

    private readonly StringBuilder _alerts;

    /// <param name="plan">When learning ends.</param>
    /// <param name="alerts">Where alerts are added as lines of JSON.</param>
    /// <param name="points">Where points of series are added as lines; null: none are made.</param>
    /// <param name="series">How they are made.</param>
    public AnalysisBench(LearningPlan plan, StringBuilder alerts, StringBuilder? points = null, SeriesSettings? series = null)
    {
        _alerts = alerts;
        var json = new AlertJson(new Envelope(), ordinal => ("", ordinal));
        var desk = new AlertDesk(new Told(alert => Write(json, alert)));
        Events = new EventLog(null, new Envelope(), ProtocolRegister.All);
        Analysis = new Analysis(ProtocolRegister.All, new AnalysisSettings(plan, _settings.Rules), new NameDirectory(), Events, desk, new HealthEvents(null, hasPacketNumbers: true));
        if (points is not null)
        {
            var totals = new HealthTotals();
            var health = new HealthReader(totals, Analysis, desk);
            Meter = new SeriesMeter(series ?? new SeriesSettings(), ProtocolRegister.All, Analysis.Devices, time => health.Read(null, time), new PointText(points));
            Analysis.MeaningTap = Meter;
            Analysis.Taps = [.. Analysis.Taps, Meter, totals];
        }
    }

    public Analysis Analysis { get; }

    public SeriesMeter? Meter { get; }

    /// <summary>Alerts in the order in which they were raised.</summary>
    public List<Alert> Alerts { get; } = [];

    public EventLog Events { get; }

    /// <summary>All it remembers, as it would be saved.</summary>
    public (IReadOnlyList<DeviceRow> Devices, IReadOnlyList<PartRow> Parts) State
    {
        get
        {
            var maker = new SnapshotMaker(Analysis);
            return (maker.TakeDevices(all: true), maker.TakeParts());
        }
    }

    public void Take((FactHeader Header, byte[] Body) fact) => Analysis.Take(in fact.Header, fact.Body);

    /// <summary>One text of all it remembers.</summary>
    public string Remembered()
    {
        var (devices, parts) = State;
        var text = new StringBuilder();
        foreach (var d in devices)
        {
            text.AppendLine($"{d.Number} {d.Address} {d.FirstSeen} {d.LastSeen} {d.Kind} {Convert.ToHexString(d.Inventory)} {Convert.ToHexString(d.Model)}");
        }

        foreach (var p in parts)
        {
            text.AppendLine($"{p.Name} {p.Version} {Convert.ToHexString(p.Data)}");
        }

        return text.ToString();
    }

    public Snapshot Snapshot(long facts, bool isWhole = true)
    {
        var maker = new SnapshotMaker(Analysis);
        return new Snapshot
        {
            IsWhole = isWhole,
            Identity = [1],
            Input = new SavedInput { Facts = facts, Time = Analysis.Now, IsComplete = false },
            Devices = maker.TakeDevices(isWhole),
            Parts = maker.TakeParts(),
            Alerts = [],
            FeedbackApplied = 0,
        };
    }

    private void Write(AlertJson json, Alert alert)
    {
        Alerts.Add(alert);
        Meter?.Take(alert);
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = JsonLines.WriterOn(buffer);
        json.Write(writer, alert);
        writer.Flush();
        _alerts.AppendLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private sealed class PointText(StringBuilder points) : ISeriesTaker
    {
        public void Take(long time, ReadOnlySpan<byte> lines) => points.Append(Encoding.UTF8.GetString(lines));
    }
}
