using System.Text.Json;
using Sensor.Alerts;
using Sensor.Outputs;
using Sensor.State;
using Sensor.Terminal;
using Verdict = Sensor.State.Verdict;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary><c>sensor alerts list|show|mutes</c>: looks at incidents, their alerts, and what people did about them.</summary>
/// <param name="folder">The state directory.</param>
/// <param name="output">Where answers go.</param>
/// <param name="screen">What people see besides.</param>
internal sealed class AlertsCommand(string folder, TextWriter output, Screen screen)
{
    /// <summary>Lists incidents, or with <paramref name="steps"/> each of their alerts; the latest last.</summary>
    /// <param name="filter">Which alerts; an incident is listed when its own severity and times are wanted, and else one of its alerts.</param>
    /// <param name="steps">A row for each alert.</param>
    /// <param name="limit">The latest of them; null: all.</param>
    /// <param name="format">How.</param>
    public int List(RecordFilter filter, bool steps, int? limit, ListingFormat format) => StateCommands.Read(screen, folder, saved =>
    {
        var now = Book.LatestTime(saved);
        var wanted = StoredIncident.Read(saved).Where(i => filter.Status is null || i.Is(filter.Status, now));
        var alerts = filter.Resolved(saved) with { Status = null };
        var parts = alerts with { Severity = null, Since = null, Until = null };
        var rows = steps
            ? wanted.SelectMany(i => i.Alerts.Where(alerts.Wants).Select(line => (Incident: i, Line: line))).OrderBy(r => NumberOf(r.Line))
            : wanted.Where(i => filter.WantsSeverity(i.Severity) && filter.WantsTime(RecordFilter.Time(i.Opened), RecordFilter.Time(i.Latest)) && i.Alerts.Any(parts.Wants)).Select(i => (Incident: i, Line: i.Last));
        var chosen = (limit is { } most ? rows.TakeLast(most) : rows).ToList();
        if (format == ListingFormat.Json)
        {
            chosen.ForEach(r => output.WriteLine(StatusJson.Added(r.Line.GetRawText(), r.Incident.Cycle, now)));
        }
        else if (chosen.Count == 0 && format == ListingFormat.Table)
        {
            output.WriteLine("There are no such alerts.");
        }
        else
        {
            (steps ? Steps(chosen, now, format) : Incidents(chosen.ConvertAll(r => r.Incident), now, format)).Write(output, format);
        }

        return ExitCode.Done;
    });

    /// <summary>Shows one alert whole, with its incident's timeline and all that people did about it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="asJson">As the line of JSON that it is, with its status.</param>
    public int Show(string id, bool asJson) => StateCommands.Read(screen, folder, saved =>
    {
        foreach (var (row, line) in StoredRecords.Alerts(saved))
        {
            if (!row.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var (now, cycle) = (Book.LatestTime(saved), LifeCycle.Of(saved.Journal().Where(d => d.Incident == row.Incident)).GetValueOrDefault(row.Incident) ?? new LifeCycle());
            if (asJson)
            {
                output.WriteLine(StatusJson.Added(row.Json, cycle, now, withHistory: true));
            }
            else
            {
                var incident = saved.Incidents().FirstOrDefault(i => i.Number == row.Incident);
                new CaseText(output).Write(line, incident is null ? line.Text("anomaly.incident.severity") : Word(incident.Severity));
                new IncidentText(output).Write(row, incident, cycle, now);
            }

            return ExitCode.Done;
        }

        screen.Fail($"There is no alert '{id}' in {folder}.");
        return ExitCode.Failed;
    });

    /// <summary>Lists what isn't told, and how often that hid something.</summary>
    public int Mutes(ListingFormat format) => StateCommands.Read(screen, folder, saved =>
    {
        var book = new Book(saved);
        var (taken, mutes) = JournalDesk.Peek(saved);
        var hidden = mutes.All.ToDictionary(m => m.Number);
        var listing = new Listing("id", "because", "scope", "until", "hidden", "last_hidden", "by", "at", "in_effect", "what");
        foreach (var deed in book.Hiding)
        {
            var isMute = deed.Verb == JournalVerb.Mute;
            var mute = hidden.GetValueOrDefault(deed.Number);
            listing.Add(
                isMute ? DeedText.Id(deed.Number) : Alert.IdOf(deed.Incident), isMute ? "muted" : DeedText.Word(Verdict.BenignExpected), isMute ? DeedText.Word(deed.Scope) : "exact",
                deed.Until is { } until ? Time(until, format) : null, mute?.Hidden ?? 0, mute is { Hidden: > 0 } ? Time(mute.Last, format) : null, deed.Who, Time(deed.Said, format),
                deed.Number <= taken, MuteNames.Of(deed, book.Alerts));
        }

        if (listing.Count == 0 && format == ListingFormat.Table)
        {
            output.WriteLine("Everything is told: nothing is muted, and nothing was closed as expected.");
            return ExitCode.Done;
        }

        listing.Write(output, format);
        return ExitCode.Done;
    });

    private static Listing Incidents(IReadOnlyList<StoredIncident> incidents, long now, ListingFormat format)
    {
        var listing = new Listing([.. (string[])["id", "status"], .. More(format), "severity", "alerts", "anomalies", "devices", "first", "last", "reason", "device", "device_ip", "peer", "peer_ip", "what"]);
        foreach (var incident in incidents)
        {
            var worst = incident.Worst;
            listing.Add([
                Alert.IdOf(incident.Number), Status(incident, now, format), .. More(incident, now, format), Word(incident.Severity), incident.Alerts.Count, incident.Anomalies, incident.Devices,
                Time(incident.Opened, format), Time(incident.Latest, format), worst.Text("anomaly.reason"),
                worst.Text("anomaly.device.id"), worst.Text("anomaly.device.ip"), worst.Text("anomaly.peer.id"), worst.Text("anomaly.peer.ip"), worst.Text("alert.signature"),
            ]);
        }

        return listing;
    }

    private static Listing Steps(IReadOnlyList<(StoredIncident Incident, JsonElement Line)> steps, long now, ListingFormat format)
    {
        var listing = new Listing([.. (string[])["id", "incident", "status"], .. More(format), "time", "severity", "reason", "device", "device_ip", "peer", "peer_ip", "what"]);
        foreach (var (incident, line) in steps)
        {
            listing.Add([
                line.Text("anomaly.id"), Alert.IdOf(incident.Number), Status(incident, now, format), .. More(incident, now, format), Time(line.Text("timestamp"), format),
                RecordFilter.SeverityText(line), line.Text("anomaly.reason"), line.Text("anomaly.device.id"), line.Text("anomaly.device.ip"), line.Text("anomaly.peer.id"),
                line.Text("anomaly.peer.ip"), line.Text("alert.signature"),
            ]);
        }

        return listing;
    }

    /// <summary>For people in one word or two, for programs in columns of their own.</summary>
    private static string Status(StoredIncident incident, long now, ListingFormat format)
    {
        var state = StatusJson.Word(incident.Cycle.Stage);
        if (format != ListingFormat.Table)
        {
            return state;
        }

        var verdict = incident.Cycle.Closing is { } closing ? $" ({DeedText.Word(closing.Verdict)})" : "";
        return state + verdict + (incident.Cycle.MuteAt(now) is null ? "" : ", muted");
    }

    private static string[] More(ListingFormat format) => format == ListingFormat.Table ? [] : ["verdict", "by", "at", "note", "muted_until"];

    private static string?[] More(StoredIncident incident, long now, ListingFormat format)
    {
        if (format == ListingFormat.Table)
        {
            return [];
        }

        var cycle = incident.Cycle;
        var (deed, mute) = (cycle.Closing ?? cycle.Acknowledgement, cycle.MuteAt(now));
        return
        [
            cycle.Closing is { } closing ? DeedText.Word(closing.Verdict) : null, deed?.Who, deed is null ? null : JsonTime.Of(deed.Said), deed?.Note,
            mute is null ? null : mute.Until is { } until ? JsonTime.Of(until) : "for ever",
        ];
    }

    private static long NumberOf(JsonElement line) => long.TryParse(line.Text("anomaly.id")?["alert-".Length..], out var number) ? number : 0;

    private static string Word(int severity) => ((Severity)severity).ToString().ToLowerInvariant();

    private static string? Time(string? time, ListingFormat format) => StoredCommand.Time(time, format);

    private static string? Time(long time, ListingFormat format) => Time(JsonTime.Of(time), format);
}
