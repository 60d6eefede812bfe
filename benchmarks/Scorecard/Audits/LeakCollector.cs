using System.Collections.Concurrent;
using Hospital;
using Hospital.Network;
using Hospital.Wire;
using Scorecard.Runs;

namespace Scorecard.Audits;

/// <summary>Goes along with whatever runs are made and keeps a few steps and packets of each for the leak audit.</summary>
/// <param name="inner">Whose runs they are; null: nobody's.</param>
/// <param name="withPackets">Of which runs packets are kept, too: making them costs as much again.</param>
internal sealed class LeakCollector(IMethodFactory? inner, Func<RunOrder, bool> withPackets) : IMethodFactory
{
    private readonly ConcurrentDictionary<(int Devices, ulong Seed, int Number), Group> _groups = [];

    /// <summary>Of steps, in an order that doesn't depend on threads.</summary>
    public IEnumerable<RawSample> Steps => InOrder((group, run) => group.Steps(run));

    /// <summary>Of packets.</summary>
    public IEnumerable<RawSample> Packets => InOrder((group, run) => group.Packets(run));

    public IReadOnlyList<IMethodGroup> For(RunOrder order)
    {
        var methods = inner?.For(order) ?? [];
        if (order.Number == 0 || order.DeviceAge is not null)
        {
            return methods;
        }

        var group = new Group(new StepSampler(order.Number, order.Site.TestStart), withPackets(order) ? new PacketSampler(order.Number, order.Site.TestStart) : null);
        _groups[(order.Site.Devices, order.Site.Seed, order.Number)] = group;
        return [.. methods, group];
    }

    /// <summary>Numbered by hospital, as those held out must be others than those learnt from; attacks of its runs are told apart by their numbers.</summary>
    private IEnumerable<RawSample> InOrder(Func<Group, int, IEnumerable<RawSample>> of) => _groups
        .GroupBy(g => (g.Key.Devices, g.Key.Seed)).OrderBy(g => g.Key)
        .SelectMany((site, number) => site.OrderBy(g => g.Key).SelectMany(g => of(g.Value, number).Select(s => s.Attack == 0 ? s : s with { Attack = (g.Key.Number * 1000) + s.Attack })));

    private sealed class Group(StepSampler steps, PacketSampler? packets) : IMethodGroup
    {
        private readonly PacketWriter? _writer = packets is null ? null : new PacketWriter(packets, WireForm.Coalesced);

        public IEnumerable<RawSample> Steps(int run) => steps.Samples.Select(s => s with { Run = run });

        public IEnumerable<RawSample> Packets(int run) => packets?.Samples.Select(s => s with { Run = run }) ?? [];

        public void Take(in Step step)
        {
            steps.Take(in step);
            _writer?.Take(in step);
        }

        public void End(long time) => _writer?.End(time);

        public IReadOnlyList<MethodRun> Results(IReadOnlyList<Host> hosts) => [];
    }
}
