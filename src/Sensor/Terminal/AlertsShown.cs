using Sensor.Alerts;

namespace Sensor.Terminal;

/// <summary>Keeps as many incidents as a person reads at the end, the worst of them, each by the worst of its alerts, and says each alert as it is raised to who is watching.</summary>
internal sealed class AlertsShown(Screen screen, bool announces) : IAlertTaker
{
    private readonly List<Alert> _kept = [];

    /// <summary>One alert of each incident.</summary>
    public IReadOnlyList<Alert> Kept => _kept;

    public void Take(Alert alert)
    {
        if (announces)
        {
            screen.Announce(alert);
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
