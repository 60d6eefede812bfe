using Sensor.Alerts;

namespace Sensor.Terminal;

/// <summary>Keeps as many alerts as a person reads at the end, the worst of them, and says each as it is raised to who is watching.</summary>
internal sealed class AlertsShown(Screen screen, bool announces) : IAlertTaker
{
    private readonly List<Alert> _kept = [];

    public IReadOnlyList<Alert> Kept => _kept;

    public void Take(Alert alert)
    {
        if (announces)
        {
            screen.Announce(alert);
        }

        if (_kept.Count < Screen.MaxAlertsShown)
        {
            _kept.Add(alert);
        }
        else if (_kept.FindLastIndex(a => a.Severity > alert.Severity) is >= 0 and var milder)
        {
            _kept.RemoveAt(milder);
            _kept.Add(alert);
        }
    }
}
