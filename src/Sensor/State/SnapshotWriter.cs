namespace Sensor.State;

/// <summary>
/// Writes snapshots on a thread of its own, one at a time: while one is being written there is no second. What went wrong, and what people did meanwhile, is
/// told when it is asked for.
/// </summary>
internal sealed class SnapshotWriter : IDisposable
{
    private readonly StateStore _store;
    private readonly StateSettings _settings;
    private readonly IAlertRelease? _outside;
    private readonly Thread _thread;
    private StateDatabase? _database;
    private Snapshot? _next;
    private SnapshotOutcome? _outcome;
    private bool _isClosed;

    /// <param name="store">Where snapshots go.</param>
    /// <param name="settings">How much is kept.</param>
    /// <param name="outside">Who alerts are released to; null: nobody.</param>
    public SnapshotWriter(StateStore store, StateSettings settings, IAlertRelease? outside = null)
    {
        (_store, _settings, _outside) = (store, settings, outside);
        _thread = new Thread(Run, maxStackSize: 1 << 20) { Name = "state", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Something is being written.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_thread)
            {
                return _next is not null;
            }
        }
    }

    /// <summary>Hands a snapshot over; nothing is being written.</summary>
    public void Write(Snapshot snapshot)
    {
        lock (_thread)
        {
            _next = snapshot;
            Monitor.PulseAll(_thread);
        }
    }

    /// <summary>Waits until nothing is being written.</summary>
    public void Wait()
    {
        lock (_thread)
        {
            while (_next is not null)
            {
                Monitor.Wait(_thread);
            }
        }
    }

    /// <summary>What became of the last snapshot; null when that was asked before.</summary>
    public SnapshotOutcome? TakeOutcome()
    {
        lock (_thread)
        {
            var outcome = _outcome;
            _outcome = null;
            return outcome;
        }
    }

    public void Dispose()
    {
        lock (_thread)
        {
            _isClosed = true;
            Monitor.PulseAll(_thread);
        }

        _thread.Join();
        _database?.Dispose();
    }

    private void Run()
    {
        while (Next() is { } snapshot)
        {
            var outcome = Save(snapshot);
            lock (_thread)
            {
                (_outcome, _next) = (outcome, null);
                Monitor.PulseAll(_thread);
            }
        }
    }

    private Snapshot? Next()
    {
        lock (_thread)
        {
            while (_next is null && !_isClosed)
            {
                Monitor.Wait(_thread);
            }

            return _next;
        }
    }

    private SnapshotOutcome Save(Snapshot snapshot)
    {
        try
        {
            if (Complete(snapshot) is not { } input)
            {
                return new SnapshotOutcome(snapshot, Failure: null, IsSaved: false);
            }

            _outside?.Settle();
            _database ??= _store.OpenToWrite();
            _database.Write(snapshot, input, _settings);
            _outside?.Release(snapshot.Alerts);
            return new SnapshotOutcome(snapshot, Failure: null, IsSaved: true)
            {
                News = _database.JournalNews(snapshot.JournalTaken, snapshot.FeedbackApplied, StateDatabase.DeedsAtATime),
            };
        }
        catch (StateException e)
        {
            _database?.Dispose();
            _database = null;
            _outside?.Release(snapshot.Alerts);
            return new SnapshotOutcome(snapshot, Cope(e), IsSaved: false) { IsLost = e.Fault == StateFault.Damaged };
        }
        catch (Exception e)
        {
            // A bug here must be told, not hang who waits.
            return new SnapshotOutcome(snapshot, e.ToString(), IsSaved: false);
        }
    }

    /// <summary>The input with the marks that had to be waited for; null when the events can't be written, which ends the run anyway.</summary>
    private static SavedInput? Complete(Snapshot snapshot)
    {
        if (snapshot.Events is not { } ticket)
        {
            return snapshot.Input;
        }

        return ticket.Wait() is { } events ? snapshot.Input with { Output = snapshot.Input.Output is { } output ? output with { Events = events } : null } : null;
    }

    /// <summary>Makes room for a new database where the old one is damaged.</summary>
    private string Cope(StateException e)
    {
        if (e.Fault != StateFault.Damaged)
        {
            return e.Message;
        }

        try
        {
            return $"{e.Message}; what was there is kept as {_store.MoveDamaged()}";
        }
        catch (StateException other)
        {
            return $"{e.Message}, and it can't be moved aside ({other.Message})";
        }
    }
}

/// <summary>What became of a snapshot.</summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Failure">Why it couldn't be written; null when it could, or when results can't be written either.</param>
/// <param name="IsSaved">It is on disk.</param>
internal sealed record SnapshotOutcome(Snapshot Snapshot, string? Failure, bool IsSaved)
{
    /// <summary>The database was damaged and moved aside: the next one begins anew.</summary>
    public bool IsLost { get; init; }

    /// <summary>What people did that isn't in the snapshot.</summary>
    public JournalNews News { get; init; } = JournalNews.None;
}
