namespace Sensor.Capture.Inputs;

/// <summary>
/// Brings the packets of several captures into one order, by packet time: at every step comes the earliest of their next packets, and of equal ones that of
/// the input named first. A capture is opened when the time of its first packet has come. While only one is open its blocks are handed on as they were
/// read; packets are copied only where captures cover the same time. Within a capture the order of its packets is kept, whatever their times.
/// </summary>
/// <param name="ledger">Is told which packets come from where.</param>
/// <param name="notes">Where it is noted what captures say besides packets.</param>
internal sealed class PacketMerge(InputLedger ledger, CaptureNotes notes) : IDisposable
{
    /// <summary>Captures open at the same time at most; each costs about 2 MiB.</summary>
    public const int MaxOpen = 64;

    private readonly PriorityQueue<CaptureReader, Turn> _pending = new();

    /// <summary>Open captures with packets at hand, the earliest first.</summary>
    private readonly PriorityQueue<CaptureReader, Turn> _ready = new();

    /// <summary>Open captures that have to be read on.</summary>
    private readonly List<CaptureReader> _starved = [];
    private readonly Stack<PacketBlock> _spare = new();
    private Turn _reached = new(long.MinValue, 0);

    private long _bytesRead;

    /// <summary>Bytes used up so far, as they are stored. Any thread may ask.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>
    /// What to do with a capture that has nothing for the moment. Null: the others wait for it, so that the order doesn't depend on the moment.
    /// </summary>
    public Action<CaptureReader>? Leave { get; set; }

    public bool IsEmpty => _pending.Count + Open == 0;

    private int Open => _ready.Count + _starved.Count;

    private Turn NextToOpen => Open < MaxOpen && _pending.TryPeek(out _, out var turn) ? turn : Turn.Never;

    /// <summary>A capture whose first packet has this time; it is opened when its turn comes.</summary>
    public void Add(CaptureReader reader, long firstTime) => _pending.Enqueue(reader, new Turn(firstTime, reader.Input));

    /// <summary>A capture that is open already.</summary>
    public void AddOpen(CaptureReader reader)
    {
        if (reader.Held is null)
        {
            _starved.Add(reader);
        }
        else
        {
            _ready.Enqueue(reader, reader.Head);
        }
    }

    /// <summary>Adds packets to an empty block. None: nothing has come yet, or nothing is left.</summary>
    public void Fill(PacketBlock block)
    {
        while (block.Count == 0 && !IsEmpty)
        {
            if (Open == 0)
            {
                OpenNext();
            }
            else if (!(_ready.Count == 0 && _starved.Count == 1 ? TryFillAlone(block) : TryFeedStarved() && TryFillMerged(block)))
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        foreach (var reader in _ready.UnorderedItems.Select(i => i.Element).Concat(_pending.UnorderedItems.Select(i => i.Element)).Concat(_starved))
        {
            reader.Dispose();
        }
    }

    /// <summary>One capture is open: its block is handed on as it was read, as far as the next capture's first packet.</summary>
    /// <returns>False when nothing has come yet.</returns>
    private bool TryFillAlone(PacketBlock block)
    {
        var reader = _starved[0];
        var limit = NextToOpen;
        var result = Read(reader, block);
        var own = limit == Turn.Never ? block.Count : reader.CountBefore(limit, block);
        ledger.Count(reader.Input, own, merged: 1);
        if (own < block.Count)
        {
            _starved.Clear();
            HoldBack(reader, block, own);
        }
        else if (result != FillResult.More)
        {
            return TryRemove(reader, result);
        }

        return true;
    }

    /// <summary>The rest of a block has to wait for another capture's packets.</summary>
    private void HoldBack(CaptureReader reader, PacketBlock block, int from)
    {
        var held = TakeSpare();
        held.Clear();
        foreach (ref readonly var entry in block.Entries[from..])
        {
            held.TryCopy(block, in entry);
        }

        block.Truncate(from);
        reader.Hold(held, from);
        _ready.Enqueue(reader, reader.Head);
    }

    /// <summary>Moves packets from the captures at hand until the block is full or only one capture is left.</summary>
    /// <returns>False when a capture has to be waited for.</returns>
    private bool TryFillMerged(PacketBlock block)
    {
        block.Clear();
        while (_ready.Count > 0 && (_ready.Count > 1 || block.Count == 0))
        {
            if (NextToOpen.IsBefore(_ready.Peek().Head))
            {
                OpenNext();
            }
            else if (!MoveEarliest(block))
            {
                return true;
            }

            if (!TryFeedStarved())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Moves the earliest packet, and those behind it that are earlier than all other captures' next.</summary>
    /// <returns>False when the block is full.</returns>
    private bool MoveEarliest(PacketBlock block)
    {
        var merged = Open;
        var opening = NextToOpen;
        var reader = _ready.Dequeue();
        _reached = reader.Head;
        var limit = _ready.TryPeek(out _, out var other) && other.IsBefore(opening) ? other : opening;
        var (moved, empty) = reader.MoveTo(block, limit);
        ledger.Count(reader.Input, moved, merged);
        if (empty is null)
        {
            _ready.Enqueue(reader, reader.Head);
            return !reader.Head.IsBefore(limit);
        }

        _spare.Push(empty);
        if (reader.IsOver)
        {
            reader.Dispose();
        }
        else
        {
            _starved.Add(reader);
        }

        return true;
    }

    /// <summary>Reads on where there is nothing at hand.</summary>
    /// <returns>False when a capture has to be waited for.</returns>
    private bool TryFeedStarved()
    {
        for (var i = _starved.Count - 1; i >= 0; i--)
        {
            var reader = _starved[i];
            var block = TakeSpare();
            FillResult result;
            do
            {
                result = Read(reader, block);
            }
            while (result == FillResult.More && block.Count == 0);

            if (block.Count > 0)
            {
                _starved.RemoveAt(i);
                reader.Hold(block);
                _ready.Enqueue(reader, reader.Head);
                continue;
            }

            _spare.Push(block);
            if (!TryRemove(reader, result))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A capture has ended, or has nothing for the moment.</summary>
    /// <returns>False when it has to be waited for.</returns>
    private bool TryRemove(CaptureReader reader, FillResult result)
    {
        if (result == FillResult.Waiting && Leave is null)
        {
            return false;
        }

        _starved.Remove(reader);
        if (result == FillResult.Ended)
        {
            reader.Dispose();
        }
        else
        {
            Leave!(reader);
        }

        return true;
    }

    private FillResult Read(CaptureReader reader, PacketBlock block)
    {
        var result = reader.Fill(block);
        Interlocked.Add(ref _bytesRead, reader.TakeProgress());
        ledger.Warn(reader.Input, reader.Warning);
        return result;
    }

    private void OpenNext()
    {
        _pending.TryDequeue(out var reader, out var turn);
        try
        {
            reader!.Open(notes);
            _starved.Add(reader);
            if (Leave is null && turn.IsBefore(_reached))
            {
                ledger.Warn(reader.Input, $"{reader.Path} covers the same time as {MaxOpen} other captures; its packets come late.");
            }
        }
        catch (CaptureException e)
        {
            ledger.Warn(reader!.Input, e.Message);
        }
    }

    private PacketBlock TakeSpare() => _spare.TryPop(out var block) ? block : new PacketBlock();
}
