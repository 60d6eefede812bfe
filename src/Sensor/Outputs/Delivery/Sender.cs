using Sensor.Outputs.Delivery.Spool;

namespace Sensor.Outputs.Delivery;

/// <summary>Takes what waits for one receiver to it, one batch after the other, and tries again for as long as it takes.</summary>
internal sealed class Sender : IDisposable
{
    /// <summary>A connection that breaks once and is there again at once is nobody's business.</summary>
    private const int FailuresUntilTold = 2;

    private static readonly TimeSpan BetweenNews = TimeSpan.FromMinutes(1);

    private readonly ReceiverSettings _settings;
    private readonly SpoolQueue _spool;
    private readonly IReceiver _receiver;
    private readonly RefusedFile _refusedFile;
    private readonly TroubleFile _trouble;
    private readonly Backoff _backoff;
    private readonly Action<DeliveryNews> _tell;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Task _task;
    private ReceiverStatus _status;
    private int _failures;

    // An earlier run may have said so.
    private bool _mayBeInTrouble = true;
    private int _limit;
    private long _toldUnreachable;
    private long _toldRefused;

    /// <param name="settings">The receiver.</param>
    /// <param name="receiver">The way to it; this sender's from now on.</param>
    /// <param name="spool">What waits for it.</param>
    /// <param name="folder">Where refused things and the reason of trouble are kept; null: nowhere.</param>
    /// <param name="retry">The first wait after a failure.</param>
    /// <param name="tell">Takes what people are told; on any thread.</param>
    public Sender(ReceiverSettings settings, IReceiver receiver, SpoolQueue spool, string? folder, TimeSpan retry, Action<DeliveryNews> tell)
    {
        (_settings, _receiver, _spool, _refusedFile, _trouble, _tell) = (settings, receiver, spool, new RefusedFile(folder), new TroubleFile(folder), tell);
        _backoff = new Backoff(retry);
        _limit = receiver.MaxBatch;
        _status = new ReceiverStatus { Name = settings.Name, Type = settings.Type };
        _task = Task.Run(RunAsync);
    }

    /// <summary>What was counted; what the spool counts isn't in it.</summary>
    public ReceiverStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    public void Reopen() => (_receiver as IReopens)?.Reopen();

    /// <summary>Nothing more comes: what waits is sent, and then this ends.</summary>
    public Task FinishAsync()
    {
        _finish.TrySetResult();
        return _task;
    }

    /// <summary>Ends at once; what waits stays where it is.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _task.Wait();
        _receiver.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await StepAsync().ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The run ends.
        }
    }

    /// <returns>Whether there is more to do.</returns>
    private async ValueTask<bool> StepAsync()
    {
        try
        {
            var batch = await NextAsync().ConfigureAwait(false);
            if (batch.Count == 0)
            {
                return !_finish.Task.IsCompleted && !_end.IsCancellationRequested;
            }

            var delivered = await SendAsync(batch).ConfigureAwait(false);
            await AccountAsync(batch, delivered).ConfigureAwait(false);
        }
        catch (Exception e) when (!_end.IsCancellationRequested)
        {
            // A bug must be told, and costs nothing but time: it may be one of a moment.
            await FailAsync($"something unexpected happened ({e.GetType().Name})").ConfigureAwait(false);
        }

        return !_end.IsCancellationRequested;
    }

    private async ValueTask<IReadOnlyList<Outgoing>> NextAsync()
    {
        if (!_finish.Task.IsCompleted)
        {
            if (_spool.Waiting == 0)
            {
                await Task.WhenAny(_spool.WaitAsync(_end.Token), _finish.Task).ConfigureAwait(false);
            }

            if (_spool.Waiting < _limit)
            {
                await PauseAsync(_receiver.Linger).ConfigureAwait(false);
            }
        }

        try
        {
            return _spool.Peek(_limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await FailAsync($"its spool can't be read ({e.Message.TrimEnd('.')})").ConfigureAwait(false);
            return [];
        }
    }

    private async ValueTask<Delivered> SendAsync(IReadOnlyList<Outgoing> batch)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        patience.CancelAfter(_settings.Common.Timeout);
        Set(s => s with { Attempts = s.Attempts + 1 });
        try
        {
            return await _receiver.SendAsync(batch, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            Set(s => s with { LastError = s.LastError.Length > 0 ? s.LastError : "it hasn't answered yet" });
            throw;
        }
        catch (OperationCanceledException)
        {
            // Fewer may be taken in time.
            _limit = Math.Max(1, batch.Count / 2);
            return Delivered.Later($"no answer within {_settings.Common.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (Trouble.Of(e) is { } reason)
        {
            return Delivered.Later(reason);
        }
    }

    private async ValueTask AccountAsync(IReadOnlyList<Outgoing> batch, Delivered delivered)
    {
        var isRefused = delivered.Outcome == DeliveryOutcome.Refused || (delivered.Outcome == DeliveryOutcome.Divide && batch.Count == 1);
        if (isRefused)
        {
            _refusedFile.Add(batch[delivered.Taken], delivered.Reason);
        }

        _spool.Take(delivered.Taken + (isRefused ? 1 : 0));
        if (delivered.Taken > 0)
        {
            Set(s => s with { Sent = s.Sent + delivered.Taken, LastSuccess = DateTimeOffset.UtcNow });
        }

        switch (delivered.Outcome)
        {
            case DeliveryOutcome.Done:
                Succeed();
                _limit = Math.Min(_receiver.MaxBatch, _limit * 2);
                break;
            case DeliveryOutcome.Divide or DeliveryOutcome.Refused when isRefused:
                Succeed();
                TellRefused(delivered.Reason);
                break;
            case DeliveryOutcome.Divide:
                Succeed();
                _limit = batch.Count / 2;
                break;
            default:
                await FailAsync(delivered.Reason).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>The receiver answers, whatever it says.</summary>
    private void Succeed()
    {
        if (_mayBeInTrouble)
        {
            _mayBeInTrouble = false;
            _trouble.Clear();
        }

        _failures = 0;
        _backoff.Reset();
        if (Status.IsUnreachable)
        {
            Set(s => s with { IsUnreachable = false });
            _tell(new DeliveryNews(DeliveryEvent.ReachableAgain, _settings.Name, $"'{_settings.Name}' takes what is sent again; {_spool.Waiting} wait for it."));
        }
    }

    private void TellRefused(string reason)
    {
        Set(s => s with { Refused = s.Refused + 1, LastError = reason });
        if (IsDue(ref _toldRefused))
        {
            _tell(new DeliveryNews(DeliveryEvent.Refused, _settings.Name, $"'{_settings.Name}' refuses what it is sent ({reason}); {Status.Refused} so far {(Status.Refused == 1 ? "is" : "are")} set aside."));
        }
    }

    private async ValueTask FailAsync(string reason)
    {
        Set(s => s with { LastError = reason });
        _mayBeInTrouble = true;
        _trouble.Write(reason);
        if (++_failures >= FailuresUntilTold && !Status.IsUnreachable && IsDue(ref _toldUnreachable))
        {
            Set(s => s with { IsUnreachable = true });
            _tell(new DeliveryNews(DeliveryEvent.Unreachable, _settings.Name, $"'{_settings.Name}' can't be sent to: {reason}; {_spool.Waiting} wait for it."));
        }

        if (_finish.Task.IsCompleted)
        {
            // Somebody waits for the end: what there is of time is used.
            await Task.Delay(Math.Min(200, (int)_backoff.Next().TotalMilliseconds), _end.Token).ConfigureAwait(false);
        }
        else
        {
            await PauseAsync(_backoff.Next()).ConfigureAwait(false);
        }
    }

    private static bool IsDue(ref long told)
    {
        var now = Environment.TickCount64;
        if (told != 0 && now - told < BetweenNews.TotalMilliseconds)
        {
            return false;
        }

        told = now;
        return true;
    }

    private async Task PauseAsync(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            await Task.WhenAny(Task.Delay(time, _end.Token), _finish.Task).ConfigureAwait(false);
            _end.Token.ThrowIfCancellationRequested();
        }
    }

    private void Set(Func<ReceiverStatus, ReceiverStatus> change)
    {
        lock (_gate)
        {
            _status = change(_status);
        }
    }
}
