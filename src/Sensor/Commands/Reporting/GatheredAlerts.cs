using System.Buffers;
using System.Text.Json;
using Sensor.Alerts;
using Sensor.Outputs;

namespace Sensor.Commands.Reporting;

/// <summary>Has alerts gathered for a report as they are told.</summary>
internal sealed class GatheredAlerts(AlertJson json, AlertGathering gathering) : IAlertTaker
{
    public void Take(Alert alert)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = JsonLines.WriterOn(buffer))
        {
            json.Write(writer, alert);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        gathering.Add(document.RootElement.Clone());
    }
}
