using System.Diagnostics;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Outputs;
using Sensor.State;

namespace Sensor.Pipeline;

/// <summary>
/// Stands before the analysis of a run that keeps state: passes over what the state rests on already, takes a snapshot between two facts every few seconds,
/// and tells when it can't be saved. Analysis thread only; when snapshots are taken shows in no result.
/// </summary>
internal sealed class StateKeeper : IFactConsumer, IDisposable
{
    /// <summary>Alerts that wait to be saved. At this many a checkpoint is due; while none is possible, further ones aren't kept.</summary>
    public const int MaxAlerts = 10_000;

    /// <summary>Facts between two looks at the clock, a power of two.</summary>
    private const int FactsPerLook = 64;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly StateStore _store;
    private readonly StateSettings _settings;
    private readonly InputIdentity _input;
    private readonly Queue<StateNews> _news = new();
    private readonly Queue<JournalEntry> _deeds = new();
    private readonly List<AlertRow> _alerts = [];

    /// <summary>Incidents that wait to be saved, as they were last.</summary>
    private readonly Dictionary<long, IncidentRow> _incidents = [];
    private Analysis _analysis = null!;
    private SnapshotMaker _maker = null!;
    private HealthEvents _health = null!;
    private Func<(OutputMarks? Marks, MarkTicket? Events)> _markOutputs = null!;
    private SnapshotWriter? _writer;
    private long _facts;
    private long _time;
    private bool _passesOver;
    private long _feedbackApplied;
    private bool _hasTakenDeeds;
    private bool _isWhole = true;
    private bool _hasEnded;
    private bool _hasFailed;
    private long _alertsLost;
    private long _incidentsLost;
    private long _lastLook = Stopwatch.GetTimestamp();
    private TimeSpan _pause;

    public StateKeeper(StateStore store, StateSettings settings, InputIdentity input)
    {
        (_store, _settings, _input, _pause) = (store, settings, input, settings.Interval);
        try
        {
            Saved = input.CanBeResumed ? store.Saved?.Find(input.Key) : null;
        }
        catch (StateException e)
        {
            GiveUp(e);
        }
    }

    /// <summary>Alerts and incidents that wait to be saved.</summary>
    private int Waiting => _alerts.Count + _incidents.Count;

    /// <summary>What the state rests on of this input; null when nothing.</summary>
    public SavedInput? Saved { get; private set; }

    /// <summary>The input was taken to its end before: nothing of it is analysed.</summary>
    public bool IsComplete => Saved is { IsComplete: true } && !_input.Grows;

    /// <summary>The input was interrupted: what ended with that is in the results but not in the state, which goes on before it.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>What becomes of state, for people.</summary>
    public required Action<StateNews> Announce { get; init; }

    /// <summary>What is sent elsewhere; null: nothing is.</summary>
    public IAlertRelease? Outside { get; set; }

    /// <summary>Brings saved state into an analysis that is as new; false when it can't be used any more and another one is to be made.</summary>
    public bool TryRestore(Analysis analysis)
    {
        if (_store.Saved is not { } saved)
        {
            return true;
        }

        try
        {
            (var journal, _isWhole) = StateLoader.Load(saved, analysis, Saved is { IsLatest: true }, _settings);
            Note(journal);
            _store.EndReading();
            return true;
        }
        catch (StateException e)
        {
            GiveUp(e);
            return false;
        }
    }

    /// <summary>Takes its place before an analysis.</summary>
    /// <param name="analysis">The analysis, with what was saved.</param>
    /// <param name="health">Where events about state go.</param>
    /// <param name="markOutputs">Says how far results come.</param>
    public void Begin(Analysis analysis, HealthEvents health, Func<(OutputMarks? Marks, MarkTicket? Events)> markOutputs)
    {
        (_analysis, _health, _markOutputs) = (analysis, health, markOutputs);
        _maker = new SnapshotMaker(analysis);
        _passesOver = Saved is not null;
        _time = Saved?.Time ?? 0;
        foreach (var news in _store.News)
        {
            Tell(news);
        }

        _hasFailed = _store.News.Any(n => n.Event == StateEvent.NotSaved);
        if (_store.MayWrite)
        {
            _writer = new SnapshotWriter(_store, _settings, Outside);
        }
    }

    public void Take(in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (_passesOver && IsKnown(in header))
        {
            _facts++;
            _analysis.PassOver(in header, body);
            return;
        }

        _passesOver = false;
        _facts++;
        _time = header.IsTimeDoubted ? _time : Math.Max(_time, header.Time);
        _analysis.Take(in header, body);
        if (_deeds.Count > 0)
        {
            TellNews();
        }

        if ((_facts & (FactsPerLook - 1)) == 0)
        {
            Look();
        }
    }

    /// <summary>An alert was raised.</summary>
    public void Add(AlertRow alert)
    {
        var isKept = Waiting < MaxAlerts || (_writer is not null && !_hasFailed);
        if (isKept)
        {
            _alerts.Add(alert);
        }
        else
        {
            _alertsLost++;
        }

        if (!isKept || _writer is null)
        {
            Outside?.Release([alert]);
        }
    }

    /// <summary>An incident is over.</summary>
    public void Add(IncidentRow incident)
    {
        if (Waiting < MaxAlerts || _incidents.ContainsKey(incident.Number) || (_writer is not null && !_hasFailed))
        {
            _incidents[incident.Number] = incident;
        }
        else
        {
            _incidentsLost++;
        }
    }

    public void EndInput() => _hasEnded = true;

    public void EndBlock(long number) => Look();

    /// <summary>All is said about a block, and no more are read: what ends because of that is no part of the input.</summary>
    public void Interrupt()
    {
        if (!_hasEnded)
        {
            IsInterrupted = true;
            SaveNow(isComplete: false);
        }
    }

    /// <summary>The input is over: its alerts are sent before what is said about them as a whole.</summary>
    public void ReleaseAlerts()
    {
        if (Outside is not null && _alerts.Count > 0 && !IsInterrupted)
        {
            SaveNow(isComplete: false, isLast: false);
        }
    }

    /// <summary>The input is over, and the results but for the summary are written.</summary>
    public void Conclude()
    {
        if (!IsInterrupted)
        {
            SaveNow(isComplete: true);
        }

        TellNews(atLast: true);
    }

    /// <summary>Has what happened told while events can still be written.</summary>
    public void TellNews(bool atLast = false)
    {
        while ((atLast || _analysis.Now > 0) && _news.TryDequeue(out var news))
        {
            _health.Write(news, _analysis.Now, _analysis.Ordinal);
        }

        while ((atLast || _analysis.Now > 0) && _deeds.TryDequeue(out var deed))
        {
            _health.Write(deed, _analysis.Now, _analysis.Ordinal);
        }
    }

    public void Dispose() => _writer?.Dispose();

    /// <summary>The state rests on this fact. Of an input that grows its files are known, but not the order in which they came: there packet time tells.</summary>
    private bool IsKnown(in FactHeader header) => _input.Grows ? header.IsTimeDoubted || header.Time <= Saved!.Time : _facts < Saved!.Facts;

    private void Look()
    {
        TellNews();
        if (_writer is null || _passesOver)
        {
            return;
        }

        var isDue = Stopwatch.GetElapsedTime(_lastLook) >= _pause || (Waiting >= MaxAlerts && !_hasFailed);
        if (!isDue)
        {
            return;
        }

        if (Waiting >= MaxAlerts && !_hasFailed)
        {
            // Memory is bounded: now the analysis waits.
            _writer.Wait();
        }

        if (_writer.IsBusy)
        {
            return;
        }

        // What became of the last one is known before the next one is taken: it rests on that.
        TakeOutcome();
        TellNews();
        _lastLook = Stopwatch.GetTimestamp();
        _writer.Write(Snapshot(isComplete: false));
    }

    /// <param name="isComplete">The input was taken to its end.</param>
    /// <param name="isLast">Nothing is saved after it: what people did meanwhile is left to the next start.</param>
    private void SaveNow(bool isComplete, bool isLast = true)
    {
        var isShort = _passesOver && !_input.Grows && _facts < Saved!.Facts;
        if (_writer is null || isShort || (IsComplete && !(Saved!.IsLatest && _hasTakenDeeds)))
        {
            return;
        }

        _writer.Wait();
        TakeOutcome();
        _writer.Write(Snapshot(isComplete || IsComplete));
        _writer.Wait();
        TakeOutcome(takesNews: !isLast);
    }

    private Snapshot Snapshot(bool isComplete)
    {
        var (marks, events) = _markOutputs();
        foreach (var open in _maker.TakeIncidents(_isWhole))
        {
            _incidents[open.Number] = open;
        }

        var snapshot = new Snapshot
        {
            IsWhole = _isWhole,
            Identity = _input.Key,
            Input = new SavedInput { Facts = _facts, Time = _time, IsComplete = isComplete, Output = marks },
            Events = events,
            Devices = _maker.TakeDevices(_isWhole),
            Parts = _maker.TakeParts(),
            Alerts = [.. _alerts],
            Incidents = [.. _incidents.Values.OrderBy(i => i.Number)],
            FeedbackApplied = _feedbackApplied,
            JournalTaken = _analysis.Journal.Taken,
        };
        _isWhole = false;
        _alerts.Clear();
        _incidents.Clear();
        return snapshot;
    }

    private void TakeOutcome(bool takesNews = true)
    {
        if (_writer!.TakeOutcome() is not { } outcome)
        {
            return;
        }

        if (outcome.IsSaved)
        {
            TellSaved();
            if (takesNews)
            {
                // Saved with the next checkpoint, together with what they change: neither is ever on disk without the other.
                _analysis.Take(outcome.News);
                Note(outcome.News);
            }
        }
        else if (outcome.Failure is { } reason)
        {
            // Nothing of it is on disk: the next one takes all devices, and these alerts once more.
            _isWhole = true;
            _alerts.InsertRange(0, outcome.Snapshot.Alerts);
            foreach (var incident in outcome.Snapshot.Incidents)
            {
                _incidents.TryAdd(incident.Number, incident);
            }

            _pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, _pause.Ticks * 2));
            if (!_hasFailed || outcome.IsLost)
            {
                Tell(new StateNews(StateEvent.NotSaved, $"State can't be saved in {_store.Path}: {reason}; what was saved before stays, and nothing more is being saved."));
            }

            _hasFailed = true;
        }
    }

    /// <summary>What people did has taken effect.</summary>
    private void Note(JournalNews news)
    {
        _feedbackApplied = news.Feedback is [.., var last] ? last.Number : _feedbackApplied;
        _hasTakenDeeds |= !news.IsEmpty;
        foreach (var deed in news.Deeds)
        {
            _deeds.Enqueue(deed);
        }
    }

    private void TellSaved()
    {
        _pause = _settings.Interval;
        if (!_hasFailed)
        {
            return;
        }

        _hasFailed = false;
        var lost = _alertsLost + _incidentsLost == 0 ? "" : $", without {_alertsLost} alerts and {_incidentsLost} incidents of the meantime";
        (_alertsLost, _incidentsLost) = (0, 0);
        Tell(new StateNews(StateEvent.Saved, $"State is saved again in {_store.Path}{lost}."));
    }

    private void Tell(StateNews news)
    {
        Announce(news);
        _news.Enqueue(news);
    }

    private void GiveUp(StateException e)
    {
        Saved = null;
        if (e.Fault == StateFault.Damaged)
        {
            _store.SetAside(e.Message);
        }
        else
        {
            _store.Leave(e.Message);
        }
    }
}
