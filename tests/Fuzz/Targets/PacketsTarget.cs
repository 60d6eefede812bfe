using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Fuzz.Engine;
using Sensor.Fuzz.Inputs;
using Sensor.Fuzz.Mutation;
using Sensor.Pipeline;
using Sensor.Streams;

namespace Sensor.Fuzz.Targets;

/// <summary>
/// Packets through decoding, flows, streams and every dissector, on one thread. Whatever they are, all that was begun ends, all that was lent comes back, and the
/// counters agree with what was put in and with what was said.
/// </summary>
internal sealed class PacketsTarget(Captures captures) : ITarget
{
    private readonly PacketBlock _block = new();

    public string Name => "packets";

    public string Extension => ".pcapng";

    public long MostWork(int length) => 400_000 + (3_000L * length);

    public long MostAllocated(int length) => (8 << 20) + (1_000L * length);

    public IEnumerable<byte[]> Seeds() => captures.Windows();

    public byte[] Mutate(byte[] input, byte[] other, Dice dice) =>
        Packets.Write(Traffic.Mutate(Packets.Read(input), Packets.Read(other), dice));

    public List<byte[]> Split(byte[] input) => [.. Packets.Read(input).Select(p => Packets.Write([p]))];

    public byte[] Join(List<byte[]> parts) => Packets.Write([.. parts.SelectMany(Packets.Read)]);

    public void Run(byte[] input)
    {
        var bench = new PartitionRun([.. ProtocolRegister.All.Select(p => new WatchedProtocol(p))]);
        using var capture = new CaptureFile("capture", new MemoryBytes(input), new CaptureNotes((_, _) => 0, new HostNames()));
        try
        {
            if (!capture.TryBegin())
            {
                return;
            }
        }
        catch (CaptureException)
        {
            return;
        }

        FillResult filled;
        do
        {
            filled = capture.Fill(_block, PacketBlock.Portion);
            _block.Index(filter: null);
            foreach (ref readonly var entry in _block.Entries)
            {
                Locate(in entry);
                bench.Take(in entry, _block.Packet(in entry));
            }
        }
        while (filled == FillResult.More);
        bench.Finish();
    }

    /// <summary>What the index says of a packet lies within the packet.</summary>
    private static void Locate(in PacketEntry entry)
    {
        var network = entry.Network;
        Require.That(entry.Partition < Partitioning.Count, $"partition {entry.Partition}");
        Require.That(network.Depth <= 2 * TunnelWalk.MaxDepth, $"{network.Depth} tunnels deep");
        if (network.Kind is NetworkKind.Ipv4 or NetworkKind.Ipv6 or NetworkKind.Arp)
        {
            Require.That(network.Offset <= entry.CapturedLength, $"a header at {network.Offset} of {entry.CapturedLength} bytes");
            Require.That(network.SourceMacOffset + 6 <= entry.CapturedLength || network.SourceMacOffset == 0, $"an address at {network.SourceMacOffset} of {entry.CapturedLength} bytes");
        }
    }
}

/// <summary>One partition that gets every packet.</summary>
internal sealed class PartitionRun
{
    private readonly IReadOnlyList<WatchedProtocol> _protocols;
    private readonly FragmentTable _outer = new();
    private readonly Partition _partition;
    private long _now = long.MinValue;
    private long _ordinal;
    private long _bytes;

    public PartitionRun(IReadOnlyList<WatchedProtocol> protocols)
    {
        _protocols = protocols;
        _partition = new Partition(0, new PartitionSettings(protocols, new Pseudonymizer("fuzz"u8)) { Seed = 42 }, Tape);
    }

    public FactTape Tape { get; } = new();

    public long Conflicts => _partition.Counters.Conflicts;

    public void LimitMemory(long bytes) => _partition.SetLimits(int.MaxValue, bytes);

    public void Take(in PacketEntry entry, ReadOnlySpan<byte> frame)
    {
        _ordinal++;
        _bytes += entry.OriginalLength;
        _now = Math.Max(_now, entry.Time);
        if (_now >= _partition.NextDeadline)
        {
            _partition.Expire(_ordinal, _now);
        }

        if (!entry.Network.IsOuterFragment || !IpHeader.TryParse(entry.Network.Kind, frame[entry.Network.Offset..], entry.OriginalLength - entry.Network.Offset, out var ip))
        {
            _partition.Take(in entry, frame, entry.OriginalLength, _ordinal, _now);
            return;
        }

        var packet = frame[entry.Network.Offset..];
        var captured = packet[Math.Min(ip.PayloadOffset, packet.Length)..];
        if (!_outer.TryComplete(in ip, captured[..Math.Min(ip.PayloadLength, captured.Length)], _now, out var datagram, out var length))
        {
            _partition.Count(in entry);
            return;
        }

        var whole = entry with { Network = TunnelWalk.Enter(entry.Network, ip.Protocol, datagram) };
        _partition.Take(in whole, datagram, length, _ordinal, _now);
    }

    public void Finish()
    {
        _partition.Finish(_ordinal, Math.Max(_now, 0));
        var counters = _partition.Counters;
        Require.That(_partition.LentBytes == 0, $"{_partition.LentBytes} bytes of buffers weren't given back");
        Require.That(_partition.FlowCount == 0, $"{_partition.FlowCount} flows didn't end");
        Require.That(_protocols.All(p => p.Open == 0), "a conversation wasn't given back");
        Require.That(counters.Packets == _ordinal && counters.Bytes == _bytes, $"{counters.Packets} packets and {counters.Bytes} bytes are counted of {_ordinal} and {_bytes}");
        Require.That(counters.CapturedBytes <= counters.Bytes && counters.Truncated <= counters.Packets, "more was captured than there was");
        Require.That(counters.Undecodable + counters.Duplicates <= counters.Packets, "more is undecodable or double than there was");
        Require.That(counters is { Gaps: >= 0, GapBytes: >= 0, CutBytes: >= 0, Conflicts: >= 0, Evicted: >= 0, FragmentsAbandoned: >= 0 }, "a counter is below zero");
        Require.That((counters.Gaps == 0) == (counters.GapBytes == 0), $"{counters.Gaps} gaps have {counters.GapBytes} bytes");
        var ended = Tape.Of<FlowEnded>().ToList();
        Require.That(ended.Count == counters.FlowsTcp + counters.FlowsUdp + counters.FlowsOther, $"{ended.Count} flows ended");
        Require.That(ended.Sum(f => f.Gaps) == counters.Gaps && ended.Sum(f => f.GapBytes) == counters.GapBytes, "flows have other gaps than are counted");
        Require.That(ended.Sum(f => f.PacketsToClient + f.PacketsToServer) <= counters.Packets, "flows have more packets than there were");
        Require.That(ended.All(f => f is { Gaps: >= 0, GapBytes: >= 0, CutBytes: >= 0, Conflicts: >= 0, Retransmissions: >= 0 }), "a flow's counter is below zero");
        _ = Tape.Describe();
        foreach (var share in _partition.Shares)
        {
            _ = Counters.Say(share.Counters);
        }
    }
}
