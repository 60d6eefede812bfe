using System.Globalization;
using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Findings;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Outputs;
using Sensor.Pipeline;
using Spectre.Console;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Terminal;

/// <summary>The end of a run in words and tables: what was seen, who was there, what is wrong, what isn't judged yet, what was lost.</summary>
internal sealed class SummaryView(IAnsiConsole console)
{
    private const int MaxDevicesShown = 20;
    private const int MaxFindingDevicesShown = 4;
    private const int MaxFoldedShown = 5;

    public void Show(Summary summary, Analysis analysis, AlertsShown alerts, string? folder)
    {
        Seen(summary);
        Devices(summary, analysis);
        Alerts(summary, analysis, alerts.Kept);
        FindingTable(analysis.Findings.All);
        Lost(summary, alerts.Mirror);
        Sent(summary);
        if (folder is not null)
        {
            Line($"Results: {Screen.Plain(Path.Combine(folder, "summary.json"))}, alerts.jsonl, events.jsonl, devices.jsonl, findings.jsonl");
        }
    }

    private void Seen(Summary summary)
    {
        var counters = summary.Counters;
        var span = summary.Times is { } times ? $" over {Wording.Span(times.Last - times.First)}" : "";
        Line($"Seen: {N(counters.Packets)} packets, {Wording.Amount(counters.Bytes, "byte")}{span}; "
            + $"{N(counters.FlowsTcp)} TCP, {N(counters.FlowsUdp)} UDP and {N(counters.FlowsOther)} other flows");
        foreach (var (protocol, _, conversations) in summary.Protocols.Where(p => p.Conversations > 0))
        {
            Line($"      {protocol.Name.ToUpperInvariant()}: {N(conversations)} conversations");
        }
    }

    private void Devices(Summary summary, Analysis analysis)
    {
        Line("");
        Line($"Devices: {N(summary.Devices)}, of which {N(summary.MatureDevices)} are judged against their own past; first sights: {N(summary.FirstSights)}");
        if (summary.Devices == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("device", "address", "goes by", "role", "judged");
        var shown = analysis.Devices.All
            .OrderByDescending(d => d.Evidence.Any(e => e.Attribute is not (Attribute.Mac or Attribute.Vendor))).ThenBy(d => d.Number).Take(MaxDevicesShown).ToList();
        foreach (var device in shown)
        {
            string[] known = device.Known is { } system ? [system.Name] : [];
            var names = known.Concat(device.Values(Attribute.AeTitle)).Concat(device.Values(Attribute.Hl7Application)).Concat(device.Values(Attribute.Serial)).Concat(device.Values(Attribute.Hostname)).Take(3);
            table.AddRow(
                device.Id,
                device.AddressText,
                Markup.Escape(string.Join(", ", names)),
                device.Roles.Surest?.Name ?? "",
                Judged(device, analysis.MaturityOf(device)));
        }

        console.Write(table);
        if (shown.Count < summary.Devices)
        {
            Line($"and {N(summary.Devices - shown.Count)} more in devices.jsonl");
        }
    }

    /// <summary>Whether a device is judged by its own past, and if not, what is missing.</summary>
    public static string Judged(Device device, Maturity maturity)
    {
        if (maturity.IsMature)
        {
            return "yes";
        }

        if (maturity.Observations == 0)
        {
            return device.Model.Counters.DamagedObservations > 0 ? "no: nothing undamaged to learn from"
                : device.Roles.Did(Deed.PumpStatus) > 0 ? "no: only says how it is, no commands to learn from"
                : "no: no commands to learn from";
        }

        var lack = !maturity.Relations.IsNone ? maturity.Relations : !maturity.Rates.IsNone ? maturity.Rates : maturity.Sequences;
        return "not yet: " + lack.Lacking switch
        {
            Lacking.Observations => $"{N((long)lack.Have)} of {N((long)lack.Need)} observations",
            Lacking.Hours => $"seen in {N((long)lack.Have)} of {N((long)lack.Need)} hours",
            Lacking.Span => $"seen for {Wording.Span((long)(lack.Have * 1e9))} of {Wording.Span((long)(lack.Need * 1e9))}",
            Lacking.Sessions => $"{N((long)lack.Have)} of {N((long)lack.Need)} conversations",
            Lacking.Stability => "still doing new things",
            Lacking.Judging => "learning only",
            _ => "too little clean data",
        };
    }

    private void Alerts(Summary summary, Analysis analysis, IReadOnlyList<Alert> alerts)
    {
        Line("");
        var counts = Enum.GetValues<Severity>().Select(s => $"{summary.Alerts.Count(s)} {s.ToString().ToLowerInvariant()}");
        var incidents = summary.Alerts.Total == 0 ? "" : $" in {N(summary.Alerts.Incidents)} {(summary.Alerts.Incidents == 1 ? "incident" : "incidents")}";
        Line($"Alerts: {summary.Alerts.Total}{incidents} ({string.Join(", ", counts)})"
            + Folded(summary.Alerts)
            + (summary.Alerts.Withheld > 0 ? $"; {N(summary.Alerts.Withheld)} over the bound" : "")
            + (summary.Alerts.Muted > 0 ? $"; {N(summary.Alerts.Muted)} muted" : ""));
        new IncidentView(console, analysis.Devices).Show(alerts);
        if (summary.Alerts.Incidents > alerts.Count)
        {
            Line($"and {N(summary.Alerts.Incidents - alerts.Count)} more incidents in events.jsonl");
        }
    }

    /// <summary>What had no alert of its own. Where no alert was written, it went on in incidents that were told before: those that it was most in, by name.</summary>
    private static string Folded(AlertDesk desk)
    {
        if (desk.Folded == 0)
        {
            return "";
        }

        var anomalies = desk.Folded == 1 ? "anomaly" : "anomalies";
        if (desk.Total > 0)
        {
            return $"; {N(desk.Folded)} more {anomalies} counted in them";
        }

        var named = desk.Open.Where(i => i.Folded > 0).OrderByDescending(i => i.Folded).Take(MaxFoldedShown).ToList();
        var rest = desk.Folded - named.Sum(i => i.Folded);
        var names = named.Select(i => $"{i.Id} ({N(i.Folded)})").Concat(rest > 0 ? [$"and {N(rest)} more"] : []);
        return $"; {N(desk.Folded)} {anomalies} counted in incidents told before: {string.Join(", ", names)}";
    }

    /// <summary>What should be put right, one line for each kind: many devices share one fault.</summary>
    private void FindingTable(IReadOnlyList<Finding> findings)
    {
        var open = findings.Where(f => f.Closed is null).ToList();
        if (open.Count == 0)
        {
            return;
        }

        Line("");
        Line($"To be put right: {N(open.Count)} findings");
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("severity", "what", "devices");
        foreach (var kind in open.GroupBy(f => f.Reason.SignatureId).OrderBy(k => k.First().Severity).ThenBy(k => k.Key))
        {
            var devices = kind.Select(f => f.Device).Distinct().ToList();
            var more = devices.Count > MaxFindingDevicesShown ? $" and {N(devices.Count - MaxFindingDevicesShown)} more" : "";
            var severity = kind.First().Severity;
            table.AddRow(
                $"[{Colour(severity)}]{Word(severity)}[/]",
                Markup.Escape(kind.First().Reason.Signature),
                Markup.Escape(string.Join(", ", devices.Take(MaxFindingDevicesShown).Select(d => d.Label)) + more));
        }

        console.Write(table);
    }

    private void Lost(Summary summary, IReadOnlyList<Alert> mirror)
    {
        var counters = summary.Counters;
        var losses = mirror.Select(a => Screen.Plain($"{char.ToLowerInvariant(a.Explanation[0])}{a.Explanation.TrimEnd('.')[1..]} ({a.Id})")).ToList();
        Add(counters.Gaps, $"{N(counters.Gaps)} gaps in TCP streams ({Wording.Amount(counters.GapBytes, "byte")})");
        Add(counters.CutBytes, $"{Wording.Amount(counters.CutBytes, "byte")} cut off by the snap length");
        Add(counters.Undecodable, $"{N(counters.Undecodable)} packets that can't be decoded");
        Add(counters.Conflicts, $"{N(counters.Conflicts)} conflicts (same place in a stream, different bytes)");
        if (summary.Live is { } live)
        {
            Add(live.KernelDrops, $"{N(live.KernelDrops)} packets dropped by the kernel, whose buffer was full");
            Add(live.InterfaceDrops, $"{N(live.InterfaceDrops)} packets dropped by the interface");
            Add(live.RingDrops, $"{N(live.RingDrops)} packets dropped because the analysis was behind");
        }

        losses.AddRange(summary.Shortcomings.Select(s => $"{N(s.Count)} {s.What.What}"));
        Line("");
        if (counters.Duplicates > 0)
        {
            Line($"Mirrored twice: {N(counters.Duplicates)} packets, counted once");
        }

        Line(losses.Count == 0 ? "Lost: nothing" : "Lost: " + string.Join("; ", losses));
        if (summary.Pauses.Count > 0)
        {
            Line($"Learning paused {(summary.Pauses.Count == 1 ? "once" : $"{N(summary.Pauses.Count)} times")}, for {Wording.Span(summary.Pauses.TotalAt(summary.Times?.Last ?? 0))} in all: "
                + $"up to {Wording.Percent(summary.Pauses.WorstShare)} of the traffic was missing from the capture");
        }

        void Add(long count, string text)
        {
            if (count > 0)
            {
                losses.Add(text);
            }
        }
    }

    private void Sent(Summary summary)
    {
        foreach (var one in summary.Sent)
        {
            var losses = new List<string>();
            Add(one.Waiting, "wait");
            Add(one.Refused, "refused and set aside");
            Add(one.Dropped, "dropped for want of room");
            Line($"Sent to {one.Name} ({one.Type}): {N(one.Sent)}{(losses.Count == 0 ? "" : "; " + string.Join(", ", losses))}");

            void Add(long count, string what)
            {
                if (count > 0)
                {
                    losses.Add($"{N(count)} {what}");
                }
            }
        }
    }

    private static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Word(Severity severity) => severity.ToString().ToUpperInvariant();

    public static string Colour(Severity severity) => severity switch
    {
        Severity.Critical or Severity.High => "red",
        Severity.Medium => "yellow",
        _ => "blue",
    };

    public static string Time(long nanoseconds)
    {
        Span<byte> time = stackalloc byte[EveTime.Length];
        EveTime.Format(nanoseconds, time);
        return System.Text.Encoding.ASCII.GetString(time[..19]).Replace('T', ' ');
    }

    private void Line(string text) => console.WriteLine(text);
}
