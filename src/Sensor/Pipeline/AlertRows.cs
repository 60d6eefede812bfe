using System.Buffers;
using System.Text;
using Sensor.Alerts;
using Sensor.Outputs;
using Sensor.State;

namespace Sensor.Pipeline;

/// <summary>Has alerts saved with the state.</summary>
internal sealed class AlertRows(AlertJson json, StateKeeper state) : IAlertTaker
{
    public void Take(Alert alert)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = JsonLines.WriterOn(buffer);
        json.Write(writer, alert);
        writer.Flush();
        state.Add(new AlertRow(
            alert.Number, AlertJson.Id(alert), alert.Header.Time, (int)alert.Severity, alert.Reason.Kind, alert.Reason.Slug, alert.Reason.SignatureId,
            alert.Device?.Number ?? 0, alert.Peer?.Number, alert.Judged is { } subject ? SubjectBytes.Of(in subject) : null,
            alert.Incident?.Number ?? alert.Number, Encoding.UTF8.GetString(buffer.WrittenSpan))
        {
            Story = alert.Subject,
        });
    }
}
