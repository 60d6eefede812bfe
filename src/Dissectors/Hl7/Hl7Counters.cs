using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7;

/// <summary>The <c>hl7</c> object of <c>summary.json</c>.</summary>
public sealed class Hl7Counters : ProtocolCounters
{
    /// <summary>Start blocks (VT) that were read, those of empty and commit frames too.</summary>
    public long Frames { get; set; }

    /// <summary>Messages whose MSH-9.1 is neither ACK nor MCF.</summary>
    public long Messages { get; set; }

    /// <summary>The rest.</summary>
    public long Acks { get; set; }

    /// <summary>BHS, and FHS that no BHS follows.</summary>
    public long Batches { get; set; }

    /// <summary>Messages and acknowledgements by MSH-9.1^MSH-9.2.</summary>
    public Tally Types { get; } = new();

    /// <summary>Messages and acknowledgements that have an MSA, by MSA-1.</summary>
    public Tally AckCodes { get; } = new();

    /// <summary>IHE PCD: orders to pumps (RGV) as requests; what was said of pumps, and answers to orders (RRG), a message each, as responses.</summary>
    public PumpCounters Pump { get; } = new();

    public override IEnumerable<(string Family, PumpCounters Counters)> Pumps => Pump.IsEmpty ? [] : [("pcd", Pump)];

    public override void Add(ProtocolCounters other)
    {
        var that = (Hl7Counters)other;
        Frames += that.Frames;
        Messages += that.Messages;
        Acks += that.Acks;
        Batches += that.Batches;
        Types.Add(that.Types);
        AckCodes.Add(that.AckCodes);
        Pump.Add(that.Pump);
        Resyncs += that.Resyncs;
        GivenUp += that.GivenUp;
    }

    public override void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("frames"u8, Frames);
        json.WriteNumber("messages"u8, Messages);
        json.WriteNumber("acks"u8, Acks);
        json.WriteNumber("batches"u8, Batches);
        Types.WriteTo(json, "types"u8);
        AckCodes.WriteTo(json, "ack_codes"u8);
        json.WriteEndObject();
    }
}
