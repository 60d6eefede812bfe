using System.Buffers;
using Sensor.Alerts;

namespace Sensor.Outputs.Delivery;

/// <summary>Hands alerts on as they are told, where no state has to be saved first.</summary>
internal sealed class AlertTap(AlertJson json, Deliveries deliveries) : IAlertTaker
{
    public void Take(Alert alert)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = JsonLines.WriterOn(buffer);
        json.Write(writer, alert);
        writer.Flush();
        deliveries.TakeAlert(AlertJson.Id(alert), alert.Number, (int)alert.Severity, alert.Header.Time, buffer.WrittenSpan);
    }
}
