using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>Beside its conversations what devices were asked and said in SOAP.</summary>
public sealed class HttpCounters(IReadOnlyList<(string Family, PumpCounters Counters)> pumps) : BareCounters
{
    public override IEnumerable<(string Family, PumpCounters Counters)> Pumps => pumps;

    public override void Add(ProtocolCounters other)
    {
        base.Add(other);
        foreach (var (own, that) in pumps.Zip(((HttpCounters)other).Pumps))
        {
            own.Counters.Add(that.Counters);
        }
    }
}
