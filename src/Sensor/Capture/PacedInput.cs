using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Sensor.Capture;

/// <summary>Hands packets on no faster than they were captured, or a multiple of it, by packet time since the first packet and the clock on the wall.</summary>
/// <param name="input">Where the packets come from; belongs to this one from now on.</param>
/// <param name="speed">Seconds of packet time per second, above 0.</param>
/// <param name="stop">What <see cref="Stop"/> of the input sets: it ends the wait for the next packet.</param>
internal sealed class PacedInput(ICaptureInput input, double speed, StopSignal stop) : ICaptureInput
{
    /// <summary>How long the reader waits at most before it hands on a block without packets.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly PacketBlock _ahead = new();
    private readonly Stopwatch _clock = new();

    /// <summary>One packet that claims to be from another century isn't waited for.</summary>
    private readonly PacketClock _packets = new();
    private long _seen;
    private int _next;
    private long _start;

    public long? TotalBytes => input.TotalBytes;

    public long BytesRead => input.BytesRead;

    public IReadOnlyList<InputReport> Reports => input.Reports;

    public ReadOnlySpan<byte> Seed => input.Seed;

    public (string Path, long Number) Locate(long ordinal) => input.Locate(ordinal);

    public bool TryTakeWarning([NotNullWhen(true)] out string? sentence) => input.TryTakeWarning(out sentence);

    public HostNames HostNames => input.HostNames;

    public string? InterfaceName(ushort number) => input.InterfaceName(number);

    public long InterfacesRefused => input.InterfacesRefused;

    public void Forget(long ordinal) => input.Forget(ordinal);

    public void Stop() => input.Stop();

    public void Fill(PacketBlock block)
    {
        block.Clear();
        if (_next == _ahead.Count && !_ahead.IsLast)
        {
            input.Fill(_ahead);
            _next = 0;
        }

        block.FirstOrdinal = _ahead.FirstOrdinal + _next;
        if (_next < _ahead.Count && Wait(NextTime()))
        {
            MoveDue(block);
        }

        block.IsLast = _ahead.IsLast && _next == _ahead.Count;
        if (stop.IsSet && !block.IsLast)
        {
            // What was read and isn't due nobody gets to see.
            input.Forget(_ahead.FirstOrdinal + _next);
            block.IsLast = true;
        }
    }

    public void Dispose() => input.Dispose();

    /// <summary>When the next packet was captured, as far as it is believed.</summary>
    private long NextTime()
    {
        var ordinal = _ahead.FirstOrdinal + _next;
        if (ordinal != _seen)
        {
            _packets.See(_ahead.Entries[_next].Time, ordinal);
            _seen = ordinal;
        }

        return _packets.Now;
    }

    /// <summary>Waits until a packet is due, for a while. True when it is.</summary>
    private bool Wait(long time)
    {
        if (!_clock.IsRunning)
        {
            _start = time;
            _clock.Start();
        }

        var left = DueAt(time) - _clock.Elapsed;
        return left <= TimeSpan.Zero || (!stop.Wait(left < Patience ? left : Patience) && left < Patience);
    }

    private void MoveDue(PacketBlock block)
    {
        var entries = _ahead.Entries;
        while (_next < entries.Length && DueAt(NextTime()) <= _clock.Elapsed && block.TryCopy(_ahead, in entries[_next]))
        {
            _next++;
        }
    }

    /// <summary>When a packet is due, since the first one was handed on. One that is out of order and earlier is due at once.</summary>
    private TimeSpan DueAt(long time)
    {
        var ticks = (time - (double)_start) / 100 / speed;
        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)Math.Max(0, ticks));
    }
}
