using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Streams;

/// <summary>The flows of one partition: found by key, begun, ended by their own end, by silence or at the bound.</summary>
internal sealed class FlowTable(
    PartitionSettings settings, TcpReassembler tcp, DatagramDelivery datagrams, Conversations conversations, StreamMemory memory, FactSink facts,
    PartitionCounters counters, TrafficSampler sampler)
{
    /// <summary>So many bytes of a direction may be seen before its SYN: more than a first window, and few of all the starts that there are.</summary>
    private const int LateSyn = 1 << 16;

    private readonly Dictionary<FlowKey, Flow> _flows = new(new FlowKeyComparer(settings.Seed));
    private readonly FlowQueues _queues = new();
    private readonly Stack<Flow> _free = new();
    private readonly long[] _conversations = new long[settings.Protocols.Count];
    private Flow? _last;

    public int Count => _flows.Count;

    /// <summary>What is held against <see cref="Limit"/>.</summary>
    public int Weight => _flows.Count + conversations.Weight;

    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Flows that gave way at the bound.</summary>
    public long Evicted { get; private set; }

    public ReadOnlySpan<long> Conversations => _conversations;

    public long NextDeadline => _queues.NextDeadline;

    /// <summary>The flow of a packet, begun if need be, with the packet counted.</summary>
    public Flow See(in FlowKey key, in Sighting sighting, in Moment at, long now, out Direction direction)
    {
        if (Weight > Limit)
        {
            MakeRoom(Limit, at, now);
        }

        // Packets of one flow come in runs.
        var flow = _last is { } last && last.Key == key ? last : _flows.GetValueOrDefault(key);
        if (flow is not null && IsReplacedBy(flow, in sighting))
        {
            End(flow, FlowEndReason.Replaced, EndCause.Evicted, at, now);
            flow = null;
        }

        flow ??= Begin(in key, in sighting, at, now);
        _last = flow;
        direction = sighting.SourceIsLow == flow.ClientIsLow ? Direction.ToServer : Direction.ToClient;
        flow.LastTime = Math.Max(flow.LastTime, at.Time);
        flow.LastOrdinal = at.Ordinal;
        sampler.See(flow);
        ref var traffic = ref flow.Traffic;
        var answered = traffic.PacketsToClient > 0 && traffic.PacketsToServer > 0;
        if (direction == Direction.ToServer)
        {
            traffic.PacketsToServer++;
            traffic.BytesToServer += sighting.Bytes;
        }
        else
        {
            traffic.PacketsToClient++;
            traffic.BytesToClient += sighting.Bytes;
        }

        if (!answered && traffic.PacketsToClient > 0 && traffic.PacketsToServer > 0)
        {
            var fact = new FlowAnswered { SourceMac = sighting.SourceMac, Sender = direction.Sender() };
            facts.Write(in fact, in flow.Identity, at.Time, flow.FirstOrdinal, Quality.Clean, Endpoint.Client);
        }

        if (!flow.IsTcp)
        {
            _queues.Touch(flow, FlowStage.Datagram, now);
        }

        return flow;
    }

    /// <summary>Puts a TCP flow in the queue of its stage after a segment.</summary>
    public void Settle(Flow flow, long now)
    {
        var stage = flow.Reset || flow.IsBothEnded
            ? FlowStage.Closed
            : flow.Traffic.PacketsToServer > 0 && flow.Traffic.PacketsToClient > 0 ? FlowStage.Established : FlowStage.Opening;
        _queues.Touch(flow, stage, now);
    }

    /// <summary>The same after a timer: only what has ended moves, silence goes on counting from the last packet.</summary>
    public void SettleIfOver(Flow flow, long now)
    {
        if (flow.IsBothEnded)
        {
            Settle(flow, now);
        }
    }

    /// <summary>What was seen since a packet counts as seen just now: time has jumped.</summary>
    public void Jump(long since, long now) => _queues.Jump(since, now);

    /// <param name="ordinal">The packet that shows it.</param>
    /// <param name="now">Time that never goes back.</param>
    /// <param name="shift">What to take off that for packet time.</param>
    public bool TryExpireOne(long ordinal, long now, long shift)
    {
        if (_queues.Due(now) is not { } flow)
        {
            return false;
        }

        var closed = flow.Stage == FlowStage.Closed;
        var reason = closed ? flow.Reset ? FlowEndReason.Reset : FlowEndReason.Closed : FlowEndReason.Timeout;
        End(flow, reason, EndCause.Idle, new Moment(FlowQueues.Deadline(flow) - shift, ordinal), now);
        return true;
    }

    public void EndAll(in Moment at)
    {
        while (_queues.First is { } flow)
        {
            var reason = flow.Stage == FlowStage.Closed ? flow.Reset ? FlowEndReason.Reset : FlowEndReason.Closed : FlowEndReason.EndOfInput;
            End(flow, reason, EndCause.EndOfInput, at, at.Time);
        }
    }

    /// <summary>A SYN with a new sequence start begins a new flow, unless it is the late one of bytes that were seen before it.</summary>
    private static bool IsReplacedBy(Flow flow, in Sighting sighting)
    {
        if ((sighting.Flags & TcpFlags.Syn) == 0)
        {
            return false;
        }

        var direction = sighting.SourceIsLow == flow.ClientIsLow ? Direction.ToServer : Direction.ToClient;
        return flow.TryHalf(direction) is { Started: true } half && half.InitialSequence != sighting.Sequence
            && !(half.MidStream && half.InitialSequence - sighting.Sequence <= LateSyn);
    }

    private Flow Begin(in FlowKey key, in Sighting sighting, in Moment at, long now)
    {
        if (Weight >= Limit)
        {
            MakeRoom(Limit - 1, at, now);
        }

        var flow = _free.TryPop(out var free) ? free : new Flow();
        flow.Key = key;
        flow.Stage = key.Protocol == IpProtocol.Tcp ? FlowStage.Opening : FlowStage.Datagram;
        flow.ClientIsLow = IsClientLow(in key, in sighting);
        flow.FirstTime = flow.LastTime = at.Time;
        flow.LastSeen = now;
        flow.FirstOrdinal = at.Ordinal;
        flow.Identity = new FlowIdentity
        {
            // The same flow of the same input has the same number, whoever works on it; 53 bits survive JSON readers.
            Id = (long)(key.Hash((ulong)at.Ordinal) >> 11),
            Client = flow.ClientIsLow ? key.Low : key.High,
            Server = flow.ClientIsLow ? key.High : key.Low,
            ClientPort = flow.ClientIsLow ? key.LowPort : key.HighPort,
            ServerPort = flow.ClientIsLow ? key.HighPort : key.LowPort,
            Protocol = key.Protocol,
            Vlan = sighting.Network.Vlan,
            InnerVlan = sighting.Network.InnerVlan,
            Tunnel = sighting.Network.Tunnel,
            TunnelDepth = sighting.Network.Depth,
            TunnelId = sighting.Network.TunnelId,
            Interface = sighting.Interface,
        };
        _flows.Add(key, flow);
        _queues.Add(flow);
        CountFlow(key.Protocol);
        var sender = sighting.SourceIsLow == flow.ClientIsLow ? Endpoint.Client : Endpoint.Server;
        var fact = new FlowStarted { SourceMac = sighting.SourceMac, Sender = sender };
        facts.Write(in fact, in flow.Identity, at.Time, at.Ordinal, Quality.Clean, Endpoint.Client);
        return flow;
    }

    private void MakeRoom(int limit, in Moment at, long now)
    {
        while (Weight > limit && _queues.Victim is { } victim)
        {
            counters.Evicted++;
            Evicted++;
            End(victim, FlowEndReason.Evicted, EndCause.Evicted, at, now);
        }
    }

    private static bool IsClientLow(in FlowKey key, in Sighting sighting)
    {
        if ((sighting.Flags & TcpFlags.Syn) != 0)
        {
            return sighting.SourceIsLow == ((sighting.Flags & TcpFlags.Ack) == 0);
        }

        // Who sends to many asks.
        if ((sighting.SourceIsLow ? key.High : key.Low) is { IsMulticast: true } or { IsBroadcast: true })
        {
            return sighting.SourceIsLow;
        }

        // Without a handshake the higher port is the client's; where there are no ports, who speaks first asks.
        return key.LowPort == key.HighPort || key.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp) ? sighting.SourceIsLow : key.LowPort > key.HighPort;
    }

    private void CountFlow(byte protocol)
    {
        switch (protocol)
        {
            case IpProtocol.Tcp:
                counters.FlowsTcp++;
                break;
            case IpProtocol.Udp:
                counters.FlowsUdp++;
                break;
            default:
                counters.FlowsOther++;
                break;
        }
    }

    private void End(Flow flow, FlowEndReason reason, EndCause cause, in Moment at, long now)
    {
        if (flow.IsTcp)
        {
            tcp.Close(flow, cause, at, now);
        }
        else
        {
            datagrams.End(flow, cause, at);
        }

        if (flow.ProtocolIndex >= 0)
        {
            _conversations[flow.ProtocolIndex]++;
        }

        var fact = new FlowEnded
        {
            StartTime = flow.FirstTime,
            EndTime = flow.LastTime,
            PacketsToServer = flow.Traffic.PacketsToServer,
            PacketsToClient = flow.Traffic.PacketsToClient,
            BytesToServer = flow.Traffic.BytesToServer,
            BytesToClient = flow.Traffic.BytesToClient,
            Told = flow.Told,
            Reason = reason,
            Stage = flow.Stage,
            Tcp = flow.IsTcp,
        };
        for (var direction = Direction.ToServer; direction <= Direction.ToClient; direction++)
        {
            if (flow.TryHalf(direction) is { } half)
            {
                fact.SynSeen |= half.SynSeen;
                fact.Gaps += half.Gaps;
                fact.GapBytes += half.GapBytes;
                fact.CutBytes += half.CutBytes;
                fact.Conflicts += half.Conflicts;
                fact.Retransmissions += half.Retransmissions;
            }
        }

        var (toServer, toClient) = (flow.TryHalf(Direction.ToServer), flow.TryHalf(Direction.ToClient));
        fact.PayloadToServer = toServer?.PayloadBytes ?? 0;
        fact.PayloadToClient = toClient?.PayloadBytes ?? 0;
        fact.Refused = toServer is { SynSeen: true } && toClient is { SynSeen: false, ResetSeen: true, PayloadBytes: 0 };
        counters.Gaps += fact.Gaps;
        counters.GapBytes += fact.GapBytes;
        counters.CutBytes += fact.CutBytes;
        counters.Conflicts += fact.Conflicts;
        var quality = (fact.Gaps > 0 ? Quality.Gap : 0) | (fact.CutBytes > 0 ? Quality.Cut : 0)
            | (fact.Tcp && !fact.SynSeen ? Quality.MidStream : 0)
            | (fact.PacketsToServer == 0 || fact.PacketsToClient == 0 ? Quality.OneSided : 0);
        facts.Write(in fact, in flow.Identity, at.Time, flow.FirstOrdinal, quality, Endpoint.Client);
        _flows.Remove(flow.Key);
        _queues.Remove(flow);
        _last = ReferenceEquals(_last, flow) ? null : _last;
        flow.Clear(memory);
        _free.Push(flow);
    }
}
