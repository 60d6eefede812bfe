using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Streams;

namespace Sensor.Pipeline;

/// <summary>
/// Walks every block's index and takes the packets of its own partitions from bytes to facts. Runs on its own thread; shares nothing but the blocks.
/// </summary>
internal sealed partial class Worker
{
    private readonly int _number;
    private readonly IBlockFeed _feed;
    private readonly FactPublisher _facts;
    private readonly PartitionBudgets _budgets;
    private readonly LiveInput? _live;
    private readonly int[] _owned;
    private readonly FragmentTable _outer = new();
    private readonly bool[] _owns = new bool[Partitioning.Count];
    private readonly Partition[] _partitions = new Partition[Partitioning.Count];
    private long _now = long.MinValue;
    private long _nextDeadline = long.MaxValue;
    private long _epoch;

    public Worker(int number, int workers, IBlockFeed feed, FactQueue queue, PartitionBudgets budgets, PartitionSettings settings)
    {
        _number = number;
        _feed = feed;
        _facts = new FactPublisher(queue);
        _budgets = budgets;
        _owned = [.. Enumerable.Range(0, Partitioning.Count).Where(p => p % workers == number)];
        foreach (var p in _owned)
        {
            _owns[p] = true;
            _partitions[p] = new Partition((byte)p, settings, _facts);
            budgets.SetInitial(_partitions[p]);
        }

        _live = feed as LiveInput;
        _live?.Connect(this);
    }

    public IEnumerable<Partition> Partitions => _owned.Select(p => _partitions[p]);

    /// <summary>Earliest and latest packet time over all records.</summary>
    public (long First, long Last)? Times { get; private set; }

    /// <summary>Bytes this thread allocated since its first block was done.</summary>
    public long AllocatedBytes { get; private set; }

    public void Run()
    {
        try
        {
            var start = GC.GetAllocatedBytesForCurrentThread();
            long ordinal = 0;
            for (long number = 0; _feed.Get(number) is { } block; number++)
            {
                var last = block.IsLast;
                ordinal = _live is null ? Walk(block) : WalkLive(block);
                _feed.Release(block);
                _facts.EndBlock(endsInput: false);
                if (last)
                {
                    // Behind the last block's facts for all workers alike, though it carries the last packet's ordinal as well.
                    Finish(ordinal);
                    _facts.EndBlock(endsInput: true);
                }

                if (number == 0)
                {
                    start = GC.GetAllocatedBytesForCurrentThread();
                }
            }

            AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - start;
        }
        finally
        {
            _budgets.Leave(_number);
        }
    }

    private long Walk(PacketBlock block)
    {
        var ordinal = block.FirstOrdinal - 1;
        foreach (ref readonly var entry in block.Entries)
        {
            ordinal++;
            if (PartitionBudgets.EpochOf(ordinal) != _epoch)
            {
                _budgets.Cross(_number, _epoch, _owned, _partitions);
                _epoch = PartitionBudgets.EpochOf(ordinal);
            }

            if (entry.Time > _now)
            {
                Times = (Times?.First ?? entry.Time, entry.Time);
                _now = entry.Time;
            }
            else if (entry.Time < Times!.Value.First)
            {
                Times = (entry.Time, _now);
            }

            if (entry.Network.IsOuterFragment && !entry.IsFiltered)
            {
                TakeOuterFragment(block, in entry, ordinal);
            }
            else
            {
                Take(in entry, block.Packet(in entry), entry.OriginalLength, ordinal);
            }
        }

        return ordinal;
    }

    private void Take(in PacketEntry entry, ReadOnlySpan<byte> frame, int wireLength, long ordinal)
    {
        if (_now >= _nextDeadline)
        {
            TakeWithExpiry(in entry, frame, wireLength, ordinal);
        }
        else if (_owns[entry.Partition])
        {
            TakeOwn(in entry, frame, wireLength, ordinal);
        }
    }

    private void TakeOwn(in PacketEntry entry, ReadOnlySpan<byte> frame, int wireLength, long ordinal)
    {
        var partition = _partitions[entry.Partition];
        partition.Take(in entry, frame, wireLength, ordinal, _now);
        _nextDeadline = Math.Min(_nextDeadline, partition.NextDeadline);
    }

    /// <summary>
    /// A fragment of an outer packet. Every worker puts all of them together, because only the whole says whose it is: the same table with the same
    /// content everywhere. The packet that completes it counts for the inner packet's partition, the others for the outer's.
    /// </summary>
    private void TakeOuterFragment(PacketBlock block, in PacketEntry entry, long ordinal)
    {
        var frame = block.Packet(in entry);
        int start = entry.Network.Offset;
        var packet = frame[start..];
        if (!IpHeader.TryParse(entry.Network.Kind, packet, entry.OriginalLength - start, out var ip))
        {
            Take(in entry, frame, entry.OriginalLength, ordinal);
            return;
        }

        var captured = packet[Math.Min(ip.PayloadOffset, packet.Length)..];
        if (!_outer.TryComplete(in ip, captured[..Math.Min(ip.PayloadLength, captured.Length)], _now, out var datagram, out var length))
        {
            if (_owns[entry.Partition])
            {
                _partitions[entry.Partition].Count(in entry);
            }

            return;
        }

        var whole = entry with { Network = TunnelWalk.Enter(entry.Network, ip.Protocol, datagram) };
        whole.Partition = Partitioning.Of(whole.Network, datagram);
        Take(in whole, datagram, length, ordinal);
    }

    /// <summary>Something expires with this packet: partition by partition, so that facts stay in order; within one, what ends comes before the packet.</summary>
    private void TakeWithExpiry(in PacketEntry entry, ReadOnlySpan<byte> frame, int wireLength, long ordinal)
    {
        _nextDeadline = long.MaxValue;
        foreach (var p in _owned)
        {
            _partitions[p].Expire(ordinal, _now);
            if (p == entry.Partition)
            {
                TakeOwn(in entry, frame, wireLength, ordinal);
            }

            _nextDeadline = Math.Min(_nextDeadline, _partitions[p].NextDeadline);
        }
    }

    /// <summary>What closes at the end carries the number of packets read.</summary>
    private void Finish(long ordinal)
    {
        foreach (var p in _owned)
        {
            _partitions[p].Finish(ordinal, Math.Max(_now, 0));
        }
    }
}
