using Sensor.Alerts;

namespace Sensor.Terminal;

/// <summary>Keeps as many incidents as a person reads at the end, the worst of them, each by the worst of its alerts, and says each alert as it is raised to who is watching.</summary>
internal sealed class AlertsShown(Screen screen, bool announces) : IAlertTaker
{
    /// <summary>Alerts about the mirror that are kept.</summary>
    private const int MaxMirror = 5;

    private readonly List<Alert> _kept = [];
    private readonly List<Alert> _mirror = [];

    /// <summary>One alert of each incident.</summary>
    public IReadOnlyList<Alert> Kept => _kept;

    /// <summary>The first that say when the mirror didn't show the network.</summary>
    public IReadOnlyList<Alert> Mirror => _mirror;

    public void Take(Alert alert)
    {
        if (announces)
        {
            screen.Announce(alert);
        }

        if (_mirror.Count < MaxMirror && HealthCatalogue.IsOfMirror(alert.Reason.Slug))
        {
            _mirror.Add(alert);
        }

        if (_kept.FindIndex(a => a.Incident == alert.Incident) is >= 0 and var known)
        {
            _kept[known] = alert.Severity < _kept[known].Severity ? alert : _kept[known];
        }
        else if (_kept.Count < Screen.MaxIncidentsShown)
        {
            _kept.Add(alert);
        }
        else if (_kept.FindLastIndex(a => a.Incident!.Severity > alert.Incident!.Severity) is >= 0 and var milder)
        {
            _kept.RemoveAt(milder);
            _kept.Add(alert);
        }
    }
}
