namespace Sensor.Alerts;

/// <summary>Knows what people don't want to hear of. Asked for each anomaly, on the analysis thread.</summary>
internal interface IMutes
{
    bool Mutes(Alert alert);
}
