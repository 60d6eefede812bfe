using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Streams;

namespace Sensor.Fuzz.Targets;

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
        }
        else if (TunnelWalk.TryEnter(entry.Network, ip.Protocol, datagram, out var inner))
        {
            var whole = entry with { Network = inner };
            _partition.Take(in whole, datagram, length, _ordinal, _now);
        }
        else
        {
            _partition.TakeDatagram(in entry, frame, in ip, datagram, length, _ordinal, _now);
        }
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
