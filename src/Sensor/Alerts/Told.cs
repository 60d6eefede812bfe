namespace Sensor.Alerts;

/// <summary>Takes alerts by calling somebody.</summary>
internal sealed class Told(Action<Alert> tell) : IAlertTaker
{
    public void Take(Alert alert) => tell(alert);
}
