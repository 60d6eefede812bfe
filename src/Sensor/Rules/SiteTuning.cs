using Sensor.Alerts;
using Sensor.Rules.Engine;
using Sensor.Rules.Language;

namespace Sensor.Rules;

/// <summary>What a site changes about what is told, in some place or at some time.</summary>
/// <param name="Slugs">Names of rules and models' reasons; empty: all.</param>
/// <param name="Where">What must hold of the surroundings.</param>
/// <param name="Silence">Nothing is told.</param>
/// <param name="Severity">Another severity, or null.</param>
internal sealed record Tuning(IReadOnlySet<string> Slugs, Condition Where, bool Silence, Severity? Severity)
{
    public bool Concerns(string slug, FactView view) => (Slugs.Count == 0 || Slugs.Contains(slug)) && Where.Holds(view);
}

/// <summary>What a site makes of what rules and models would tell: some of it is silenced, some is of another severity, and during maintenance all is less severe. Analysis thread only.</summary>
internal sealed class SiteTuning
{
    /// <summary>In the order in which they are written.</summary>
    public IReadOnlyList<Tuning> Tunings { get; set; } = [];

    /// <summary>What was found and silenced.</summary>
    public long Silenced { get; set; }

    /// <summary>Whether nothing is to be told; counts it.</summary>
    public bool Silences(string slug, FactView view)
    {
        foreach (var tuning in Tunings)
        {
            if (tuning.Silence && tuning.Concerns(slug, view))
            {
                Silenced++;
                return true;
            }
        }

        return false;
    }

    /// <summary>The first tuning that concerns it says how severe it is, else its author.</summary>
    public Severity SeverityOf(AlertReason reason, FactView view)
    {
        foreach (var tuning in Tunings)
        {
            if (tuning.Severity is { } severity && tuning.Concerns(reason.Slug, view))
            {
                return severity;
            }
        }

        return reason.Severity;
    }

    /// <summary>The alert as the site wants it: of the severity it gives, and one less while one of the two ends is in a maintenance window, which is said.</summary>
    public Alert Apply(Alert alert, FactView view)
    {
        var severity = SeverityOf(alert.Reason, view);
        if (view.Maintenance is not { } window)
        {
            return alert with { Severity = severity };
        }

        var lower = (Severity)Math.Min((int)severity + 1, (int)Severity.Low);
        var therefore = lower == severity ? "" : " and is therefore told as less severe";
        return alert with { Severity = lower, Explanation = $"{alert.Explanation} This was during the maintenance window '{window.Name}'{therefore}." };
    }
}
