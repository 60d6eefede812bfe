namespace Sensor.Outputs.Delivery;

/// <summary>
/// Between those who have something to send and the thread that spools it: as many bytes as fit. Where it is full alerts wait for room, and so does everything
/// else where nothing may be lost (replay); while listening, everything else is dropped and counted, and so are alerts when a disk that hangs has used up patience.
/// </summary>
/// <param name="bytes">Of bodies, at most.</param>
/// <param name="patience">How long anybody is kept waiting; null: as long as it takes, and nothing is ever dropped.</param>
internal sealed class HandOver(int bytes, TimeSpan? patience)
{
    private const int BytesForEach = 64, Least = 64 << 10;

    private readonly object _gate = new();
    private Batch _filling = new();
    private Batch _spare = new();
    private long _asked;
    private long _settled;
    private bool _isClosed;

    // Somebody waited in vain, and nothing was taken since: nobody else needs to.
    private bool _hangs;

    /// <summary>Things that found no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>Of those, alerts.</summary>
    public long DroppedAlerts { get; private set; }

    /// <param name="kind">Its type.</param>
    /// <param name="severity">1 to 4 of an alert; 0 for what has none.</param>
    /// <param name="time">Packet time.</param>
    /// <param name="id">Id and number of an alert; null for others.</param>
    /// <param name="body">Copied.</param>
    public void Put(string kind, int severity, long time, (string Id, long Number)? id, ReadOnlySpan<byte> body)
    {
        lock (_gate)
        {
            var until = Until;
            while (!_isClosed && _filling.Entries.Count > 0 && _filling.Length + (_filling.Entries.Count * BytesForEach) + body.Length > bytes)
            {
                if ((patience is not null && severity == 0) || !Wait(until))
                {
                    Drop(severity);
                    return;
                }
            }

            if (_isClosed)
            {
                Drop(severity);
                return;
            }

            _filling.Add(new Entry(kind, severity, time, id, _filling.Length, body.Length), body);
            if (_filling.Entries.Count == 1)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>What was put since the last call; waits for something. Valid until the next call.</summary>
    /// <param name="patience">After so long it may be nothing.</param>
    /// <param name="isEnd">Nothing more will come.</param>
    public Batch Take(TimeSpan patience, out bool isEnd)
    {
        lock (_gate)
        {
            if (_filling.Entries.Count == 0 && _asked == _settled && !_isClosed)
            {
                Monitor.Wait(_gate, patience);
            }

            _hangs = false;
            (_filling, _spare) = (_spare, _filling);
            _filling.Clear();
            isEnd = _isClosed && _spare.Entries.Count == 0;
            _spare.IsAwaited = _asked != _settled;
            _spare.Turn = _asked;
            Monitor.PulseAll(_gate);
            return _spare;
        }
    }

    /// <summary>What was taken up to a turn is kept.</summary>
    public void Settle(long turn)
    {
        lock (_gate)
        {
            _settled = turn;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until all that was put before is kept, as far as it can be and patience allows.</summary>
    public void WaitUntilSettled()
    {
        lock (_gate)
        {
            var turn = ++_asked;
            Monitor.PulseAll(_gate);
            var until = Until;
            while (_settled < turn && !_isClosed && Wait(until))
            {
            }
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>When patience ends that begins now.</summary>
    private long Until => Environment.TickCount64 + (long)(patience ?? default).TotalMilliseconds;

    /// <summary>Waits for a change.</summary>
    /// <returns>Whether to go on waiting.</returns>
    private bool Wait(long until)
    {
        if (patience is null)
        {
            return Monitor.Wait(_gate, Timeout.Infinite);
        }

        var rest = until - Environment.TickCount64;
        _hangs |= rest <= 0;
        if (_hangs)
        {
            return false;
        }

        Monitor.Wait(_gate, (int)rest);
        return true;
    }

    private void Drop(int severity)
    {
        Dropped++;
        DroppedAlerts += severity > 0 ? 1 : 0;
    }

    /// <summary>One thing in a batch.</summary>
    public readonly record struct Entry(string Kind, int Severity, long Time, (string Id, long Number)? Alert, int Start, int Length);

    /// <summary>Things and their bodies.</summary>
    public sealed class Batch
    {
        private byte[] _bytes = new byte[Least];

        public List<Entry> Entries { get; } = [];

        /// <summary>Bytes of all bodies.</summary>
        public int Length { get; private set; }

        /// <summary>Somebody waits until this is kept.</summary>
        public bool IsAwaited { get; set; }

        /// <summary>The last turn that somebody asked for.</summary>
        public long Turn { get; set; }

        public ReadOnlyMemory<byte> BodyOf(in Entry entry) => _bytes.AsMemory(entry.Start, entry.Length);

        public void Add(in Entry entry, ReadOnlySpan<byte> body)
        {
            if (Length + body.Length > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + body.Length));
            }

            Entries.Add(entry);
            body.CopyTo(_bytes.AsSpan(Length));
            Length += body.Length;
        }

        public void Clear()
        {
            Entries.Clear();
            Length = 0;
        }
    }
}
