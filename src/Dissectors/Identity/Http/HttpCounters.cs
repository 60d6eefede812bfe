using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>Beside its conversations what devices that speak SDC in clear were asked and said.</summary>
public sealed class HttpCounters : IdentityCounters
{
    public PumpCounters Sdc { get; } = new();

    public override IEnumerable<(string Family, PumpCounters Counters)> Pumps => [("sdc", Sdc)];

    public override void Add(ProtocolCounters other)
    {
        base.Add(other);
        Sdc.Add(((HttpCounters)other).Sdc);
    }
}
