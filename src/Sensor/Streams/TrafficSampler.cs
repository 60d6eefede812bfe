using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>
/// Tells what a partition counted and what its flows moved, at whole multiples of <see cref="Interval"/>, the same for all partitions, as long as packets go by:
/// flows tell it only when they end, and some last for days.
/// </summary>
internal sealed class TrafficSampler(FactSink facts, PartitionCounters counters, IReadOnlyList<ProtocolShare> shares)
{
    /// <summary>Nanoseconds of packet time.</summary>
    public const long Interval = LossSampler.Interval;

    /// <summary>Packets after which a flow is told that nobody has answered: fewer wait for its end, so a scan costs no more facts than it does anyway.</summary>
    private const int Unanswered = 8;

    /// <summary>Flows seen since the last sample, each once; as many as there are flows at most.</summary>
    private readonly List<Flow> _active = [];
    private PartitionSample _told;
    private long _last;

    /// <summary>Packet time of the next sample.</summary>
    public long Next { get; private set; } = long.MaxValue;

    /// <summary>A packet goes by at this running maximum of packet time.</summary>
    public void Arm(long now)
    {
        _last = now;
        if (Next == long.MaxValue)
        {
            Next = ((now / Interval) + 1) * Interval;
        }
    }

    /// <summary>A flow has a packet more.</summary>
    public void See(Flow flow)
    {
        if (!flow.IsListed)
        {
            flow.IsListed = true;
            _active.Add(flow);
        }
    }

    /// <summary>Tells the sample if it is due.</summary>
    /// <param name="ordinal">The packet that shows it.</param>
    /// <param name="now">Time that never goes back.</param>
    /// <param name="shift">What to take off that for packet time.</param>
    public void TellIfDue(long ordinal, long now, long shift)
    {
        if (now >= Next)
        {
            Next = long.MaxValue;
            TellFlows();
            Tell(ordinal, _last - shift);
        }
    }

    /// <summary>Tells what was counted since the last sample, if anything was.</summary>
    /// <param name="ordinal">The packet that shows it.</param>
    /// <param name="time">Packet time of the last of it.</param>
    public void Tell(long ordinal, long time)
    {
        var counted = Counted();
        var fact = counted - _told;
        _told = counted;
        if (MemoryMarshal.AsBytes(new ReadOnlySpan<PartitionSample>(in fact)).ContainsAnyExcept((byte)0))
        {
            facts.Write(in fact, default, time, ordinal, Quality.Clean, Endpoint.Client);
        }
    }

    /// <summary>What flows moved. One that ended meanwhile has nothing left to tell; one that began in its place has.</summary>
    private void TellFlows()
    {
        foreach (var flow in _active)
        {
            flow.IsListed = false;
            var amount = flow.Traffic - flow.Told;
            var isAnswered = flow.Traffic.PacketsToServer > 0 && flow.Traffic.PacketsToClient > 0;
            if (amount.Packets == 0 || !(isAnswered || flow.Traffic.Packets >= Unanswered))
            {
                continue;
            }

            var fact = new FlowProgress { Amount = amount, IsFirst = flow.Told.Packets == 0 };
            flow.Told = flow.Traffic;
            facts.Write(in fact, in flow.Identity, flow.LastTime, flow.FirstOrdinal, Quality.Clean, Endpoint.Client);
        }

        _active.Clear();
    }

    private PartitionSample Counted()
    {
        var counted = new PartitionSample
        {
            Packets = counters.Packets,
            Bytes = counters.Bytes,
            Truncated = counters.Truncated,
            Undecodable = counters.Undecodable,
            Duplicates = counters.Duplicates,
            Filtered = counters.Filtered,
            Flows = counters.FlowsTcp + counters.FlowsUdp + counters.FlowsOther,
            Conflicts = counters.Conflicts,
            Evicted = counters.Evicted,
        };
        for (var i = 0; i < shares.Count; i++)
        {
            counted.Resyncs += shares[i].Counters.Resyncs;
        }

        return counted;
    }
}
