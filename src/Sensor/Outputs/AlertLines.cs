using Sensor.Alerts;

namespace Sensor.Outputs;

/// <summary>Writes alerts as lines of JSON.</summary>
internal sealed class AlertLines(AlertJson json, JsonLines lines) : IAlertTaker
{
    public void Take(Alert alert)
    {
        json.Write(lines.Json, alert);
        lines.EndLine();
    }
}
