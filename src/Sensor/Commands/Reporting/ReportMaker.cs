using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Commands.Stored;
using Sensor.Pipeline;
using Sensor.Report;
using Sensor.Terminal;

namespace Sensor.Commands.Reporting;

/// <summary>Makes a report of an analysis, running or saved, and of alerts that were gathered beside it.</summary>
/// <param name="analysis">What was seen.</param>
/// <param name="alerts">What was raised in the period.</param>
internal sealed class ReportMaker(Analysis analysis, AlertGathering alerts)
{
    /// <summary>What was read or kept.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The period; null: from the first, to the last.</summary>
    public (long? Since, long? Until) Period { get; init; }

    /// <summary>Captures that were read; none where the analysis was saved.</summary>
    public IReadOnlyList<InputReport> Inputs { get; init; } = [];

    /// <summary>What people did about an incident, by its id; null where that isn't kept.</summary>
    public Func<string, string?> StatusOf { get; init; } = _ => null;

    /// <summary>Reasons of rules.</summary>
    public required IReadOnlyList<AlertReason> Reasons { get; init; }

    public ReportData Make()
    {
        var (since, until) = Period;
        var devices = new DeviceReporting(StoredRecords.Of(RecordKind.Devices, analysis), Lacks);
        var pairs = new PairReporting(devices).Of(analysis.History, since, until);
        foreach (var device in devices.All)
        {
            device.Alerts = alerts.Of(device.Id);
        }

        var traffic = TrafficReporting.Of(analysis.History, since, until);
        return new ReportData
        {
            Sources = Sources,
            Version = AnalysisRun.Version,
            Asked = Period,
            Times = TimesOf(traffic),
            Traffic = traffic,
            Alerts = new AlertReporting(devices.Named, ReasonOf, StatusOf).Of(alerts),
            Devices = devices.Report(since, until),
            Pairs = pairs,
            Findings = FindingReporting.Of(StoredRecords.Of(RecordKind.Findings, analysis), devices, since, until),
            Losses = Losses(),
        };
    }

    private string Lacks(int number) => analysis.Devices.OfNumber(number) is { } device ? SummaryView.Judged(device, analysis.MaturityOf(device)) : "";

    private AlertReason? ReasonOf(string slug) => AlertCatalogue.All.Concat(Reasons).FirstOrDefault(r => r.Slug == slug);

    private (long First, long Last)? TimesOf(TrafficReport traffic) =>
        traffic.Rows.Count == 0 || analysis.History.Times is not { } times ? null
        : (Math.Max(times.First, Period.Since ?? times.First), Math.Min(times.Last, Period.Until ?? times.Last));

    private LossReport Losses() => new()
    {
        Warnings = [.. Inputs.Where(i => i.Warning is not null).Select(i => $"{SourceName(i.Path)}: {i.Warning!.Replace(i.Path, SourceName(i.Path), StringComparison.Ordinal)}")],
        Mirror = alerts.Mirror,
        Shortcomings = [.. analysis.Health.Totals.Select(t => t.What.Say(t.Count))],
        Pauses = analysis.Pauses.Count,
        PausedFor = analysis.Pauses.TotalAt(analysis.Now),
        WorstShare = analysis.Pauses.WorstShare,
    };

    /// <summary>A capture's name without its folder, which is the analyst's own affair.</summary>
    public static string SourceName(string path) => path == "-" ? "standard input" : Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } name ? name : path;
}
