using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Site;

namespace Sensor.Alerts;

/// <summary>
/// How bad something is: what it means clinically (its reason's severity), moved by how much depends on the device and by how sure the evidence is, one step
/// each. What moved is said.
/// </summary>
internal static class SeverityScale
{
    /// <summary>So many kinds of evidence make an incident one more severe.</summary>
    public const int ManyKinds = 3;

    /// <summary>So many devices do.</summary>
    public const int ManyDevices = 5;

    private const Quality Doubtful = Quality.Gap | Quality.Cut | Quality.LossyMirror;

    public static Severity Up(Severity severity) => severity == Severity.Critical ? severity : severity - 1;

    public static Severity Down(Severity severity) => severity == Severity.Low ? severity : severity + 1;

    /// <summary>The alert with its severity weighed.</summary>
    public static Alert Weigh(Alert alert)
    {
        var (severity, because) = (alert.Reason.Severity, new List<string>());
        var weighty = Affected(alert);
        if (weighty == Criticality.LifeCritical)
        {
            Move(Up(severity), "The site calls the device life-critical: one more severe.");
        }
        else if (weighty == Criticality.Low)
        {
            Move(Down(severity), "The site says that little depends on the device: one less severe.");
        }

        if ((alert.Header.Quality & Doubtful) != 0)
        {
            Move(Down(severity), "It rests on damaged data: one less severe.");
        }

        return alert with { Severity = severity, SeverityBecause = because };

        void Move(Severity to, string sentence)
        {
            if (to != severity)
            {
                severity = to;
                because.Add(sentence);
            }
        }
    }

    /// <summary>The alert with the severity that the site states, which nothing but a maintenance window moves.</summary>
    public static Alert Set(Alert alert, Severity stated) => stated == alert.Reason.Severity
        ? alert with { Severity = stated }
        : alert with { Severity = stated, SeverityBecause = ["The site's configuration says so."] };

    /// <summary>The alert as it is told while one of its ends is in a maintenance window.</summary>
    public static Alert Lower(Alert alert, MaintenanceWindow window)
    {
        var during = $"{alert.Explanation} This was during the maintenance window '{window.Name}'";
        var lower = Down(alert.Severity);
        return lower == alert.Severity
            ? alert with { Explanation = $"{during}." }
            : alert with { Severity = lower, SeverityBecause = [.. alert.SeverityBecause, "It was during a maintenance window: one less severe."], Explanation = $"{during} and is therefore told as less severe." };
    }

    /// <summary>The severity of an incident: its worst anomaly's, and one more where much speaks for it.</summary>
    public static Severity OfIncident(Severity worst, int kinds, int devices) => kinds >= ManyKinds || devices >= ManyDevices ? Up(worst) : worst;

    /// <summary>What moved an incident's severity away from its worst anomaly's, a sentence each.</summary>
    public static IReadOnlyList<string> Because(Incident incident)
    {
        var because = new List<string>();
        if (incident.Severity != incident.Worst && incident.Evidence.Count >= ManyKinds)
        {
            because.Add($"{incident.Evidence.Count} kinds of evidence speak for it ({string.Join(", ", incident.Evidence)}): one more severe.");
        }

        if (incident.Severity != incident.Worst && incident.Devices.Count >= ManyDevices)
        {
            because.Add($"{incident.Devices.Count} devices are in it: {(because.Count == 0 ? "one more severe" : "it would be enough alone")}.");
        }

        return because;
    }

    /// <summary>How critical the device is that suffers; where a device does something to another, the more critical of the two. What isn't stated counts as medium.</summary>
    private static Criticality Affected(Alert alert)
    {
        var own = Stated(alert.Device?.Criticality);
        return alert is { Part: Part.Does, Peer: { } peer } && Stated(peer.Criticality) > own ? Stated(peer.Criticality) : own;
    }

    private static Criticality Stated(Criticality? criticality) => criticality is null or Criticality.Unstated ? Criticality.Medium : criticality.Value;
}
