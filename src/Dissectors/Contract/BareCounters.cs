using System.Text.Json;

namespace Sensor.Dissectors.Contract;

/// <summary>Counters of a protocol of which the summary says no more than how many conversations there were.</summary>
public class BareCounters : ProtocolCounters
{
    public override bool HasObject => false;

    public override void Add(ProtocolCounters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Resyncs += other.Resyncs;
        GivenUp += other.GivenUp;
    }

    public override void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteEndObject();
    }
}
