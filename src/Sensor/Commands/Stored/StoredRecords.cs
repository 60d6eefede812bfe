using System.Buffers;
using System.Text.Json;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.State;

namespace Sensor.Commands.Stored;

/// <summary>What can be listed of a state, each record as the line of JSON that result files have of it.</summary>
internal enum RecordKind : byte
{
    Alerts,
    Devices,
    Findings,
}

/// <summary>Reads the records of a state, also while a sensor is writing to it.</summary>
internal static class StoredRecords
{
    /// <exception cref="StateException">Something isn't as it was written.</exception>
    public static IEnumerable<JsonElement> Read(RecordKind kind, StateDatabase saved)
    {
        if (kind == RecordKind.Alerts)
        {
            return Alerts(saved).Select(a => a.Line);
        }

        return Of(kind, BareAnalysis.Of(saved));
    }

    /// <summary>Devices or findings of an analysis.</summary>
    public static IEnumerable<JsonElement> Of(RecordKind kind, Analysis analysis)
    {
        if (kind == RecordKind.Devices)
        {
            return analysis.Devices.All.Select(d => Written(json => DeviceJson.Write(json, d, analysis.IsMature(d), withNameplate: true)));
        }

        var findings = new FindingJson(null);
        return analysis.Findings.All.Select(f => Written(json => findings.Write(json, f)));
    }

    /// <summary>Alerts as they are stored and as JSON, in order.</summary>
    /// <exception cref="StateException">Something isn't as it was written.</exception>
    public static IEnumerable<(AlertRow Row, JsonElement Line)> Alerts(StateDatabase saved) => saved.Alerts().Select(a => (a, Parse(System.Text.Encoding.UTF8.GetBytes(a.Json))));

    /// <summary>Incidents as they stand, in the order in which they were opened.</summary>
    /// <exception cref="StateException">Something isn't as it was written.</exception>
    public static IEnumerable<JsonElement> Incidents(StateDatabase saved) => saved.Incidents().Select(i => Parse(System.Text.Encoding.UTF8.GetBytes(i.Json)));

    private static JsonElement Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = JsonLines.WriterOn(buffer))
        {
            write(json);
        }

        return Parse(buffer.WrittenMemory);
    }

    public static JsonElement Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new StateException(StateFault.Damaged, "a record isn't as it was written");
        }
    }
}
