using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside;

/// <summary>Counters of a bedside protocol: the family's object under <c>pump</c> in the summary, and no other.</summary>
/// <param name="family">Its name there.</param>
public sealed class BedsideCounters(string family) : ProtocolCounters
{
    /// <summary>Commands and queries, and what devices answered or said of themselves.</summary>
    public PumpCounters Family { get; } = new();

    public override bool HasObject => false;

    public override IEnumerable<(string Family, PumpCounters Counters)> Pumps => [(family, Family)];

    public override void Add(ProtocolCounters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Family.Add(((BedsideCounters)other).Family);
        Resyncs += other.Resyncs;
        GivenUp += other.GivenUp;
    }

    public override void WriteTo(Utf8JsonWriter json) => Family.WriteTo(json);
}
