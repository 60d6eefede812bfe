using Sensor.Capture;
using Sensor.Evidence;

namespace Sensor.Pipeline;

/// <summary>
/// While listening workers see different packets, so nobody can number them. In the order of facts, and wherever a packet's number stands, is then the running maximum
/// of packet time, by the packets this worker has seen; marks in time in the blocks see to it that workers don't drift apart.
/// </summary>
internal sealed partial class Worker : IPacketTaker
{
    /// <summary>Blocks between the grants of limits.</summary>
    private const int BlocksPerGrant = 32;

    /// <summary>Keeps the latest packets of this worker's partitions; null: nobody does.</summary>
    public PacketRing? Ring { get; set; }

    /// <summary>Stands for the number of the packet at hand.</summary>
    private long Now => Math.Max(_clock.Now, 0);

    public bool TryTake(in PacketEntry entry, ReadOnlySpan<byte> frame)
    {
        if (!_owns[entry.Partition] || entry.Network.IsOuterFragment)
        {
            return false;
        }

        Ring?.Add(in entry, frame);
        See(entry.Time, Now);
        Take(in entry, frame, entry.OriginalLength, Now);
        return true;
    }

    private long WalkLive(PacketBlock block)
    {
        foreach (ref readonly var entry in block.Entries)
        {
            if (_owns[entry.Partition])
            {
                Ring?.Add(in entry, block.Packet(in entry));
            }

            See(entry.Time, Now);
            if (entry.Network.IsOuterFragment)
            {
                TakeOuterFragment(block, in entry, Now);
            }
            else
            {
                Take(in entry, block.Packet(in entry), entry.OriginalLength, Now);
            }
        }

        if (block.Until > _clock.Time)
        {
            PassTime(block.Until);
        }

        if (block.Number % BlocksPerGrant == 0)
        {
            _budgets.Settle(_owned, _partitions);
        }

        return Now;
    }

    /// <summary>Time goes on without packets: what is due ends.</summary>
    private void PassTime(long until)
    {
        _clock.PassTo(until);
        if (_clock.Now < _nextDeadline)
        {
            return;
        }

        var isReview = BeginTurn();
        foreach (var p in _owned)
        {
            Expire(p, Now, isReview);
            _nextDeadline = Math.Min(_nextDeadline, _partitions[p].NextDeadline);
        }
    }
}
