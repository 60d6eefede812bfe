using System.Numerics;
using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;
using Sensor.Inventory;
using Sensor.State;
using Sensor.Streams;

namespace Sensor.Detection;

/// <summary>
/// Watches whether the mirror shows the network at all: that something comes, that both directions come, and that little is lost on the way. By packet time in a
/// replay; while listening, silence is told by what the capture counts, since nothing else comes then.
/// </summary>
/// <param name="listener">Who hears of it.</param>
/// <param name="silence">Nanoseconds without anything that are told.</param>
internal sealed class MirrorWatch(IAilmentListener listener, long silence) : IFactTap, IStatePart
{
    public const long DefaultSilence = 300L * Second;

    /// <summary>Conversations in a window from which a share is told.</summary>
    public const int LeastFlows = 20;

    /// <summary>Share of conversations with one direction from which on the mirror is blind to the other.</summary>
    public const double MuchOneSided = 0.5;

    /// <summary>Share lost that is told where it has risen, and by how much it has.</summary>
    public const double MuchLoss = 0.01, Rise = 3;

    private const long Second = 1_000_000_000, Minute = 60 * Second, Window = 10 * Minute;

    /// <summary>Samples of loss in a window from which it is judged: a minute.</summary>
    private const int LeastSamples = 12;

    /// <summary>Windows from which what was usual is known.</summary>
    private const int LeastWindows = 6;

    /// <summary>Minutes of traffic before silence means anything, and the share of the last hour's that must have had some.</summary>
    private const int LeastMinutes = 3;
    private const double Steady = 0.8;

    private readonly StallWatch _interfaces = new(Ailment.Silence, silence, listener);
    private long _first = long.MinValue;
    private long _last = long.MinValue;
    private ulong _minutes;
    private long _window = long.MinValue;
    private long _windowFrom;
    private int _flows, _oneSided;
    private int _samples;
    private double _share;
    private int _windows;
    private double _usual;

    /// <summary>Something came at this packet time.</summary>
    public void Hear(long time, long ordinal)
    {
        if (!_interfaces.WatchesAny && _last != long.MinValue && time - _last >= silence && WasSteady)
        {
            listener.Found(new AilmentReport(Ailment.Silence, Seconds(time - _last), 0, Seconds(silence), _last, time, ordinal));
            _first = long.MinValue;
        }

        Enter(time, ordinal);
        if (_first == long.MinValue)
        {
            (_first, _last, _minutes) = (time, time, 1);
            return;
        }

        var passed = (time / Minute) - (_last / Minute);
        _minutes = passed is >= 0 and < 64 ? (_minutes << (int)passed) | 1 : 1;
        _last = Math.Max(_last, time);
    }

    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        if (kind != FlowEnded.Kind)
        {
            return;
        }

        ref readonly var flow = ref MemoryMarshal.AsRef<FlowEnded>(body);
        if (flow.Tcp && flow.PayloadToServer + flow.PayloadToClient > 0)
        {
            _flows++;
            _oneSided += flow.PacketsToServer == 0 || flow.PacketsToClient == 0 ? 1 : 0;
        }
    }

    /// <summary>Takes the share lost in the last minute.</summary>
    public void TakeLoss(double share)
    {
        _samples++;
        _share += share;
    }

    /// <summary>Takes what an interface has brought since listening began.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="packets">Packets.</param>
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public void TakeCapture(string name, long packets, long time) => _interfaces.Take(name, packets, isDue: true, time);

    /// <summary>The input is over.</summary>
    public void End(long time, long ordinal)
    {
        if (_window != long.MinValue)
        {
            Judge(time, ordinal);
        }
    }

    /// <summary>
    /// The only way back: the packets' clock was wrong before. A first packet that lied is outvoted and no jump; a clock that was believed for a minute is.
    /// </summary>
    public void StepBack(long time, long ordinal)
    {
        if (_first != long.MinValue && _last - _first >= Minute)
        {
            listener.Found(new AilmentReport(Ailment.ClockJump, 1, 0, 0, time, time, ordinal));
        }

        (_first, _window) = (long.MinValue, long.MinValue);
    }

    public string Name => "mirror";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Int64(_first);
        writer.Int64(_last);
        writer.UInt64(_minutes);
        writer.Int64(_window);
        writer.Int64(_windowFrom);
        writer.Int32(_flows);
        writer.Int32(_oneSided);
        writer.Int32(_samples);
        writer.Double(_share);
        writer.Int32(_windows);
        writer.Double(_usual);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        if (!origin.SameInput)
        {
            // Another input has another mirror.
            return true;
        }

        (_first, _last, _minutes, _window, _windowFrom) = (reader.Int64(), reader.Int64(), reader.UInt64(), reader.Int64(), reader.Int64());
        (_flows, _oneSided, _samples, _share) = (reader.Int32(int.MaxValue), reader.Int32(int.MaxValue), reader.Int32(int.MaxValue), reader.Double());
        (_windows, _usual) = (reader.Int32(int.MaxValue), reader.Double());
        reader.Require(double.IsFinite(_share) && double.IsFinite(_usual));
        return reader.Complete;
    }

    private static double Seconds(long nanoseconds) => nanoseconds / 1e9;

    private bool WasSteady
    {
        get
        {
            var minutes = (int)Math.Min(60, (_last - _first) / Minute);
            return minutes >= LeastMinutes && BitOperations.PopCount(_minutes & ((1UL << minutes) - 1)) >= Steady * minutes;
        }
    }

    private void Enter(long time, long ordinal)
    {
        var window = time / Window;
        if (window <= _window)
        {
            return;
        }

        if (_window != long.MinValue)
        {
            Judge(time, ordinal);
        }

        (_window, _windowFrom) = (window, time);
    }

    /// <summary>A window is over.</summary>
    private void Judge(long time, long ordinal)
    {
        if (_flows >= LeastFlows && _oneSided >= MuchOneSided * _flows)
        {
            listener.Found(new AilmentReport(Ailment.OneDirection, (double)_oneSided / _flows, _flows, MuchOneSided, _windowFrom, time, ordinal));
        }

        if (_samples >= LeastSamples)
        {
            var share = _share / _samples;
            var knows = _windows >= LeastWindows;
            var limit = knows ? Math.Max(MuchLoss, Rise * _usual) : LossMeter.High;
            if (share >= limit)
            {
                listener.Found(new AilmentReport(Ailment.Loss, share, knows ? _usual : 0, limit, _windowFrom, time, ordinal));
            }

            // A day of loss becomes what is usual here; an hour of it doesn't.
            _windows++;
            _usual += (share - _usual) / Math.Min(_windows, 72);
        }

        (_flows, _oneSided, _samples, _share) = (0, 0, 0, 0);
    }
}
