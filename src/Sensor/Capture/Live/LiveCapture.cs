using System.Collections.Concurrent;

namespace Sensor.Capture.Live;

/// <summary>
/// Listens to interfaces: one thread takes what the kernel has from each in turn, so that packets of two mirror ports come in nearly the order of their times
/// (at most one block of the kernel's ring apart, 20 ms), and gives the workers a block when it is full or a while old.
/// </summary>
/// <remarks>
/// With one worker that is all packets. With several, the kernel deals out what it can to handles that the workers read themselves (<see cref="LiveInput"/>); this
/// thread is left with packets in tunnels, with the interfaces' coming and going, and with marking time.
///
/// While the workers are behind and the feed has no room, packets stay in the kernel's buffer: it is one more reserve, and what it can't hold is dropped there
/// for nothing, instead of being copied first. Such drops are counted apart from those of a buffer that is too small.
///
/// Packet time stays the only clock of everything behind the feed. On a quiet network it would stand still, so every block also carries the time up to which no
/// packet can still come: the system's clock, which stamps the packets, less <see cref="Patience"/>, at moments when all kernel buffers were found empty.
/// </remarks>
internal sealed class LiveCapture : IDisposable
{
    /// <summary>Packets taken from one interface before it is the next one's turn.</summary>
    private const int Turn = 4096;

    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;

    /// <summary>
    /// Nanoseconds between blocks on a quiet network, where one worker has it all, and where there are several: what one has to say waits for the others to come to
    /// the end of the block.
    /// </summary>
    private const long LoneInterval = 100 * Millisecond, SharedInterval = 25 * Millisecond;

    /// <summary>Nanoseconds a packet may be on its way from its time stamp to us: the kernel's patience with its blocks, twice, and some more.</summary>
    private const long Patience = ((2 * PcapHandle.RetireTimeout) + 10) * Millisecond;

    /// <summary>Nanoseconds that emptying the kernel's buffers may take once listening is to end.</summary>
    private const long MaxDrain = Second / 2;

    private readonly LiveFeed _feed;
    private readonly LiveSettings _settings;
    private readonly LiveSource[] _sources;
    private readonly WorkerPort[] _ports;
    private readonly long _blockInterval;
    private readonly PollDescriptor[] _descriptors;
    private readonly Action<string> _say;
    private readonly Thread _thread;
    private long _nextBlock;
    private long _nextCheck;
    private long _nextStatistics;
    private bool _behind;
    private long _horizon = long.MinValue;
    private Exception? _failure;

    private LiveCapture(LiveSource[] sources, LiveInput[] inputs, LiveSettings settings, LiveFeed feed, Action<string> say)
    {
        _sources = sources;
        Inputs = inputs;
        _ports = [.. inputs.SelectMany(i => i.Ports)];
        _blockInterval = inputs.Length == 1 ? LoneInterval : SharedInterval;
        _settings = settings;
        _feed = feed;
        _say = say;
        _descriptors = new PollDescriptor[sources.Length];
        _thread = new Thread(Guard, maxStackSize: 1 << 20) { Name = "capture", IsBackground = true };
    }

    /// <summary>What each worker works on.</summary>
    public IReadOnlyList<LiveInput> Inputs { get; }

    /// <summary>When listening began, by the system's clock, in nanoseconds since the Unix epoch.</summary>
    public long Began { get; private set; }

    /// <summary>What there is to say, by the number of the block after which it is to be said.</summary>
    public ConcurrentQueue<(long Block, CaptureReport Report)> Reports { get; } = new();

    /// <summary>What was counted last; null in the first second. Any thread.</summary>
    public CaptureStatistics? Latest { get; private set; }

    public IReadOnlyList<string> Interfaces => [.. _sources.Select(s => s.Name)];

    /// <summary>Opens the interfaces; <see cref="Start"/> begins to read.</summary>
    /// <param name="names">The interfaces' names, all different.</param>
    /// <param name="settings">How to listen.</param>
    /// <param name="feed">Where the packets go.</param>
    /// <param name="say">Takes sentences for people, from this thread and the capture thread.</param>
    /// <exception cref="CaptureException">One of them can't be listened to.</exception>
    public static LiveCapture Open(IReadOnlyList<string> names, LiveSettings settings, LiveFeed feed, Action<string> say)
    {
        PcapLibrary.Require();
        LiveInput[] inputs = [.. Enumerable.Range(0, feed.Workers).Select(_ => new LiveInput(feed, feed.Workers == 1 ? 0 : names.Count))];
        LiveSource[] sources = [.. names.Select((name, i) => new LiveSource(
            name, (ushort)i, settings, feed, [.. inputs.Where(input => input.Ports.Length > 0).Select(input => input.Ports[i])]))];
        try
        {
            foreach (var source in sources)
            {
                if (source.Start() is { } sentence)
                {
                    say(sentence);
                }

                if (source.Obstacle is { } obstacle && feed.Workers > 1)
                {
                    say($"{source.Name} is read by one thread for all workers: {obstacle}.");
                }
            }
        }
        catch
        {
            Array.ForEach(sources, s => s.Dispose());
            Array.ForEach(inputs, i => i.Dispose());
            throw;
        }

        return new LiveCapture(sources, inputs, settings, feed, say);
    }

    public void Start()
    {
        Began = Now;
        _nextCheck = _nextStatistics = Began + Second;
        _thread.Start();
    }

    /// <summary>Waits for the end of the capture thread and says what was counted in all. The workers have ended.</summary>
    /// <exception cref="InvalidOperationException">The thread ended by a bug.</exception>
    public CaptureStatistics Join()
    {
        _thread.Join();
        return _failure is { } failure
            ? throw new InvalidOperationException("The capture failed: " + failure.Message, failure)
            : Statistics(Math.Max(_horizon, LatestTime));
    }

    public void Dispose()
    {
        _feed.Stop();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        Array.ForEach(_sources, s => s.Dispose());
        foreach (var input in Inputs)
        {
            input.Dispose();
        }
    }

    /// <summary>The system's clock, which also stamps the packets, in nanoseconds since the Unix epoch.</summary>
    public static long Now => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100;

    private long LatestTime
    {
        get
        {
            var time = _feed.LatestTime;
            foreach (var port in _ports)
            {
                time = Math.Max(time, port.LatestTime);
            }

            return time;
        }
    }

    private void Guard()
    {
        try
        {
            Listen();
            Drain();
            _feed.End(_horizon);
        }
        catch (Exception e)
        {
            _failure = e;
            _feed.Fail(e);
        }
    }

    private void Listen()
    {
        var end = _settings.Duration is { } duration ? Began + duration : long.MaxValue;
        while (!_feed.IsStopping)
        {
            var now = Now;
            if (now >= end)
            {
                break;
            }

            var read = ReadAll(now);
            Mark(now);
            if (read == 0)
            {
                Wait((int)Math.Clamp((Math.Min(_nextBlock, end) - now) / Millisecond, 1, 100));
            }
        }
    }

    /// <summary>What the kernel holds was sent before the end and belongs to the results.</summary>
    private void Drain()
    {
        for (var (start, now) = (Now, Now); now - start < MaxDrain && _horizon < start; now = Now)
        {
            if (ReadAll(now) == 0)
            {
                Wait(PcapHandle.RetireTimeout / 2);
            }
        }
    }

    private int ReadAll(long now)
    {
        if (_behind != !_feed.HasRoom)
        {
            Count();
            _behind = !_behind;
        }

        if (_behind)
        {
            return 0;
        }

        var all = 0;
        var isDrained = true;
        foreach (var source in _sources)
        {
            int read;
            lock (_feed.Adding)
            {
                read = source.Read(Turn);
            }

            all += read;
            isDrained &= read < Turn;
        }

        if (isDrained)
        {
            // A clock that was put back doesn't take time back.
            _horizon = Math.Max(_horizon, now - Patience);
        }

        return all;
    }

    /// <summary>Does what is due by the clock: blocks, looking after interfaces, statistics.</summary>
    private void Mark(long now)
    {
        if (now >= _nextCheck || now < _nextCheck - Second)
        {
            _nextCheck = now + Second;
            Check(now);
        }

        var time = Math.Max(_horizon, LatestTime);
        if (time >= _nextStatistics)
        {
            _nextStatistics = time + Second - ((time - Began) % Second);
            Report(Latest = Statistics(time));
        }

        if (now >= _nextBlock || now < _nextBlock - _blockInterval)
        {
            _nextBlock = now + _blockInterval;
            _feed.Tick(_horizon);
        }
    }

    private void Check(long now)
    {
        foreach (var source in _sources)
        {
            if (source.Check(now) is { } change)
            {
                _say(change.Text);
                Report(change);
            }
        }
    }

    private void Count() => Array.ForEach(_sources, s => s.Count(_behind));

    private CaptureStatistics Statistics(long time)
    {
        Count();
        return new CaptureStatistics(time)
        {
            Uptime = Math.Max(0, time - Began),
            Packets = _feed.Packets + _ports.Sum(p => p.Packets - p.HandedOn),
            Bytes = _feed.Bytes + _ports.Sum(p => p.Bytes - p.BytesHandedOn),
            FeedDrops = _feed.Drops,
            Interfaces = [.. _sources.Select(s => s.Statistics())],
        };
    }

    private void Report(CaptureReport report) => Reports.Enqueue((_feed.CurrentBlock, report));

    private unsafe void Wait(int milliseconds)
    {
        if (_behind)
        {
            // There are packets; there is no room. Poll would return at once.
            Thread.Sleep(1);
            return;
        }

        for (var i = 0; i < _sources.Length; i++)
        {
            // A negative descriptor is passed over, so an interface that is away costs nothing but the time-out.
            _descriptors[i] = new PollDescriptor { Descriptor = _sources[i].Descriptor, Events = InterfaceNative.PollIn };
        }

        fixed (PollDescriptor* descriptors = _descriptors)
        {
            _ = InterfaceNative.Poll(descriptors, (nuint)_descriptors.Length, milliseconds);
        }
    }
}
