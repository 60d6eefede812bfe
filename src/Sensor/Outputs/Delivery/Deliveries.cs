using System.Collections.Concurrent;
using Sensor.Outputs.Delivery.Spool;
using Sensor.State;

namespace Sensor.Outputs.Delivery;

/// <summary>
/// Everything that is sent: takes it from the threads that make it, has a thread of its own spool it for each receiver that wants it, and has senders take it
/// there. Whatever receivers do, nobody waits for them.
/// </summary>
internal sealed class Deliveries : IEventTap, IAlertRelease, IDisposable
{
    private const int HandOverBytes = 8 << 20;

    /// <summary>Saved alerts that are held for a spool that can't be read when the run begins.</summary>
    private const int AlertsHeld = 1000;

    /// <summary>How long a disk that hangs may keep a sensor waiting that listens.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);

    private readonly DeliverySettings _settings;
    private readonly DeliveryKeys _keys;
    private readonly HandOver _handOver;
    private readonly List<Lane> _lanes = [];
    private readonly HashSet<string> _wanted;
    private readonly ConcurrentQueue<DeliveryNews> _news = new();
    private readonly Thread _thread;
    private long _synced = Environment.TickCount64;
    private bool _hasFinished;

    /// <param name="settings">What is sent where.</param>
    /// <param name="sender">Who sends.</param>
    /// <param name="dropsWhenFull">Where the spool's thread can't keep up, things are dropped and counted, alerts only when it hangs; else those who make them wait.</param>
    public Deliveries(DeliverySettings settings, SenderIdentity sender, bool dropsWhenFull)
    {
        _settings = settings;
        _wanted = settings.Receivers.SelectMany(r => r.Common.Wants.Events).ToHashSet(StringComparer.Ordinal);
        _keys = new DeliveryKeys(sender.Id);
        _handOver = new HandOver(HandOverBytes, dropsWhenFull ? Patience : null);
        foreach (var receiver in settings.Receivers)
        {
            var folder = settings.Folder is { } spool ? Path.Combine(spool, receiver.Name) : null;
            var queue = new SpoolQueue(folder, settings.Bytes, settings.MemoryBytes, what => Tell(new DeliveryNews(DeliveryEvent.Spool, receiver.Name, $"The spool of '{receiver.Name}': {what}.")));
            _lanes.Add(new Lane(receiver, queue, new Sender(receiver, receiver.Open(sender), queue, folder, settings.Retry, Tell)));
        }

        _thread = new Thread(Run, maxStackSize: 1 << 20) { Name = "spool", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Receivers in the order of the configuration.</summary>
    public IReadOnlyList<ReceiverStatus> Statuses => [.. _lanes.Select(StatusOf)];

    /// <summary>Things that nobody could be kept waiting for.</summary>
    public long Overrun => _handOver.Dropped;

    /// <summary>Of those, alerts: the disk hung.</summary>
    public long OverrunAlerts => _handOver.DroppedAlerts;

    public bool Wants(string kind) => _wanted.Contains(kind);

    /// <summary>Somebody wants what is written as events.</summary>
    public bool WantsEvents => _wanted.Any(k => k is not (EventTypes.Alert or EventTypes.Point));

    public void Take(string kind, long time, ReadOnlySpan<byte> line) => _handOver.Put(kind, 0, time, null, line);

    /// <summary>An alert that won't be taken back; one that a spool has already it doesn't take again.</summary>
    public void TakeAlert(string id, long number, int severity, long time, ReadOnlySpan<byte> line) => _handOver.Put(EventTypes.Alert, severity, time, (id, number), line);

    public void Release(IReadOnlyList<AlertRow> alerts)
    {
        foreach (var alert in alerts)
        {
            TakeAlert(alert.Id, alert.Number, alert.Severity, alert.Time, System.Text.Encoding.UTF8.GetBytes(alert.Json));
        }
    }

    /// <summary>
    /// A crash may have come between saving alerts and spooling them: those saved after the last one that a spool knows are spooled now. A receiver that is new gets
    /// none of them. Where a spool can't be read yet, the latest are held until it can. Before anything else is taken.
    /// </summary>
    /// <param name="saved">What is saved.</param>
    public void CatchUp(StateDatabase saved)
    {
        var last = saved.LastAlert();
        foreach (var lane in _lanes)
        {
            if (lane.Spool.IsKnown)
            {
                CatchUp(lane, lane.Spool.IsNew || lane.Spool.LastAlert >= last ? [] : saved.Alerts(lane.Spool.LastAlert), last);
            }
            else
            {
                lane.Held = new HeldAlerts([.. saved.Alerts(Math.Max(0, last - AlertsHeld))], last);
            }
        }
    }

    private void CatchUp(Lane lane, IEnumerable<AlertRow> alerts, long last)
    {
        foreach (var alert in alerts.Where(a => lane.Settings.Common.Wants.Wants(EventTypes.Alert, a.Severity)))
        {
            var line = System.Text.Encoding.UTF8.GetBytes(alert.Json);
            lane.Add(new Outgoing(EventTypes.Alert, _keys.Of(alert.Id, line), alert.Severity, alert.Time, line), alert.Number);
        }

        lane.Spool.Commit(sync: true);
        lane.Spool.Consider(Math.Max(last, lane.LastAlert));
    }

    /// <summary>The spool can be read by now: what it doesn't know of what was saved before this run is sent after all.</summary>
    private void CatchUpLate(Lane lane)
    {
        if (lane.Held is { } held && lane.Spool.IsKnown)
        {
            lane.Held = null;
            CatchUp(lane, lane.Spool.IsNew ? [] : held.Alerts.Where(a => a.Number > lane.Spool.LastAlert), held.Last);
        }
    }

    /// <summary>Waits until all that was taken before is on disk, as far as it can be; while listening not for ever.</summary>
    public void Settle() => _handOver.WaitUntilSettled();

    /// <summary>Files that others may have moved are opened anew.</summary>
    public void Reopen()
    {
        foreach (var lane in _lanes)
        {
            lane.Sender.Reopen();
        }
    }

    /// <summary>What people are to be told.</summary>
    public bool TryTakeNews(out DeliveryNews news) => _news.TryDequeue(out news);

    /// <summary>Nothing more comes: receivers are given a while to take what waits.</summary>
    public void Finish()
    {
        if (_hasFinished)
        {
            return;
        }

        _hasFinished = true;
        _handOver.Close();
        _thread.Join();
        Task.WaitAll([.. _lanes.Select(l => l.Sender.FinishAsync())], _settings.Drain);
        foreach (var lane in _lanes)
        {
            lane.Sender.Dispose();
        }
    }

    public void Dispose()
    {
        Finish();
        foreach (var lane in _lanes)
        {
            if (lane.LastAlert > 0)
            {
                lane.Spool.Consider(lane.LastAlert);
            }

            lane.Spool.Dispose();
        }
    }

    private static ReceiverStatus StatusOf(Lane lane) => lane.Sender.Status with
    {
        Kept = Volatile.Read(ref lane.Kept),
        Dropped = Volatile.Read(ref lane.Dropped),
        DroppedAlerts = Volatile.Read(ref lane.DroppedAlerts),
        Waiting = lane.Spool.Waiting,
        InMemory = lane.Spool.InMemory,
    };

    private void Tell(DeliveryNews news) => _news.Enqueue(news);

    private void Run()
    {
        try
        {
            SpoolUntilEnd();
        }
        catch (Exception e)
        {
            // A bug here must be told, and who hands over mustn't hang; the rest of the sensor goes on.
            _handOver.Close();
            _lanes.ForEach(l => Tell(new DeliveryNews(DeliveryEvent.Spool, l.Settings.Name, $"Nothing more is sent to '{l.Settings.Name}': the spool failed ({e.GetType().Name}).")));
        }
    }

    private void SpoolUntilEnd()
    {
        for (var isEnd = false; !isEnd;)
        {
            var batch = _handOver.Take(SyncEvery, out isEnd);
            foreach (var entry in batch.Entries)
            {
                Spool(in entry, batch.BodyOf(in entry));
            }

            var isDue = isEnd || batch.IsAwaited || Environment.TickCount64 - _synced >= SyncEvery.TotalMilliseconds;
            _synced = isDue ? Environment.TickCount64 : _synced;
            foreach (var lane in _lanes)
            {
                lane.Spool.Commit(isDue);
                CatchUpLate(lane);
                lane.TellOfRoom(Tell);
            }

            _handOver.Settle(batch.Turn);
        }
    }

    private void Spool(in HandOver.Entry entry, ReadOnlyMemory<byte> body)
    {
        string? key = null;
        foreach (var lane in _lanes)
        {
            if (lane.Settings.Common.Wants.Wants(entry.Kind, entry.Severity))
            {
                key ??= _keys.Of(entry.Alert?.Id ?? entry.Kind, body.Span);
                lane.Add(new Outgoing(entry.Kind, key, entry.Severity, entry.Time, body), entry.Alert?.Number ?? 0);
            }

            lane.LastAlert = Math.Max(lane.LastAlert, entry.Alert?.Number ?? 0);
        }
    }

    /// <summary>Alerts that were saved before this run, and the number of the last one.</summary>
    private sealed record HeldAlerts(IReadOnlyList<AlertRow> Alerts, long Last);

    /// <summary>One receiver: its spool and its sender.</summary>
    private sealed class Lane(ReceiverSettings settings, SpoolQueue spool, Sender sender)
    {
        private volatile HeldAlerts? _held;
        private bool _isFull;
        private long _droppedBefore;

        /// <summary>Until it is known what the spool has; null: nothing is held.</summary>
        public HeldAlerts? Held
        {
            get => _held;
            set => _held = value;
        }

        /// <summary>Number of the last alert that was considered, wanted or not.</summary>
        public long LastAlert { get; set; }

        // Counted by the spool's thread.
        public long Kept, Dropped, DroppedAlerts;

        public ReceiverSettings Settings => settings;

        public SpoolQueue Spool => spool;

        public Sender Sender => sender;

        public void Add(in Outgoing thing, long number)
        {
            switch (spool.Add(in thing, number))
            {
                case SpoolAnswer.Kept:
                    Kept++;
                    break;
                case SpoolAnswer.Full or SpoolAnswer.TooLong:
                    Dropped++;
                    DroppedAlerts += thing.Severity > 0 ? 1 : 0;
                    break;
            }
        }

        /// <summary>Says when there is no room, and, once all was taken, how much found none.</summary>
        public void TellOfRoom(Action<DeliveryNews> tell)
        {
            if (!_isFull && Dropped > _droppedBefore)
            {
                _isFull = true;
                tell(new DeliveryNews(DeliveryEvent.Full, settings.Name, $"No room is left for what is to be sent to '{settings.Name}'; what waits stays, what comes is dropped."));
            }
            else if (_isFull && spool.Waiting == 0)
            {
                tell(new DeliveryNews(DeliveryEvent.RoomAgain, settings.Name, $"There is room again for what is to be sent to '{settings.Name}'; {Dropped - _droppedBefore} were dropped, {DroppedAlerts} alerts among them in this run."));
                (_isFull, _droppedBefore) = (false, Dropped);
            }
        }
    }
}
