using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Health;

namespace Sensor.Streams;

/// <summary>
/// One of the fixed 64 shares of all traffic: everything remembered about its flows lives here and nowhere else. Worked by one thread at a time; what it
/// says depends only on the packets of the input, in order.
/// </summary>
internal sealed class Partition
{
    private readonly byte _number;
    private readonly FactSink _facts;
    private readonly StreamMemory _memory = new();
    private readonly Holders _holders;
    private readonly HoleTimers _timers = new();
    private readonly FragmentTable _fragments;
    private readonly LossSampler _loss;
    private readonly TrafficSampler _traffic;
    private readonly DuplicateFilter _duplicates;
    private readonly ArpBindings _arp;
    private readonly DatagramDelivery _datagrams;
    private readonly TcpReassembler _tcp;
    private readonly FlowTable _flows;
    private readonly NameTable _names;
    private readonly IReadOnlyList<ProtocolShare> _shares;
    private long _tooDeep;

    public Partition(byte number, PartitionSettings settings, FactSink facts)
    {
        _number = number;
        _facts = facts;
        _names = new NameTable(settings.NamesPerKind, settings.Seed);
        var context = new PartitionContext(facts, _names, settings.Pseudonyms);
        _shares = [.. settings.Protocols.Select(p => p.Open(context))];
        _holders = new Holders(_memory);
        var conversations = new Conversations(settings.Protocols, _shares);
        _datagrams = new DatagramDelivery(conversations, _memory);
        _loss = new LossSampler(facts);
        _tcp = new TcpReassembler(new Delivery(conversations, _memory, _holders), _memory, _holders, facts, _timers, _loss, settings.Seed);
        _holders.HeldBack = _tcp;
        _traffic = new TrafficSampler(facts, Counters, _shares);
        _flows = new FlowTable(settings, _tcp, _datagrams, conversations, _memory, facts, Counters, _traffic);
        _duplicates = new DuplicateFilter(settings.Seed);
        _arp = new ArpBindings(facts, settings.ArpBindings);
        _fragments = new FragmentTable(settings.Fragments);
        Shortcomings = new ShortcomingTeller(facts);
    }

    public byte Number => _number;

    public PartitionCounters Counters { get; } = new();

    /// <summary>Tells what this partition came short of.</summary>
    public ShortcomingTeller Shortcomings { get; }

    public IReadOnlyList<ProtocolShare> Shares => _shares;

    public int FlowCount => _flows.Count;

    /// <summary>What flows and their conversations are held against the bound of flows.</summary>
    public int FlowWeight => _flows.Weight;

    public long LentBytes => _memory.Lent;

    /// <summary>Conversations of each protocol, by its index.</summary>
    public ReadOnlySpan<long> Conversations => _flows.Conversations;

    /// <summary>The earliest packet time at which something expires here.</summary>
    public long NextDeadline => Math.Min(Math.Min(_flows.NextDeadline, _timers.Next), Math.Min(_loss.Next, _traffic.Next));

    /// <summary>Sets the bounds for the packets that follow.</summary>
    public void SetLimits(int flows, long bytes)
    {
        _flows.Limit = flows;
        _memory.Limit = bytes;
    }

    /// <summary>Counts a packet of which nothing is to be looked at.</summary>
    public void Count(in PacketEntry entry)
    {
        Counters.Packets++;
        Counters.Bytes += entry.OriginalLength;
        Counters.CapturedBytes += entry.CapturedLength;
        Counters.Truncated += entry.CapturedLength < entry.OriginalLength ? 1 : 0;
    }

    /// <summary>Takes in one packet.</summary>
    /// <param name="entry">What the index says of it.</param>
    /// <param name="frame">Its captured bytes, or the datagram it completes.</param>
    /// <param name="wireLength">Bytes of the frame on the wire.</param>
    /// <param name="ordinal">Its number in the input.</param>
    /// <param name="now">Time that never goes back, over the whole input.</param>
    public void Take(in PacketEntry entry, ReadOnlySpan<byte> frame, int wireLength, long ordinal, long now)
    {
        Count(in entry);
        if (entry.IsFiltered)
        {
            Counters.Filtered++;
            return;
        }

        _traffic.Arm(now);
        _facts.Ordinal = ordinal;
        _facts.Partition = _number;
        var at = new Moment(entry.Time, ordinal);
        switch (entry.Network.Kind)
        {
            case NetworkKind.Ipv4 or NetworkKind.Ipv6:
                TakeIp(in entry, frame, wireLength, at, now);
                break;
            case NetworkKind.Arp:
                _arp.Take(in entry, frame, at);
                break;
            case NetworkKind.Undecodable:
                Counters.Undecodable++;
                break;
        }
    }

    /// <summary>Takes in a datagram that was put together from fragments before it came here.</summary>
    /// <param name="entry">What the index says of the fragment that completed it.</param>
    /// <param name="frame">That fragment's captured bytes.</param>
    /// <param name="ip">That fragment's IP header.</param>
    /// <param name="datagram">Captured bytes of the whole payload.</param>
    /// <param name="length">Its length on the wire.</param>
    /// <param name="ordinal">Number of the packet in the input.</param>
    /// <param name="now">Time that never goes back.</param>
    public void TakeDatagram(
        in PacketEntry entry, ReadOnlySpan<byte> frame, in IpHeader ip, ReadOnlySpan<byte> datagram, int length, long ordinal, long now)
    {
        Count(in entry);
        _traffic.Arm(now);
        _facts.Ordinal = ordinal;
        _facts.Partition = _number;
        TakeTransport(in entry, frame, in ip, datagram, length, new Moment(entry.Time, ordinal), now);
    }

    /// <summary>Time has jumped ahead to <paramref name="now"/>: what was seen since a packet was seen just now.</summary>
    public void Jump(long since, long now) => _flows.Jump(since, now);

    /// <summary>Ends what is due; what ends is stamped with its deadline.</summary>
    /// <param name="ordinal">The packet that shows it.</param>
    /// <param name="now">Time that never goes back.</param>
    /// <param name="shift">What to take off that for packet time.</param>
    public void Expire(long ordinal, long now, long shift = 0)
    {
        _facts.Ordinal = ordinal;
        _facts.Partition = _number;
        while (true)
        {
            if (_timers.Next <= Math.Min(now, _flows.NextDeadline))
            {
                if (_timers.TryTakeDue(Math.Min(now, _flows.NextDeadline), out var flow, out var direction, out var deadline))
                {
                    _tcp.HoleTimeout(flow, direction, new Moment(deadline - shift, ordinal), now);
                    _flows.SettleIfOver(flow, now);
                }
            }
            else if (!_flows.TryExpireOne(ordinal, now, shift))
            {
                _loss.TellIfDue(ordinal, now, shift);
                _traffic.TellIfDue(ordinal, now, shift);
                return;
            }
        }
    }

    /// <summary>The input is over: everything still open ends.</summary>
    public void Finish(long ordinal, long now)
    {
        _facts.Ordinal = ordinal;
        _facts.Partition = _number;
        _flows.EndAll(new Moment(now, ordinal));
        Counters.Evicted += _holders.Losses;
        Counters.FragmentsAbandoned = _fragments.Abandoned;
        Counters.NamesRefused = _names.Overflows;
        _traffic.Tell(ordinal, now);
    }

    /// <summary>Says what it came short of since it last did.</summary>
    public void Review(long time)
    {
        Shortcomings.Tell(Shortcoming.Flows, _flows.Evicted, time);
        Shortcomings.Tell(Shortcoming.StreamMemory, _holders.Losses, time);
        Shortcomings.Tell(Shortcoming.Fragments, _fragments.Abandoned, time);
        Shortcomings.Tell(Shortcoming.TunnelDepth, _tooDeep, time);
        _duplicates.Review(Counters.Packets);
        Shortcomings.Tell(Shortcoming.Duplicates, _duplicates.Forgotten, time);
        Shortcomings.Tell(Shortcoming.Names, _names.Overflows, time);
        Shortcomings.Tell(Shortcoming.ArpBindings, _arp.PassedOver, time);
        long givenUp = 0;
        for (var i = 0; i < _shares.Count; i++)
        {
            givenUp += _shares[i].Counters.GivenUp;
        }

        Shortcomings.Tell(Shortcoming.Requests, givenUp, time);
    }

    private void TakeIp(in PacketEntry entry, ReadOnlySpan<byte> frame, int wireLength, in Moment at, long now)
    {
        int start = entry.Network.Offset;
        var packet = frame[start..];
        if (!IpHeader.TryParse(entry.Network.Kind, packet, wireLength - start, out var ip))
        {
            Counters.Undecodable++;
            return;
        }

        if (_duplicates.IsDuplicate(in entry, packet, in ip))
        {
            Counters.Duplicates++;
            return;
        }

        if (entry.Network.Depth == TunnelWalk.MaxDepth && TunnelWalk.GoesOn(in entry.Network, frame))
        {
            _tooDeep++;
        }

        var captured = packet[Math.Min(ip.PayloadOffset, packet.Length)..];
        var payload = captured[..Math.Min(ip.PayloadLength, captured.Length)];
        var length = ip.PayloadLength;
        if (ip.IsFragment)
        {
            if (!_fragments.TryComplete(in ip, payload, now, out payload, out length))
            {
                return;
            }

            if (entry.Network.Kind == NetworkKind.Ipv6)
            {
                // Now that all of it is there, its own extension headers can be followed.
                ip.FragmentOffset = 0;
                ip.MoreFragments = false;
                if (!ip.TryContinue(payload, length))
                {
                    Counters.Undecodable++;
                    return;
                }

                payload = payload[Math.Min(ip.PayloadOffset, payload.Length)..];
                length = ip.PayloadLength;
            }
        }

        TakeTransport(in entry, frame, in ip, payload, length, at, now);
    }

    private void TakeTransport(
        in PacketEntry entry, ReadOnlySpan<byte> frame, in IpHeader ip, ReadOnlySpan<byte> payload, int length, in Moment at, long now)
    {
        switch (ip.Protocol)
        {
            case IpProtocol.Tcp:
                TakeTcp(in entry, frame, in ip, payload, length, at, now);
                break;
            case IpProtocol.Udp:
                TakeUdp(in entry, frame, in ip, payload, length, at, now);
                break;
            default:
                var (source, destination) = IcmpPorts.Of(ip.Protocol, payload);
                _ = Find(in entry, frame, in ip, source, destination, TcpFlags.None, 0, at, now, out _);
                break;
        }
    }

    private void TakeTcp(
        in PacketEntry entry, ReadOnlySpan<byte> frame, in IpHeader ip, ReadOnlySpan<byte> segment, int length, in Moment at, long now)
    {
        if (!TcpHeader.TryParse(segment, length, out var tcp))
        {
            Counters.Undecodable++;
            return;
        }

        var flow = Find(in entry, frame, in ip, tcp.SourcePort, tcp.DestinationPort, tcp.Flags, tcp.Sequence, at, now, out var direction);
        var data = segment[Math.Min(tcp.DataOffset, segment.Length)..];
        _tcp.Segment(flow, direction, in tcp, data, length - tcp.DataOffset, at, now);
        _flows.Settle(flow, now);
    }

    private void TakeUdp(
        in PacketEntry entry, ReadOnlySpan<byte> frame, in IpHeader ip, ReadOnlySpan<byte> payload, int length, in Moment at, long now)
    {
        if (!UdpHeader.TryParse(payload, length, out var udp))
        {
            Counters.Undecodable++;
            return;
        }

        var flow = Find(in entry, frame, in ip, udp.SourcePort, udp.DestinationPort, TcpFlags.None, 0, at, now, out var direction);
        var data = payload[UdpHeader.Length..];
        _datagrams.Datagram(flow, direction, data[..Math.Min(data.Length, udp.DataLength)], udp.DataLength, at);
    }

    private Flow Find(
        in PacketEntry entry, ReadOnlySpan<byte> frame, in IpHeader ip, ushort sourcePort, ushort destinationPort, TcpFlags flags, uint sequence,
        in Moment at, long now, out Direction direction)
    {
        var key = FlowKey.Of(in ip.Source, in ip.Destination, sourcePort, destinationPort, ip.Protocol, out var sourceIsLow);
        var sighting = new Sighting(
            sourceIsLow, flags, sequence, entry.OriginalLength, entry.Interface, entry.Network,
            entry.Network.SourceMacOffset == 0 ? 0 : MacAddress.Read(frame[entry.Network.SourceMacOffset..]));
        return _flows.See(in key, in sighting, at, now, out direction);
    }
}

/// <summary>What a flow's bookkeeping needs of one packet.</summary>
internal readonly record struct Sighting(
    bool SourceIsLow, TcpFlags Flags, uint Sequence, int Bytes, ushort Interface, NetworkLocation Network, ulong SourceMac);

/// <summary>What all partitions are made from.</summary>
internal sealed record PartitionSettings(IReadOnlyList<IProtocol> Protocols, Pseudonymizer Pseudonyms)
{
    /// <summary>Seeds hash tables: unknown to who sends packets, and the same in every run over the same input.</summary>
    public ulong Seed { get; init; }

    /// <summary>Names of one kind in one partition.</summary>
    public int NamesPerKind { get; init; } = NameTable.DefaultPerKind;

    /// <summary>Fragmented datagrams put together at a time in one partition.</summary>
    public int Fragments { get; init; } = FragmentTable.MaxDatagrams;

    /// <summary>The same of those that may carry other packets, in each worker.</summary>
    public int TunnelFragments { get; init; } = FragmentTable.MaxOuterDatagrams;

    /// <summary>Addresses whose MAC address is remembered in one partition.</summary>
    public int ArpBindings { get; init; } = Streams.ArpBindings.Max;
}
