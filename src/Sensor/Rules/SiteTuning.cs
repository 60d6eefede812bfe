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
    public Severity SeverityOf(AlertReason reason, FactView view) => Stated(reason, view) ?? reason.Severity;

    /// <summary>
    /// The alert as the site wants it: of the severity it gives, else weighed by what depends on the device and by the evidence; and one less while one of the
    /// two ends is in a maintenance window, which is said.
    /// </summary>
    public Alert Apply(Alert alert, FactView view)
    {
        alert = Stated(alert.Reason, view) is { } stated ? SeverityScale.Set(alert, stated) : SeverityScale.Weigh(alert);
        return view.Maintenance is { } window ? SeverityScale.Lower(alert, window) : alert;
    }

    private Severity? Stated(AlertReason reason, FactView view)
    {
        foreach (var tuning in Tunings)
        {
            if (tuning.Severity is { } severity && tuning.Concerns(reason.Slug, view))
            {
                return severity;
            }
        }

        return null;
    }
}
