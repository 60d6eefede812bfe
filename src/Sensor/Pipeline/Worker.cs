using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Health;
using Sensor.Streams;

namespace Sensor.Pipeline;

/// <summary>
/// Walks every block's index and takes the packets of its own partitions from bytes to facts. Runs on its own thread; shares nothing but the blocks.
/// </summary>
internal sealed partial class Worker
{
    /// <summary>Nanoseconds of packet time after which partitions say what they came short of.</summary>
    private const long ReviewInterval = 10_000_000_000;

    private readonly int _number;
    private readonly IBlockFeed _feed;
    private readonly FactPublisher _facts;
    private readonly PartitionBudgets _budgets;
    private readonly LiveInput? _live;
    private readonly int[] _owned;
    private readonly FragmentTable _outer;
    private readonly DuplicateFilter _outerDuplicates;
    private readonly bool[] _owns = new bool[Partitioning.Count];
    private readonly Partition[] _partitions = new Partition[Partitioning.Count];
    private readonly PacketClock _clock = new();
    private long _nextDeadline = long.MinValue;
    private long _nextReview = long.MinValue;
    private long _epoch;

    public Worker(int number, int workers, IBlockFeed feed, FactQueue queue, PartitionBudgets budgets, PartitionSettings settings)
    {
        _number = number;
        _feed = feed;
        _facts = new FactPublisher(queue);
        _budgets = budgets;
        _outer = new FragmentTable(settings.TunnelFragments);
        _outerDuplicates = new DuplicateFilter(settings.Seed);
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
    public (long First, long Last)? Times => _clock.First <= _clock.Last ? (_clock.First, _clock.Last) : null;

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

            See(entry.Time, ordinal);
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

    /// <summary>Takes note of a packet's time.</summary>
    private void See(long time, long ordinal)
    {
        if (_clock.See(time, ordinal))
        {
            Jump();
        }
    }

    /// <summary>Time has jumped, as packets before this one said: what they belong to was seen just now, not before the jump. The analysis is told at once.</summary>
    private void Jump()
    {
        _nextReview = _nextDeadline = long.MinValue;
        foreach (var p in _owned)
        {
            _partitions[p].Jump(_clock.JumpedSince, _clock.Now);
        }
    }

    private void Take(in PacketEntry entry, ReadOnlySpan<byte> frame, int wireLength, long ordinal)
    {
        if (_clock.Now >= _nextDeadline)
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
        _facts.IsTimeDoubted = _clock.IsInDoubt;
        partition.Take(in entry, frame, wireLength, ordinal, _clock.Now);
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

        if (_outerDuplicates.IsDuplicate(in entry, packet, in ip))
        {
            CountOwn(in entry, isDuplicate: true);
            return;
        }

        var captured = packet[Math.Min(ip.PayloadOffset, packet.Length)..];
        if (!_outer.TryComplete(in ip, captured[..Math.Min(ip.PayloadLength, captured.Length)], _clock.Now, out var datagram, out var length))
        {
            CountOwn(in entry, isDuplicate: false);
        }
        else if (TunnelWalk.TryEnter(entry.Network, ip.Protocol, datagram, out var inner))
        {
            var whole = entry with { Network = inner, Partition = Partitioning.Of(inner, datagram) };
            Take(in whole, datagram, length, ordinal);
        }
        else
        {
            TakeDatagram(in entry, frame, in ip, datagram, length, ordinal);
        }
    }

    private void CountOwn(in PacketEntry entry, bool isDuplicate)
    {
        if (_owns[entry.Partition])
        {
            _partitions[entry.Partition].Count(in entry);
            _partitions[entry.Partition].Counters.Duplicates += isDuplicate ? 1 : 0;
        }
    }

    /// <summary>A datagram that was put together and carries no other packet.</summary>
    private void TakeDatagram(in PacketEntry entry, ReadOnlySpan<byte> frame, in IpHeader ip, ReadOnlySpan<byte> datagram, int length, long ordinal)
    {
        var isDue = _clock.Now >= _nextDeadline;
        var isReview = isDue && BeginTurn();
        foreach (var p in _owned)
        {
            if (isDue)
            {
                Expire(p, ordinal, isReview);
            }

            if (p == entry.Partition)
            {
                _facts.IsTimeDoubted = _clock.IsInDoubt;
                _partitions[p].TakeDatagram(in entry, frame, in ip, datagram, length, ordinal, _clock.Now);
            }

            _nextDeadline = Math.Min(_nextDeadline, _partitions[p].NextDeadline);
        }
    }

    /// <summary>Something expires with this packet: partition by partition, so that facts stay in order; within one, what ends comes before the packet.</summary>
    private void TakeWithExpiry(in PacketEntry entry, ReadOnlySpan<byte> frame, int wireLength, long ordinal)
    {
        var isReview = BeginTurn();
        foreach (var p in _owned)
        {
            Expire(p, ordinal, isReview);
            if (p == entry.Partition)
            {
                TakeOwn(in entry, frame, wireLength, ordinal);
            }

            _nextDeadline = Math.Min(_nextDeadline, _partitions[p].NextDeadline);
        }
    }

    /// <summary>All partitions have their turn; true when they are to say what they came short of.</summary>
    private bool BeginTurn()
    {
        var isReview = _clock.Now >= _nextReview;
        _nextReview = isReview ? _clock.Now + ReviewInterval : _nextReview;
        _nextDeadline = _nextReview;
        return isReview;
    }

    private void Expire(int p, long ordinal, bool isReview)
    {
        _facts.IsTimeDoubted = false;
        _partitions[p].Expire(ordinal, _clock.Now, _clock.Shift);
        if (isReview)
        {
            Review(p);
        }
    }

    /// <summary>A partition says what it came short of; the first one, what all workers did alike. While listening clocks aren't alike.</summary>
    private void Review(int p)
    {
        var partition = _partitions[p];
        partition.Review(_clock.Time);
        if (p == 0)
        {
            partition.Shortcomings.Tell(Shortcoming.TunnelFragments, _outer.Abandoned, _clock.Time);
        }

        if (p == (_live is null ? 0 : _owned[0]))
        {
            partition.Shortcomings.Tell(Shortcoming.ClockAhead, _clock.Ahead, _clock.Time);
            partition.Shortcomings.Tell(Shortcoming.ClockBehind, _clock.Behind, _clock.Time);
            partition.Shortcomings.Tell(Shortcoming.ClockStepped, _clock.Stepped, _clock.Time);
        }
    }

    /// <summary>What closes at the end carries the number of packets read.</summary>
    private void Finish(long ordinal)
    {
        _clock.End();
        _facts.IsTimeDoubted = false;
        foreach (var p in _owned)
        {
            _partitions[p].Finish(ordinal, Math.Max(_clock.Time, 0));
            Review(p);
        }
    }
}
