using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sensor.Capture.Live;

/// <summary>
/// One named interface over time: listened to while it is there, opened again when it comes back. Where there are several workers and the kernel can deal packets
/// out, each gets a handle of its own, and what is read here is what the kernel couldn't tell. Capture thread only; owns its handle.
/// </summary>
internal sealed unsafe class LiveSource : IDisposable
{
    private readonly LiveFeed _feed;
    private readonly LiveSettings _settings;
    private readonly ushort _number;
    private readonly WorkerPort[] _ports;
    private GCHandle _self;
    private PcapHandle? _handle;
    private uint _index;
    private bool _isFailing;
    private InterfaceState _state;
    private Exception? _failure;
    private PcapStatistics _seen;
    private long _packets;
    private long _early;
    private long _earlyCounted;
    private long _kernelPackets;
    private long _kernelDrops;
    private long _interfaceDrops;
    private long _lateDrops;
    private int _absences;
    private (InterfaceState State, bool Listening, int Absences) _told;

    /// <param name="name">The interface's name.</param>
    /// <param name="number">Its number.</param>
    /// <param name="settings">How to listen.</param>
    /// <param name="feed">Where packets go that are read here.</param>
    /// <param name="ports">The workers' shares of it.</param>
    public LiveSource(string name, ushort number, LiveSettings settings, LiveFeed feed, WorkerPort[] ports)
    {
        Name = name;
        _number = number;
        _settings = settings;
        _feed = feed;
        _ports = ports;
        _self = GCHandle.Alloc(this);
    }

    public string Name { get; }

    /// <summary>What poll(2) waits on; -1 while there is nothing to wait for.</summary>
    public int Descriptor => _isFailing ? -1 : _handle?.Descriptor ?? -1;

    /// <summary>Why one thread reads all of it although there are several workers; null where the kernel deals it out.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>What people should know.</summary>
    private (InterfaceState State, bool Listening, int Absences) Now => (_state, _handle is not null && _state == InterfaceState.Up, _absences);

    /// <summary>Opens the interface for the first time. One that is only down is waited for.</summary>
    /// <returns>What to tell people although nothing is wrong for good; null when all is well.</returns>
    /// <exception cref="CaptureException">It can't be listened to, now or later.</exception>
    public string? Start()
    {
        var isOpen = TryOpen(out var problem);
        _state = LiveInterface.StateOf(Name);
        _told = Now;
        if (isOpen)
        {
            return _state == InterfaceState.Up ? null : $"{Name} has no link; nothing comes from it until it has.";
        }

        if (problem.IsPassing && _state != InterfaceState.Gone)
        {
            return $"{Name} is down; it is listened to as soon as it is up (ip link set {Name} up).";
        }

        throw new CaptureException(_state == InterfaceState.Gone
            ? $"There is no interface '{Name}'; there are: {string.Join(", ", LiveInterface.List().Select(i => i.Name))}."
            : $"{Name} {problem.Text.TrimEnd('.')}.");
    }

    /// <summary>Takes in what the kernel has ready, at most <paramref name="count"/> packets.</summary>
    /// <returns>Packets taken in; an interface that is away has none.</returns>
    public int Read(int count)
    {
        if (_handle is not { } handle)
        {
            return 0;
        }

        var read = handle.Dispatch(count, &Take, GCHandle.ToIntPtr(_self));
        if (_failure is { } failure)
        {
            throw new InvalidOperationException("A packet couldn't be taken in: " + failure.Message, failure);
        }

        if (read < 0)
        {
            // An interface that disappears says so before it gives the last packets up: they are read until the next check.
            _isFailing = true;
            return 0;
        }

        return read;
    }

    /// <summary>Looks after the interface, once a second: notices when it goes or comes, and opens it again.</summary>
    /// <param name="time">Now, in nanoseconds since the Unix epoch.</param>
    /// <returns>What changed; null when nothing did.</returns>
    public InterfaceChange? Check(long time)
    {
        var index = InterfaceNative.IndexOf(Name);
        if (_handle is not null && (_isFailing || index != _index || _ports.Any(p => p.IsFailing)))
        {
            // Gone, or gone and come back as another: the old one brings nothing any more.
            Close();
        }

        var problem = "";
        if (_handle is null && index != 0 && !TryOpen(out var open) && !open.IsPassing)
        {
            problem = open.Text;
        }

        _state = index == 0 ? InterfaceState.Gone : LiveInterface.StateOf(Name);
        if (Now == _told)
        {
            return null;
        }

        _told = Now;
        var text = _state switch
        {
            InterfaceState.Gone => $"{Name} is gone; it is listened to again when it comes back.",
            _ when problem.Length > 0 => $"{Name} {problem.TrimEnd('.')}.",
            InterfaceState.Down => $"{Name} is down; nothing comes from it until it is up again.",
            InterfaceState.NoLink => $"{Name} has no link; nothing comes from it until it has.",
            _ => $"{Name} is back and listened to.",
        };
        return new InterfaceChange(time, Name, _state, _told.Listening, text);
    }

    /// <summary>Takes stock of what the kernel counted.</summary>
    /// <param name="behind">Nothing was read for want of room, so what was dropped is the analysis' fault and not a small buffer's.</param>
    public void Count(bool behind)
    {
        if (_handle is { } handle && handle.TryReadStatistics(out var now))
        {
            // The kernel's numbers are of 32 bits and begin anew with each handle.
            var dropped = now.Dropped - _seen.Dropped;
            _kernelPackets += now.Received - _seen.Received - (_early - _earlyCounted);
            _earlyCounted = _early;
            _kernelDrops += behind ? 0 : dropped;
            _lateDrops += behind ? dropped : 0;
            _interfaceDrops += now.InterfaceDropped - _seen.InterfaceDropped;
            _seen = now;
        }
    }

    /// <summary>What was counted up to the last <see cref="Count"/>.</summary>
    public InterfaceStatistics Statistics() => new(Name, _state)
    {
        Packets = _packets + _ports.Sum(p => p.Packets),
        KernelPackets = _kernelPackets + _ports.Sum(p => p.KernelPackets),
        KernelDrops = _kernelDrops,
        InterfaceDrops = _interfaceDrops,
        LateDrops = _lateDrops + _ports.Sum(p => p.Drops),
        Absences = _absences,
        ByWorker = Obstacle is null ? [.. _ports.Select(p => p.Packets)] : [],
        HandedOn = _ports.Sum(p => p.HandedOn),
    };

    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }

    private bool TryOpen(out OpenProblem problem)
    {
        _index = InterfaceNative.IndexOf(Name);
        _handle = TryOpenGroup(out problem) ?? (problem.Status == 0 ? PcapHandle.Open(Name, _settings, out problem) : null);
        _seen = default;
        _isFailing = false;
        return _handle is not null;
    }

    /// <summary>The handle of what the kernel can't deal out, when it deals out the rest.</summary>
    private PcapHandle? TryOpenGroup(out OpenProblem problem)
    {
        problem = default;
        Obstacle = FanOut.Obstacle(Name);
        if (_ports.Length == 0 || Obstacle is not null || FanOut.Open(Name, _settings, _ports.Length, out problem) is not { } handles)
        {
            return null;
        }

        Obstacle = FanOut.Join(handles);
        if (Obstacle is not null)
        {
            Array.ForEach(handles, h => h.Dispose());
            return null;
        }

        for (var w = 0; w < _ports.Length; w++)
        {
            _ports[w].Replace(handles[w]);
        }

        return handles[^1];
    }

    private void Close()
    {
        Count(behind: false);
        _handle?.Dispose();
        _handle = null;
        Array.ForEach(_ports, p => p.Replace(null));
        _absences++;
    }

    /// <summary>Called by libpcap for every packet; <paramref name="packet"/> is valid during the call only. Nothing may be thrown through libpcap.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Take(nint user, PcapPacketHeader* header, byte* packet)
    {
        var source = Unsafe.As<LiveSource>(GCHandle.FromIntPtr(user).Target)!;
        try
        {
            var handle = source._handle!;
            var time = handle.TimeOf(header);
            if (time < handle.Since)
            {
                source._early++;
                return;
            }

            source._packets++;
            source._feed.Add(time, PcapHandle.BytesOf(header, packet), PcapHandle.LengthOf(header), source._number, handle.Link);
        }
        catch (Exception e)
        {
            source._failure = e;
        }
    }
}
