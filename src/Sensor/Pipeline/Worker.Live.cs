using Sensor.Capture;

namespace Sensor.Pipeline;

/// <summary>
/// While listening workers see different packets, so nobody can number them. In the order of facts, and wherever a packet's number stands, is then the running maximum
/// of packet time; marks in time in the blocks see to it that workers don't drift apart.
/// </summary>
internal sealed partial class Worker : IPacketTaker
{
    /// <summary>Blocks between the grants of limits.</summary>
    private const int BlocksPerGrant = 32;

    public bool TryTake(in PacketEntry entry, ReadOnlySpan<byte> frame)
    {
        if (!_owns[entry.Partition] || entry.Network.IsOuterFragment)
        {
            return false;
        }

        See(entry.Time);
        Take(in entry, frame, entry.OriginalLength, _now);
        return true;
    }

    private long WalkLive(PacketBlock block)
    {
        foreach (ref readonly var entry in block.Entries)
        {
            See(entry.Time);
            if (entry.Network.IsOuterFragment)
            {
                TakeOuterFragment(block, in entry, _now);
            }
            else
            {
                Take(in entry, block.Packet(in entry), entry.OriginalLength, _now);
            }
        }

        if (block.Until > _now)
        {
            PassTime(block.Until);
        }

        if (block.Number % BlocksPerGrant == 0)
        {
            _budgets.Settle(_owned, _partitions);
        }

        return Math.Max(_now, 0);
    }

    /// <summary>Time goes on without packets: what is due ends.</summary>
    private void PassTime(long now)
    {
        _now = now;
        if (now < _nextDeadline)
        {
            return;
        }

        _nextDeadline = long.MaxValue;
        foreach (var p in _owned)
        {
            _partitions[p].Expire(now, now);
            _nextDeadline = Math.Min(_nextDeadline, _partitions[p].NextDeadline);
        }
    }

    private void See(long time)
    {
        _now = Math.Max(_now, time);
        if (Times is not { } times || time < times.First || time > times.Last)
        {
            Times = (Math.Min(Times?.First ?? time, time), Math.Max(Times?.Last ?? time, time));
        }
    }
}
