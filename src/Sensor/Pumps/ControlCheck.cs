using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Pumps;

/// <summary>Who commands a pump.</summary>
internal static class ControlCheck
{
    /// <summary>Nanoseconds for which a host that neither told nor asked the pump anything still counts as its controller.</summary>
    private const long Memory = 30L * 86_400 * 1_000_000_000;

    /// <summary>Nanoseconds after which who only asks is known as the one who looks after the pump: to a stranger, not to who commands others.</summary>
    private const long Habit = 60L * 1_000_000_000;

    /// <param name="sight">A request.</param>
    /// <param name="record">The pump's.</param>
    /// <param name="controller">Number of the device that asks; 0 where it isn't known.</param>
    /// <param name="isRelayed">Another host was seen to say the same before.</param>
    /// <param name="isMaster">It commands other pumps.</param>
    /// <param name="found">Where to.</param>
    public static void Take(in PumpSight sight, PumpRecord record, int controller, bool isRelayed, bool isMaster, List<PumpDiscrepancy> found)
    {
        if (controller == 0)
        {
            return;
        }

        var time = sight.Time;
        var known = IndexOf(controller, record.Controllers);
        var mine = known < 0 ? new Controller(controller, time, time, false) : record.Controllers[known] with { Last = time };
        var changes = sight.Said.What == PumpEventKind.Set;
        if (changes && !mine.Commands && !isRelayed && sight.IsWhole && HasAnother(in mine, record.Controllers, time, isMaster))
        {
            found.Add(sight.Discrepancy(Discrepancy.NewController));
        }

        mine = mine with { Commands = mine.Commands || (changes && IsTaken(in sight)) };
        if (known >= 0)
        {
            record.Controllers[known] = mine;
            return;
        }

        // A stranger who is refused isn't known for it, and pushes nobody out.
        if (IsTaken(in sight))
        {
            Forget(record.Controllers, time);
            if (record.Controllers.Count < PumpRecord.MaxControllers)
            {
                record.Controllers.Add(mine);
            }
        }
    }

    private static int IndexOf(int device, List<Controller> controllers)
    {
        for (var i = 0; i < controllers.Count; i++)
        {
            if (controllers[i].Device == device)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool HasAnother(in Controller mine, List<Controller> controllers, long time, bool isMaster)
    {
        foreach (var other in controllers)
        {
            if (other.Device != mine.Device && time - other.Last < Memory && (other.Commands || (!isMaster && mine.First - other.First >= Habit)))
            {
                return true;
            }
        }

        return false;
    }

    private static void Forget(List<Controller> controllers, long time)
    {
        for (var i = controllers.Count - 1; i >= 0; i--)
        {
            if (time - controllers[i].Last >= Memory)
            {
                controllers.RemoveAt(i);
            }
        }
    }

    private static bool IsTaken(in PumpSight sight) => sight.IsAccepted || sight.Said.Outcome == Outcome.Pending;
}
