using System.Globalization;
using System.Text.Json;
using Sensor.Alerts;
using Sensor.Outputs;
using Sensor.State;
using Sensor.Terminal;
using Verdict = Sensor.State.Verdict;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>Writes an incident for people: what happened in what order, and who did what about it.</summary>
internal sealed class IncidentText(TextWriter output)
{
    /// <param name="alert">An alert of it.</param>
    /// <param name="incident">The whole of it; null where it isn't kept any more.</param>
    /// <param name="cycle">What people did.</param>
    /// <param name="now">Packet time.</param>
    public void Write(AlertRow alert, IncidentRow? incident, LifeCycle cycle, long now)
    {
        var id = Alert.IdOf(alert.Incident);
        var figures = incident is null ? "" : string.Create(CultureInfo.InvariantCulture, $": {incident.Anomalies:N0} anomalies on {incident.Devices:N0} devices in {Wording.Span(incident.Last - incident.Opened)}");
        Line($"Incident {id}{figures}{(alert.Incident == alert.Number ? "" : $"; {alert.Id} is a later step of it")}");
        foreach (var entry in StoredIncident.TimelineOf(incident))
        {
            Line("  " + Entry(entry));
        }

        Line($"Status: {StatusJson.Word(cycle.Stage)}");
        foreach (var deed in cycle.Deeds)
        {
            Line($"  {DeedText.Time(deed.Said)}  {DeedText.Sentence(deed)}{(deed.Note.Length == 0 ? "" : $" \"{deed.Note}\"")}");
        }

        if (cycle.MuteAt(now) is { } mute)
        {
            Line($"  In force: the like of it isn't told ({DeedText.Word(mute.Scope)}, {DeedText.Id(mute.Number)}) {DeedText.Until(mute.Until)}.");
        }

        if (cycle.Closing is { Verdict: Verdict.BenignExpected })
        {
            Line($"  In force: it is expected; 'sensor alerts reopen {id}' takes that back.");
        }

        output.WriteLine();
    }

    private static string Entry(JsonElement entry)
    {
        var times = entry.Find("count")?.GetInt64() is > 1 and var count
            ? string.Create(CultureInfo.InvariantCulture, $", {count:N0} times until {StoredCommand.Time(entry.Text("last"), ListingFormat.Table)}") : "";
        var told = entry.Text("alert") is { } alert ? $" ({alert})" : "";
        var target = entry.Text("target.id") is null ? "" : $" to {Party(entry, "target")}";
        return $"{StoredCommand.Time(entry.Text("first"), ListingFormat.Table)}  {entry.Text("severity"),-8} {entry.Text("reason")}: {Party(entry, "actor")}{target}{times}{told}";
    }

    private static string Party(JsonElement entry, string key) => entry.Text($"{key}.id") is { } id ? $"{id} {entry.Text($"{key}.ip")}" : "this sensor";

    private void Line(string text) => output.WriteLine(Screen.Plain(text));
}
