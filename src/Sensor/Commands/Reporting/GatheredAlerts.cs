using System.Buffers;
using System.Text.Json;
using Sensor.Alerts;
using Sensor.Outputs;

namespace Sensor.Commands.Reporting;

/// <summary>Has alerts gathered for a report as they are told, and incidents as they stand in the end.</summary>
internal sealed class GatheredAlerts(AlertJson json, AlertGathering gathering) : IAlertTaker, IIncidentTaker
{
    public void Take(Alert alert) => gathering.Add(Read(writer => json.Write(writer, alert)));

    public void Take(Incident incident, long time, long ordinal) => gathering.AddIncident(Read(writer => IncidentJson.Write(writer, incident)));

    private static JsonElement Read(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = JsonLines.WriterOn(buffer))
        {
            write(writer);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
