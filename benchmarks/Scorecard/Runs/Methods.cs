using Contenders;
using Hospital.Mirror;
using Hospital.Network;
using Hospital.Wire;
using Scorecard.Features;
using Scorecard.Feed;

namespace Scorecard.Runs;

/// <summary>The sensor as it is shipped, its variants where they are wanted, and all contenders.</summary>
/// <param name="only">Methods whose names begin so; empty: all.</param>
internal sealed class Methods(string only = "") : IMethodFactory
{
    public IReadOnlyList<IMethodGroup> For(RunOrder order)
    {
        var groups = new List<IMethodGroup>();
        SensorOptions[] sensors = [new SensorOptions(), .. order.HasVariants ? SensorVariants.Ablations : []];
        groups.AddRange(sensors.Where(s => IsWanted(s.Name)).Select(s => new SensorGroup(s with { Mirror = MirrorOf(order), OrdinaryFrom = OrdinaryFrom(s, order) })));
        IContender[] contenders = order.HasContenders ? [.. Roster.All(order.Site.Seed).Where(c => IsWanted(c.Name))] : [];
        return contenders.Length > 0 ? [.. groups, new ContenderGroup(contenders)] : groups;
    }

    private bool IsWanted(string name) => name.StartsWith(only, StringComparison.Ordinal);

    /// <summary>In the clean twin's test weeks everything is ordinary.</summary>
    private static long? OrdinaryFrom(SensorOptions sensor, RunOrder order) => order.Number == 0 && sensor.Name == MethodNames.Sensor ? order.Site.TestStart : null;

    /// <summary>Loses the same packets in every run of a site, whatever attackers add.</summary>
    public static Func<IPacketTaker, IPacketTaker> MirrorOf(RunOrder order) => to => new MirrorLoss(to, order.Site.Seed, new MirrorShare(order.Site).At);

    /// <summary>One sensor on packets of its own.</summary>
    private sealed class SensorGroup(SensorOptions options) : IMethodGroup
    {
        private readonly SensorMethod _sensor = new(options);

        public void Take(in Hospital.Step step) => _sensor.Take(in step);

        public void End(long time) => _sensor.End(time);

        public IReadOnlyList<MethodRun> Results(IReadOnlyList<Host> hosts)
        {
            _sensor.Know(hosts);
            var result = _sensor.Result with { ScoresAreRates = true };
            return result.Method == MethodNames.Sensor ? [result, _sensor.Shipped] : [result];
        }
    }

    /// <summary>All contenders on the same measurements. They see steps as they are said, without what the mirror loses: an advantage.</summary>
    private sealed class ContenderGroup(IReadOnlyList<IContender> contenders) : IMethodGroup
    {
        private readonly ContenderMethods _contenders = new(contenders);

        public void Take(in Hospital.Step step) => _contenders.Take(in step);

        public void End(long time) => _contenders.End(time);

        public IReadOnlyList<MethodRun> Results(IReadOnlyList<Host> hosts) => _contenders.Results(hosts);
    }
}
