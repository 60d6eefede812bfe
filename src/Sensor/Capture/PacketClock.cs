using System.Runtime.CompilerServices;

namespace Sensor.Capture;

/// <summary>
/// What time it is by the packets of an input, some of which may lie. Time is the latest packet time, but a jump of more than <see cref="MaxStep"/> needs
/// witnesses: <see cref="WitnessesAhead"/> packets in a row for one ahead (a capture that was paused has them at once, a damaged record never); for one back as
/// many in a row as there were packets before, at least that many and at most <see cref="WitnessesBehind"/> (a clock that was wrong at first is corrected; two
/// clocks in one capture don't pull time to and fro). It depends on nothing but the times, in the order of the input.
/// </summary>
internal sealed class PacketClock
{
    /// <summary>Nanoseconds that a packet may be ahead of all others, or behind, and be believed alone.</summary>
    public const long MaxStep = 3600L * 1_000_000_000;

    public const int WitnessesAhead = 4;

    public const int WitnessesBehind = 1000;

    /// <summary>Packet times are 0 to this, in nanoseconds since the Unix epoch, so that sums of two don't overflow: the year 2115.</summary>
    public const long Latest = (1L << 62) - (1L << 50);

    /// <summary>Nanoseconds of disorder that several interfaces bring about; no more is said of it.</summary>
    private const long Disorder = 1_000_000_000;

    // Packets in a row that bear witness to the same jump.
    private int _witnesses;
    private bool _isAhead;
    private long _firstWitness;
    private long _claimed;

    /// <summary>Nanoseconds since the Unix epoch by the packets' clock; goes back where that was put back. <see cref="long.MinValue"/> before the first packet.</summary>
    public long Time { get; private set; } = long.MinValue;

    /// <summary>How far the packets' clock was put back in all, in nanoseconds.</summary>
    public long Shift { get; private set; }

    /// <summary>Time that never goes back: what deadlines are counted in. Less <see cref="Shift"/> it is packet time.</summary>
    public long Now => Time + Shift;

    /// <summary>The earliest of all packet times, believed or not.</summary>
    public long First { get; private set; } = long.MaxValue;

    /// <summary>The latest of all packet times, believed or not.</summary>
    public long Last { get; private set; } = long.MinValue;

    /// <summary>The last packet's time isn't believed, or not yet.</summary>
    public bool IsInDoubt => _witnesses > 0;

    /// <summary>Ordinal of the packet that was the first to bear witness to the last jump.</summary>
    public long JumpedSince { get; private set; }

    /// <summary>Packets ahead that others didn't confirm.</summary>
    public long Ahead { get; private set; }

    /// <summary>Packets behind, but for those that began a step back.</summary>
    public long Behind { get; private set; }

    /// <summary>Times the clock was put back.</summary>
    public long Stepped { get; private set; }

    /// <summary>The time of the first of some packets, or of the first that is believed when others follow.</summary>
    public static long FirstBelieved(ReadOnlySpan<PacketEntry> packets)
    {
        var clock = new PacketClock();
        for (var i = 0; i < packets.Length; i++)
        {
            clock.See(packets[i].Time, i + 1);
        }

        foreach (ref readonly var packet in packets)
        {
            if (Math.Abs(packet.Time - clock.Time) <= MaxStep)
            {
                return packet.Time;
            }
        }

        return packets[0].Time;
    }

    /// <summary>Takes note of the next packet's time.</summary>
    /// <param name="time">Nanoseconds since the Unix epoch, at most <see cref="Latest"/>.</param>
    /// <param name="ordinal">Number of the packet.</param>
    /// <returns>True when time has jumped with this packet, ahead or back.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool See(long time, long ordinal)
    {
        var step = time - Time;
        if ((ulong)step <= MaxStep && _witnesses == 0)
        {
            Time = time;
            Last = Math.Max(Last, time);
            return false;
        }

        return SeeOdd(time, step, ordinal);
    }

    /// <summary>Time has come so far without a packet that says so. It begins with the first packet all the same.</summary>
    public void PassTo(long time) => Time = Time == long.MinValue ? Time : Math.Max(Time, time);

    /// <summary>No more packets come: who still waits for witnesses has none.</summary>
    public void End()
    {
        Ahead += _isAhead ? _witnesses : 0;
        Behind += _isAhead ? 0 : _witnesses;
        _witnesses = 0;
    }

    private bool SeeOdd(long time, long step, long ordinal)
    {
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
        if (Time == long.MinValue)
        {
            Time = time;
            return false;
        }

        if (Math.Abs(step) > MaxStep)
        {
            return Witness(time, step > 0, ordinal);
        }

        End();
        Behind += step < -Disorder ? 1 : 0;
        Time = Math.Max(Time, time);
        return false;
    }

    private bool Witness(long time, bool isAhead, long ordinal)
    {
        var agrees = isAhead == _isAhead && (isAhead ? time >= _claimed - MaxStep : time <= _claimed + MaxStep);
        if (_witnesses == 0 || !agrees)
        {
            End();
            (_isAhead, _firstWitness, _claimed) = (isAhead, ordinal, time);
        }

        // What all of them say at least.
        _claimed = isAhead ? Math.Min(_claimed, time) : Math.Max(_claimed, time);
        _witnesses++;
        if (_witnesses < (isAhead ? WitnessesAhead : Math.Clamp(_firstWitness - 1, WitnessesAhead, WitnessesBehind)) || Now - _claimed > Latest)
        {
            return false;
        }

        Shift += isAhead ? 0 : Time - _claimed;
        Stepped += isAhead ? 0 : 1;
        Time = _claimed;
        JumpedSince = _firstWitness;
        _witnesses = 0;
        return true;
    }
}
