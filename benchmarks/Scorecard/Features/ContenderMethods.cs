using Contenders;
using Hospital;
using Hospital.Network;
using Scorecard.Runs;

namespace Scorecard.Features;

/// <summary>Runs methods of comparison over one stream of steps.</summary>
internal sealed class ContenderMethods : IStepTaker
{
    private readonly FanEntry[] _entries;
    private readonly FeatureMaker _maker;
    private readonly Fan _fan;

    /// <param name="contenders">Made for this run alone.</param>
    public ContenderMethods(IEnumerable<IContender> contenders)
    {
        _entries = [.. contenders.Select(c => new FanEntry(c))];
        _fan = new Fan(_entries);
        _maker = new FeatureMaker(_fan);
    }

    public void Take(in Step step) => _maker.Take(in step);

    public void End(long time)
    {
        _maker.End(time);
        _fan.Flush();
    }

    /// <summary>After the end: a run for each method, in their order.</summary>
    /// <param name="hosts">All of the site and of attackers: pumps behind gateways are known by their serial numbers.</param>
    public IReadOnlyList<MethodRun> Results(IEnumerable<Host> hosts)
    {
        var bySerial = new Dictionary<string, int>();
        foreach (var host in hosts.Where(h => h.Serial.Length > 0))
        {
            bySerial.TryAdd(host.Serial, host.Number);
        }

        return [.. _entries.Select(e => new MethodRun(e.Contender.Name, [.. e.Alarms.Select(a => CandidateOf(e.Contender, a, bySerial))], CostOf(e)))];
    }

    private Candidate CandidateOf(IContender contender, in Alarm alarm, Dictionary<string, int> bySerial) => new(
        alarm.Time,
        _maker.Devices.Resolve(alarm.Device, bySerial),
        alarm.Peer < 0 ? -1 : _maker.Devices.Resolve(alarm.Peer, bySerial),
        alarm.Score,
        Facets.Traits(alarm.Facet),
        Facets.Reason(contender, in alarm),
        alarm.Subject);

    private MethodCost CostOf(FanEntry entry) => new(entry.Observations, entry.CpuSeconds, entry.Contender.StateBytes, _maker.DeviceCount);
}
