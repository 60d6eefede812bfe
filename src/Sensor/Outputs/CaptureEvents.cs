using System.Text.Json;
using Sensor.Capture.Live;

namespace Sensor.Outputs;

/// <summary>How far the analysis has come when statistics are written.</summary>
/// <param name="Flows">Flows open.</param>
/// <param name="Devices">Devices known.</param>
/// <param name="Alerts">Alerts written.</param>
internal readonly record struct AnalysisProgress(long Flows, int Devices, int Alerts);

/// <summary>Writes what the capture counted: events of type <c>stats</c>. Without a stream it writes nothing.</summary>
internal sealed class CaptureEvents(EventStream? stream)
{
    public void Write(CaptureStatistics statistics, in AnalysisProgress progress)
    {
        if (stream is null)
        {
            return;
        }

        var json = stream.Json;
        json.WriteStartObject();
        json.WriteTime("timestamp"u8, statistics.Time);
        json.WriteString("event_type"u8, "stats"u8);
        json.WriteStartObject("stats"u8);
        json.WriteNumber("uptime"u8, statistics.Uptime / 1_000_000_000);
        WriteTotals(json, statistics);
        json.WriteNumber("flows"u8, progress.Flows);
        json.WriteNumber("devices"u8, progress.Devices);
        json.WriteNumber("alerts"u8, progress.Alerts);
        WriteInterfaces(json, statistics);
        json.WriteEndObject();
        json.WriteEndObject();
        stream.EndLine();
    }

    /// <summary>The numbers of a capture as members of the object at hand; the summary has the same ones.</summary>
    public static void WriteTotals(Utf8JsonWriter json, CaptureStatistics statistics)
    {
        json.WriteNumber("packets"u8, statistics.Packets);
        json.WriteNumber("bytes"u8, statistics.Bytes);
        json.WriteNumber("kernel_drops"u8, statistics.KernelDrops);
        json.WriteNumber("interface_drops"u8, statistics.InterfaceDrops);
        json.WriteNumber("ring_drops"u8, statistics.RingDrops);
    }

    public static void WriteInterfaces(Utf8JsonWriter json, CaptureStatistics statistics)
    {
        json.WriteStartArray("interfaces"u8);
        foreach (var one in statistics.Interfaces)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, one.Name);
            json.WriteString("state"u8, LiveInterface.Word(one.State));
            json.WriteNumber("packets"u8, one.Packets);
            json.WriteNumber("kernel_packets"u8, one.KernelPackets);
            json.WriteNumber("kernel_drops"u8, one.KernelDrops);
            json.WriteNumber("interface_drops"u8, one.InterfaceDrops);
            json.WriteNumber("ring_drops"u8, one.LateDrops);
            json.WriteNumber("absences"u8, one.Absences);
            json.WriteStartArray("workers"u8);
            foreach (var packets in one.ByWorker)
            {
                json.WriteNumberValue(packets);
            }

            json.WriteEndArray();
            json.WriteNumber("handed_on"u8, one.HandedOn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
