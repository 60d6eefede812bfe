using Sensor.Capture.Live;

namespace Sensor.Capture;

/// <summary>
/// Hands every block of the input to every worker. Whoever comes first reads the next block (in file order, under a lock) and writes its index
/// (outside it); a block is filled anew only after all workers have released it.
/// </summary>
internal sealed class BlockFeed : IBlockFeed
{
    private readonly Lock _reading = new();
    private readonly object _changed = new();
    private readonly ICaptureInput _input;
    private readonly Slot[] _slots;
    private readonly int _workers;
    private readonly BpfFilter? _filter;
    private long _nextToRead;
    private long _last = long.MaxValue;
    private Exception? _failure;

    public BlockFeed(ICaptureInput input, int workers, BpfFilter? filter = null)
    {
        _filter = filter;
        _input = input;
        _workers = workers;
        _slots = new Slot[workers + 3];
        for (var i = 0; i < _slots.Length; i++)
        {
            _slots[i] = new Slot();
        }
    }

    public PacketBlock? Get(long number)
    {
        var slot = _slots[number % _slots.Length];
        while (true)
        {
            if (Volatile.Read(ref slot.ReadyNumber) == number)
            {
                return slot.Block;
            }

            if (number > Volatile.Read(ref _last) || Volatile.Read(ref _failure) is not null)
            {
                return null;
            }

            if (TryReadNext())
            {
                continue;
            }

            lock (_changed)
            {
                if (Volatile.Read(ref slot.ReadyNumber) != number && number <= Volatile.Read(ref _last) && _failure is null)
                {
                    // The time-out only guards against a lost wake-up between the checks above and here.
                    Monitor.Wait(_changed, 1);
                }
            }
        }
    }

    public void Release(PacketBlock block)
    {
        var slot = _slots[block.Number % _slots.Length];
        if (Interlocked.Decrement(ref slot.Pending) == 0)
        {
            Wake();
        }
    }

    public void Stop() => _input.Stop();

    public void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        Wake();
    }

    private bool TryReadNext()
    {
        if (!_reading.TryEnter())
        {
            return false;
        }

        Slot slot;
        try
        {
            slot = _slots[_nextToRead % _slots.Length];
            if (_nextToRead > _last || Volatile.Read(ref slot.Pending) != 0)
            {
                return false;
            }

            _input.Fill(slot.Block);
            slot.Block.Number = _nextToRead;
            slot.Pending = _workers;
            if (slot.Block.IsLast)
            {
                Volatile.Write(ref _last, _nextToRead);
            }

            _nextToRead++;
        }
        finally
        {
            _reading.Exit();
        }

        slot.Block.Index(_filter);
        Volatile.Write(ref slot.ReadyNumber, slot.Block.Number);
        Wake();
        return true;
    }

    private void Wake()
    {
        lock (_changed)
        {
            Monitor.PulseAll(_changed);
        }
    }

    private sealed class Slot
    {
        public long ReadyNumber = -1;
        public int Pending;

        public PacketBlock Block { get; } = new();
    }
}
