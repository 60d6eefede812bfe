using System.Text.Encodings.Web;
using System.Text.Json;
using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Health;
using Sensor.Streams;

namespace Sensor.Outputs;

/// <summary>How the run itself went: the only part of the summary that differs from run to run.</summary>
internal sealed record RunFigures(double ElapsedSeconds, double CpuSeconds, long AllocatedBytes, long PeakMemoryBytes, int Workers, string Version);

/// <summary>All that was counted, for <c>summary.json</c> and the summary a person reads.</summary>
internal sealed record Summary
{
    public required IReadOnlyList<InputReport> Inputs { get; init; }

    public required PartitionCounters Counters { get; init; }

    public required IReadOnlyList<(IProtocol Protocol, ProtocolCounters Counters, long Conversations)> Protocols { get; init; }

    /// <summary>Packet times of the first and the last record; null when there was none.</summary>
    public required (long First, long Last)? Times { get; init; }

    public required int Devices { get; init; }

    public required int MatureDevices { get; init; }

    public required AlertDesk Alerts { get; init; }

    /// <summary>Open and closed ones.</summary>
    public required int Findings { get; init; }

    public required long FirstSights { get; init; }

    /// <summary>When too much was lost to learn.</summary>
    public required LearningPauses Pauses { get; init; }

    /// <summary>What the sensor came short of, and how often. Not part of <c>summary.json</c>: it is in health events.</summary>
    public required IReadOnlyList<(ShortcomingInfo What, long Count)> Shortcomings { get; init; }

    /// <summary>How receivers did; for people only.</summary>
    public IReadOnlyList<Delivery.ReceiverStatus> Sent { get; init; } = [];

    /// <summary>What the capture counted; null when files were read.</summary>
    public CaptureStatistics? Live { get; init; }

    public required RunFigures Run { get; init; }

    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        WriteInputs(json);
        json.WriteNumber("packets", Counters.Packets);
        json.WriteNumber("filtered_packets", Counters.Filtered);
        json.WriteNumber("duplicate_packets", Counters.Duplicates);
        json.WriteNumber("bytes", Counters.Bytes);
        json.WriteNumber("captured_bytes", Counters.CapturedBytes);
        json.WriteTime("first"u8, Times?.First);
        json.WriteTime("last"u8, Times?.Last);
        json.WriteNumber("truncated_packets", Counters.Truncated);
        json.WriteNumber("undecodable_packets", Counters.Undecodable);
        json.WriteStartObject("flows");
        json.WriteNumber("tcp", Counters.FlowsTcp);
        json.WriteNumber("udp", Counters.FlowsUdp);
        json.WriteNumber("other", Counters.FlowsOther);
        json.WriteEndObject();
        json.WriteStartObject("streams");
        json.WriteNumber("gaps", Counters.Gaps);
        json.WriteNumber("gap_bytes", Counters.GapBytes);
        json.WriteNumber("cut_bytes", Counters.CutBytes);
        json.WriteNumber("conflicts", Counters.Conflicts);
        json.WriteNumber("resyncs", Protocols.Sum(p => p.Counters.Resyncs));
        json.WriteNumber("evicted", Counters.Evicted);
        json.WriteEndObject();
        foreach (var (protocol, counters, _) in Protocols.Where(p => p.Counters.HasObject))
        {
            json.WritePropertyName(protocol.Name);
            counters.WriteTo(json);
        }

        json.WriteStartObject("pump");
        foreach (var (family, counters) in Protocols.SelectMany(p => p.Counters.Pumps).Where(p => !p.Counters.IsEmpty).OrderBy(p => p.Family, StringComparer.Ordinal))
        {
            json.WritePropertyName(family);
            counters.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteStartObject("protocols");
        foreach (var (protocol, _, conversations) in Protocols.Where(p => p.Conversations > 0).OrderBy(p => p.Protocol.Name, StringComparer.Ordinal))
        {
            json.WriteNumber(protocol.Name, conversations);
        }

        json.WriteEndObject();
        json.WriteNumber("devices", Devices);
        json.WriteNumber("mature_devices", MatureDevices);
        json.WriteStartObject("alerts");
        json.WriteNumber("total", Alerts.Total);
        foreach (var severity in Enum.GetValues<Severity>())
        {
            json.WriteNumber(severity.ToString().ToLowerInvariant(), Alerts.Count(severity));
        }

        json.WriteEndObject();
        json.WriteNumber("findings", Findings);
        WriteRun(json);
        json.WriteEndObject();
    }

    private void WriteInputs(Utf8JsonWriter json)
    {
        json.WriteStartArray("inputs");
        foreach (var input in Inputs)
        {
            json.WriteStartObject();
            json.WriteString("path", input.Path);
            json.WriteNumber("packets", input.Packets);
            json.WriteString("warning", input.Warning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRun(Utf8JsonWriter json)
    {
        json.WriteStartObject("run");
        json.WriteNumber("elapsed_s", Math.Round(Run.ElapsedSeconds, 3));
        json.WriteNumber("cpu_s", Math.Round(Run.CpuSeconds, 3));
        json.WriteNumber("allocated_bytes", Run.AllocatedBytes);
        json.WriteNumber("peak_memory_bytes", Run.PeakMemoryBytes);
        json.WriteNumber("workers", Run.Workers);
        json.WriteString("version", Run.Version);
        if (Live is not null)
        {
            json.WriteStartObject("live");
            CaptureEvents.WriteTotals(json, Live);
            CaptureEvents.WriteInterfaces(json, Live);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
