using System.Text.Json;
using Sensor.Capture.Live;

namespace Sensor.Outputs;

/// <summary>How far the analysis has come when statistics are written.</summary>
/// <param name="Flows">Flows open.</param>
/// <param name="Devices">Devices known.</param>
/// <param name="Alerts">Alerts written.</param>
internal readonly record struct AnalysisProgress(long Flows, int Devices, int Alerts);

/// <summary>Writes what the capture says of itself: events of type <c>stats</c> and <c>health</c>. Without a stream it writes nothing.</summary>
internal sealed class CaptureEvents(EventStream? stream)
{
    public void Write(CaptureStatistics statistics, in AnalysisProgress progress)
    {
        if (stream is null)
        {
            return;
        }

        var json = Begin(stream, statistics.Time, "stats"u8);
        json.WriteStartObject("stats"u8);
        json.WriteNumber("uptime"u8, statistics.Uptime / 1_000_000_000);
        WriteTotals(json, statistics);
        json.WriteNumber("flows"u8, progress.Flows);
        json.WriteNumber("devices"u8, progress.Devices);
        json.WriteNumber("alerts"u8, progress.Alerts);
        WriteInterfaces(json, statistics);
        End(stream);
    }

    public void Write(InterfaceChange change)
    {
        if (stream is null)
        {
            return;
        }

        var json = Begin(stream, change.Time, "health"u8);
        json.WriteString("in_iface"u8, change.Interface);
        json.WriteStartObject("health"u8);
        json.WriteString("subject"u8, "interface"u8);
        json.WriteString("state"u8, LiveInterface.Word(change.State));
        json.WriteBoolean("listening"u8, change.Listening);
        json.WriteString("text"u8, change.Text);
        End(stream);
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

    private static Utf8JsonWriter Begin(EventStream stream, long time, ReadOnlySpan<byte> type)
    {
        Span<byte> text = stackalloc byte[Dissectors.Contract.EveTime.Length];
        Dissectors.Contract.EveTime.Format(time, text);
        var json = stream.Json;
        json.WriteStartObject();
        json.WriteString("timestamp"u8, text);
        json.WriteString("event_type"u8, type);
        return json;
    }

    private static void End(EventStream stream)
    {
        stream.Json.WriteEndObject();
        stream.Json.WriteEndObject();
        stream.EndLine();
    }
}
