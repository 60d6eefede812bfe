using System.Globalization;
using Sensor.Alerts;
using Sensor.Inventory;
using Spectre.Console;

namespace Sensor.Terminal;

/// <summary>Incidents for people, the worst first: each with the words of its worst alert, how far it went, and what happened in it in order.</summary>
internal sealed class IncidentView(IAnsiConsole console, DeviceTable devices)
{
    private const int MaxEntriesShown = 12;

    /// <param name="alerts">The worst alert of each incident.</param>
    public void Show(IReadOnlyList<Alert> alerts)
    {
        var incidents = alerts.Select(a => (Alert: a, Incident: a.Incident!)).OrderBy(i => i.Incident.Severity).ThenBy(i => i.Incident.Number).ToList();
        if (incidents.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("incident", "severity", "from (UTC)", "what, at its worst", "by", "devices", "lasted", "alerts");
        foreach (var (alert, incident) in incidents)
        {
            table.AddRow(
                incident.Id,
                ColouredWord(incident.Severity),
                SummaryView.Time(incident.First)[11..],
                Markup.Escape(alert.Reason.Signature),
                Markup.Escape(Name(incident.Timeline[0].Actor)),
                N(incident.Devices.Count),
                Wording.Span(incident.Dwell),
                N(incident.Alerts));
        }

        console.Write(table);
        foreach (var (alert, incident) in incidents)
        {
            Show(alert, incident);
        }
    }

    private void Show(Alert alert, Incident incident)
    {
        console.MarkupLine($"{incident.Id}  {ColouredWord(incident.Severity)}  {SummaryView.Time(incident.First)}  {Markup.Escape(alert.Reason.Signature)}");
        Indented(alert.Explanation);
        foreach (var sentence in alert.SeverityBecause.Concat(SeverityScale.Because(incident)))
        {
            Indented($"Severity: {sentence}");
        }

        Indented($"Why it matters: {alert.Reason.Meaning}");
        Indented($"Check next: {alert.Reason.NextSteps[0]}");
        Indented($"Could be benign: {string.Join("; ", alert.Reason.BenignCauses)}.");
        var evidence = alert.Packets.Length == 0 ? "" : $"Evidence: packets {string.Join(", ", alert.Packets)}. ";
        Indented($"{evidence}Reason {alert.Reason.Slug}, ATT&CK {string.Join(", ", alert.Reason.Mitre)}.");
        var more = incident.MoreDevices == 0 ? "" : " and more";
        Indented($"How far: {N(incident.Devices.Count)}{more} {(incident.Devices.Count == 1 ? "device" : "devices")}, {Wording.Span(incident.Dwell)} from first to last, {N(incident.Anomalies)} {(incident.Anomalies == 1 ? "anomaly" : "anomalies")}.");
        Timeline(incident);
        console.WriteLine();
    }

    private void Timeline(Incident incident)
    {
        if (incident.Anomalies == 1)
        {
            return;
        }

        var shown = incident.Timeline.Take(MaxEntriesShown).ToList();
        foreach (var entry in shown)
        {
            var to = entry.Victim.IsNobody ? "" : $" to {Name(entry.Victim)}";
            var times = entry.Count == 1 ? "" : $", {N(entry.Count)} times until {SummaryView.Time(entry.Last)[11..]}";
            var told = entry.Alert == 0 ? "" : $" ({Alert.IdOf(entry.Alert)})";
            Indented($"{SummaryView.Time(entry.First)[11..]}  {entry.Signature}: {Name(entry.Actor)}{to}{times}{told}", 7);
        }

        var rest = incident.Anomalies - shown.Sum(e => e.Count);
        if (rest > 0)
        {
            Indented($"and {N(rest)} more", 7);
        }
    }

    /// <summary>What people call a device; it may be forgotten.</summary>
    private string Name(Party party) => party.IsNobody ? "this sensor" : devices.OfNumber(party.Number)?.Label ?? party.Address.ToString();

    private static string ColouredWord(Severity severity) => $"[{SummaryView.Colour(severity)}]{SummaryView.Word(severity)}[/]";

    private static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private void Indented(string text, int by = 5) => console.Write(new Padder(new Text(Screen.Plain(text)), new Padding(by, 0, 0, 0)));
}
