using Sensor.Alerts;
using Sensor.Commands.Stored;
using Sensor.Options.Keys;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Report;
using Sensor.State;
using Sensor.Terminal;

namespace Sensor.Commands.Reporting;

/// <summary><c>sensor report</c>: a state, or a period of it, as one page for people.</summary>
/// <param name="folder">The state directory; a sensor may be running on it.</param>
/// <param name="file">Where the page goes.</param>
/// <param name="screen">What people see besides.</param>
internal sealed class ReportCommand(string folder, string file, Screen screen)
{
    /// <summary>The period in nanoseconds since the Unix epoch; null: from the first, to the last.</summary>
    public (long? Since, long? Until) Period { get; init; }

    /// <summary>A page is made also where nothing was seen.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Reasons of rules; those that come with the program unless the site has others.</summary>
    public IReadOnlyList<AlertReason> Reasons { get; init; } = new Settings().Rules.Reasons;

    public int Run() => StateCommands.Read(screen, folder, saved =>
    {
        ReportFile.Check(file);
        var report = Of(saved);
        if (!MayBeEmpty && report.Times is null && report.Alerts.Total == 0)
        {
            throw new OutputException(
                Period is (null, null) ? $"There is nothing to report yet: the state in {folder} has seen no traffic."
                : $"There is nothing to report: the state in {folder} has seen nothing in this period.");
        }

        ReportFile.Write(file, report);
        return ExitCode.Done;
    });

    private ReportData Of(StateDatabase saved)
    {
        var alerts = new AlertGathering(Period.Since, Period.Until);
        foreach (var incident in StoredRecords.Incidents(saved))
        {
            alerts.AddIncident(incident);
        }

        foreach (var alert in StoredRecords.Read(RecordKind.Alerts, saved))
        {
            alerts.Add(alert);
        }

        var name = ReportMaker.SourceName(Path.GetFullPath(folder));
        return new ReportMaker(BareAnalysis.Of(saved), alerts)
        {
            Sources = [$"State {name}"], Period = Period, Reasons = Reasons, StatusOf = new IncidentStatus(saved).Of,
        }.Make();
    }
}
