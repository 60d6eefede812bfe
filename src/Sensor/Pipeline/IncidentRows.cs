using System.Buffers;
using System.Text;
using Sensor.Alerts;
using Sensor.Outputs;
using Sensor.State;

namespace Sensor.Pipeline;

/// <summary>Has incidents saved with the state: those that are over at once, the open ones with each checkpoint if they have changed.</summary>
internal sealed class IncidentRows(StateKeeper state) : IIncidentTaker
{
    public void Take(Incident incident, long time, long ordinal)
    {
        if (incident.State != IncidentState.Open)
        {
            state.Add(Row(incident));
        }
    }

    /// <summary>The incident as it is stored; it counts as saved from now on.</summary>
    public static IncidentRow Row(Incident incident)
    {
        incident.HasChanged = false;
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = JsonLines.WriterOn(buffer);
        IncidentJson.Write(writer, incident);
        writer.Flush();
        return new IncidentRow(
            incident.Number, incident.First, incident.Last, (int)incident.Severity, incident.Alerts, incident.Anomalies, incident.Devices.Count,
            IncidentJson.Word(incident.State), Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
