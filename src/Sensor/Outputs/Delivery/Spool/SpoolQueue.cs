using System.Runtime.InteropServices;

namespace Sensor.Outputs.Delivery.Spool;

/// <summary>What the spool says to a thing that is to be kept.</summary>
internal enum SpoolAnswer : byte
{
    Kept,

    /// <summary>It has this thing, or had it.</summary>
    Known,

    /// <summary>What is older stays.</summary>
    Full,

    TooLong,
}

/// <summary>
/// What waits for one receiver, in order: on disk, and in memory what the disk can't take. One thread adds, one sender takes. A quarter of the room is for alerts
/// alone.
/// </summary>
internal sealed class SpoolQueue : IDisposable
{
    private const int CommitAt = 1 << 20, KeysKept = 65_536;

    private static readonly TimeSpan RetryDisk = TimeSpan.FromSeconds(1);

    private readonly string? _folder;
    private readonly long _bytes;
    private readonly int _memoryBytes;
    private readonly Action<string> _tell;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _more = new(0, 1);
    private readonly FrameBuffer _memory = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _keysInOrder = new();
    private readonly List<(Outgoing Thing, long Number)> _batch = [];
    private SegmentLog? _disk;
    private bool _isBroken;
    private long _lastTry;
    private bool _isPeekedFromMemory;
    private byte[] _copy = [];

    /// <param name="folder">The receiver's folder in the spool; null: memory only.</param>
    /// <param name="bytes">On disk, at most.</param>
    /// <param name="memoryBytes">In memory while the disk can't be used, at most.</param>
    /// <param name="tell">Takes a part of a sentence about what is wrong with the spool; on any thread.</param>
    public SpoolQueue(string? folder, long bytes, int memoryBytes, Action<string> tell)
    {
        (_folder, _bytes, _memoryBytes, _tell) = (folder, bytes, memoryBytes, tell);
        if (folder is not null)
        {
            OpenDisk();
        }
    }

    /// <summary>What was here before has been read. Until then the disk couldn't be used.</summary>
    public bool IsKnown => _folder is null || _disk is not null;

    /// <summary>Nothing of this spool was here before, as far as is known.</summary>
    public bool IsNew => _disk is null or { IsNew: true };

    /// <summary>Number of the last alert that was here when this was opened, or was taken before.</summary>
    public long LastAlert => _disk?.LastAlert ?? 0;

    public long Waiting
    {
        get
        {
            lock (_gate)
            {
                return (_disk?.Waiting ?? 0) + _memory.Count;
            }
        }
    }

    /// <summary>Things that a crash would take along.</summary>
    public int InMemory
    {
        get
        {
            lock (_gate)
            {
                return _memory.Count;
            }
        }
    }

    /// <summary>Adds a thing; it is kept for good once <see cref="Commit"/> has succeeded.</summary>
    /// <param name="thing">What is to be sent.</param>
    /// <param name="number">Of an alert; 0 for others.</param>
    public SpoolAnswer Add(in Outgoing thing, long number)
    {
        if (thing.Body.Length > SpoolFrame.MaxBody || thing.Key.Length > byte.MaxValue)
        {
            return SpoolAnswer.TooLong;
        }

        lock (_gate)
        {
            if (thing.Severity > 0 && _keys.Contains(thing.Key))
            {
                return SpoolAnswer.Known;
            }

            if (!HasRoom(SpoolFrame.LengthOf(in thing), isAlert: thing.Severity > 0))
            {
                return SpoolAnswer.Full;
            }

            _memory.Add(in thing, number);
            Remember(in thing);
            if (_memory.Length >= CommitAt)
            {
                WriteDown();
            }

            return SpoolAnswer.Kept;
        }
    }

    /// <summary>What was added is in the file, where the disk can be used.</summary>
    /// <param name="sync">It is to outlive a loss of power as well.</param>
    public void Commit(bool sync)
    {
        lock (_gate)
        {
            WriteDown();
            if (sync && !_isBroken && _disk is not null)
            {
                Guard(_disk.Sync);
            }

            if (_more.CurrentCount == 0)
            {
                _more.Release();
            }
        }
    }

    /// <summary>Waits until something may be here.</summary>
    public Task WaitAsync(CancellationToken cancel) => _more.WaitAsync(cancel);

    /// <summary>The next things; until <see cref="Take"/> nobody else looks.</summary>
    /// <exception cref="IOException">They can't be read.</exception>
    public IReadOnlyList<Outgoing> Peek(int most)
    {
        lock (_gate)
        {
            _batch.Clear();
            _disk?.Peek(_batch, most);
            _isPeekedFromMemory = false;
            if (_batch.Count == 0 && (_disk is null || _isBroken))
            {
                PeekMemory(most);
                _isPeekedFromMemory = _batch.Count > 0;
            }

            return [.. _batch.Select(b => b.Thing)];
        }
    }

    /// <summary>The receiver has the first so many of those looked at.</summary>
    public void Take(int count)
    {
        lock (_gate)
        {
            var (bytes, alert) = (0, 0L);
            foreach (var (thing, number) in CollectionsMarshal.AsSpan(_batch)[..count])
            {
                (bytes, alert) = (bytes + SpoolFrame.LengthOf(in thing), Math.Max(alert, number));
            }

            if (_isPeekedFromMemory)
            {
                _memory.Consume(bytes, count);
            }
            else if (count > 0)
            {
                Guard(() => _disk!.Take(bytes, count, alert));
            }

            _isPeekedFromMemory = false;
        }
    }

    /// <summary>Alerts up to this number needn't be looked for when a run begins: they are here, were taken, or aren't wanted.</summary>
    public void Consider(long alert)
    {
        lock (_gate)
        {
            if (_disk is { } disk && _memory.Count == 0)
            {
                Guard(() => disk.Consider(alert));
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isPeekedFromMemory = false;
            WriteDown();
            _disk?.Dispose();
        }

        _more.Dispose();
    }

    private void OpenDisk()
    {
        _lastTry = Environment.TickCount64;
        try
        {
            _disk = new SegmentLog(_folder!, _bytes, (thing, _) => Remember(in thing));
            foreach (var trouble in _disk.Troubles)
            {
                _tell(trouble);
            }

            Recovered();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Broken(e);
        }
    }

    private bool HasRoom(int length, bool isAlert)
    {
        var (used, bound) = _disk is null || _isBroken ? (_memory.Length, _memoryBytes) : (_disk.Bytes + _memory.Length, _bytes);
        return used + length <= (isAlert ? bound : bound / 4 * 3);
    }

    private void Remember(in Outgoing thing)
    {
        if (thing.Severity == 0 || !_keys.Add(thing.Key))
        {
            return;
        }

        _keysInOrder.Enqueue(thing.Key);
        if (_keysInOrder.Count > KeysKept)
        {
            _keys.Remove(_keysInOrder.Dequeue());
        }
    }

    private void WriteDown()
    {
        if (_folder is null || _isPeekedFromMemory || (_isBroken && Environment.TickCount64 - _lastTry < RetryDisk.TotalMilliseconds))
        {
            return;
        }

        _lastTry = Environment.TickCount64;
        if (_disk is null)
        {
            OpenDisk();
        }

        if (_disk is { } disk && _memory.Length > 0)
        {
            Guard(() =>
            {
                disk.Append(_memory.Written, _memory.Consume);
                Recovered();
            });
        }
    }

    private void PeekMemory(int most)
    {
        var frames = _memory.Written;
        var (bytes, count) = (0, 0);
        while (bytes < frames.Length && count < most && bytes < CommitAt)
        {
            SpoolFrame.Look(frames[bytes..], out var length);
            (bytes, count) = (bytes + length, count + 1);
        }

        if (_copy.Length < bytes)
        {
            _copy = new byte[bytes];
        }

        frames[..bytes].CopyTo(_copy);
        for (var at = 0; at < bytes;)
        {
            SpoolFrame.Look(_copy.AsSpan(at), out var length);
            _batch.Add((SpoolFrame.Read(_copy.AsMemory(at, length), out var number), number));
            at += length;
        }
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Broken(e);
        }
    }

    private void Broken(Exception e)
    {
        if (!_isBroken)
        {
            _isBroken = true;
            _tell($"{_folder} can't be used ({e.Message.TrimEnd('.')}); what is to be sent waits in memory");
        }
    }

    private void Recovered()
    {
        if (_isBroken)
        {
            _isBroken = false;
            _tell($"{_folder} can be used again");
        }
    }
}
