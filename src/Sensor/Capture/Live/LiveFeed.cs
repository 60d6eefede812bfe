using Sensor.Dissectors.Packets;

namespace Sensor.Capture.Live;

/// <summary>
/// A bounded ring of blocks between the capture thread and the workers, who look at it through a <see cref="LiveInput"/> each. The capture thread never waits: it asks
/// for room before it reads, and what comes without room is dropped whole and counted. Whichever worker comes first to a block writes its index, so that the capture
/// thread only copies.
/// </summary>
internal sealed class LiveFeed
{
    /// <summary>Blocks of 1 MiB each; untouched ones cost no memory.</summary>
    public const int DefaultBlocks = 64;

    /// <summary>Blocks that must be free before more is read: a turn of full Ethernet frames.</summary>
    private const int Reserve = 8;

    private readonly object _changed = new();
    private readonly Slot[] _slots;
    private readonly List<WakeUp> _waiting = [];
    private PacketBlock? _open;
    private long _next;
    private long _last = long.MaxValue;
    private volatile bool _stopping;
    private volatile bool _failed;

    public LiveFeed(int workers, int blocks = DefaultBlocks)
    {
        Workers = workers;
        _slots = [.. Enumerable.Range(0, blocks).Select(_ => new Slot())];
    }

    /// <summary>Threads that walk every block.</summary>
    public int Workers { get; }

    /// <summary>Held by whoever adds packets.</summary>
    public Lock Adding { get; } = new();

    /// <summary>Packets handed to the workers or about to be. Capture thread.</summary>
    public long Packets { get; private set; }

    /// <summary>Their bytes on the wire. Capture thread.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packets dropped because the workers were behind. Capture thread.</summary>
    public long Drops { get; private set; }

    /// <summary>The latest packet time so far, in nanoseconds since the Unix epoch. Capture thread.</summary>
    public long LatestTime { get; private set; } = long.MinValue;

    /// <summary>Number of the block being filled or the next to be. Capture thread.</summary>
    public long CurrentBlock => _next;

    /// <summary>Whether the workers keep up well enough for another turn of packets. Capture thread.</summary>
    public bool HasRoom => IsFree(_next + Math.Min(Reserve, _slots.Length - 1));

    /// <summary>Listening is to end: said by a signal, or because the analysis did.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Says who waits for blocks; before there are any.</summary>
    public void Attach(WakeUp waiting) => _waiting.Add(waiting);

    /// <summary>Takes one packet in, or drops and counts it. Capture thread, which holds <see cref="Adding"/>.</summary>
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    /// <param name="packet">Its captured bytes; copied.</param>
    /// <param name="originalLength">Its length on the wire.</param>
    /// <param name="networkInterface">Number of the interface.</param>
    /// <param name="link">What the bytes begin with.</param>
    public void Add(long time, ReadOnlySpan<byte> packet, int originalLength, ushort networkInterface, LinkType link)
    {
        if (_last != long.MaxValue)
        {
            Drops++;
            return;
        }

        if (_open is { } full && full.Length + packet.Length > PacketBlock.Capacity)
        {
            Publish(long.MinValue);
        }

        if ((_open ??= TryOpen()) is not { } block)
        {
            Drops++;
            return;
        }

        packet.CopyTo(block.Bytes.AsSpan(block.Length));
        block.Add(time, block.Length, packet.Length, originalLength, networkInterface, link);
        block.Length += packet.Length;
        Packets++;
        Bytes += Math.Max(originalLength, packet.Length);
        LatestTime = Math.Max(LatestTime, time);
    }

    /// <summary>Takes in a packet that a worker found to be another's. Any thread.</summary>
    public void HandOn(long time, ReadOnlySpan<byte> packet, int originalLength, ushort networkInterface, LinkType link)
    {
        lock (Adding)
        {
            Add(time, packet, originalLength, networkInterface, link);
        }
    }

    /// <summary>
    /// A while has passed: hands on what there is, even nothing, so that time goes on for the workers. While they are behind, the block is filled up first: small
    /// blocks would use the ring up. Capture thread.
    /// </summary>
    /// <param name="until">No packet from before this time can still come.</param>
    public void Tick(long until)
    {
        lock (Adding)
        {
            if (IsFree(_next + (_slots.Length / 2)) && (_open ??= TryOpen()) is not null)
            {
                Publish(until);
            }
        }
    }

    /// <summary>Nothing follows. Waits for room in the ring for the last block. Capture thread.</summary>
    public void End(long until)
    {
        // Whoever gives a block back says so from now on.
        _stopping = true;
        while (!TryEnd(until) && !_failed)
        {
            lock (_changed)
            {
                if (!IsFree(_next) && !_failed)
                {
                    Monitor.Wait(_changed);
                }
            }
        }
    }

    /// <summary>Whether it is known what block <paramref name="number"/> is: null when there is none any more. Workers.</summary>
    public bool TryGet(long number, out PacketBlock? block)
    {
        var slot = _slots[number % _slots.Length];
        block = null;
        if (Volatile.Read(ref slot.ReadyNumber) == number)
        {
            block = slot.Block;
        }
        else if (Volatile.Read(ref slot.UnindexedNumber) == number && Interlocked.CompareExchange(ref slot.UnindexedNumber, -1, number) == number)
        {
            block = slot.Block;
            block.Index(null);
            Volatile.Write(ref slot.ReadyNumber, number);
            Wake();
        }

        return block is not null || number > Volatile.Read(ref _last) || _failed;
    }

    public void Release(PacketBlock block)
    {
        var slot = _slots[block.Number % _slots.Length];
        if (Interlocked.Decrement(ref slot.Pending) == 0 && _stopping)
        {
            // Only the end waits for room.
            Wake();
        }
    }

    public void Stop()
    {
        _stopping = true;
        Wake();
    }

    public void Fail(Exception failure)
    {
        _failed = _stopping = true;
        Wake();
    }

    /// <summary>Whether all workers are done with the block that has the place of block <paramref name="number"/>.</summary>
    private bool IsFree(long number) => Volatile.Read(ref _slots[number % _slots.Length].Pending) == 0;

    private bool TryEnd(long until)
    {
        lock (Adding)
        {
            if ((_open ??= TryOpen()) is not { } block)
            {
                return false;
            }

            block.IsLast = true;
            Publish(until);
            return true;
        }
    }

    private PacketBlock? TryOpen()
    {
        if (!IsFree(_next))
        {
            return null;
        }

        var block = _slots[_next % _slots.Length].Block;
        block.Clear();
        block.FirstOrdinal = Packets + 1;
        return block;
    }

    private void Publish(long until)
    {
        var block = _open!;
        _open = null;
        block.Number = _next;
        block.Until = until;
        var slot = _slots[_next % _slots.Length];
        slot.Pending = Workers;
        Volatile.Write(ref slot.UnindexedNumber, _next);
        if (block.IsLast)
        {
            Volatile.Write(ref _last, _next);
        }

        _next++;
        Wake();
    }

    private void Wake()
    {
        foreach (var one in _waiting)
        {
            one.Set();
        }

        lock (_changed)
        {
            Monitor.PulseAll(_changed);
        }
    }

    private sealed class Slot
    {
        public long UnindexedNumber = -1;
        public long ReadyNumber = -1;
        public int Pending;

        public PacketBlock Block { get; } = new();
    }
}
