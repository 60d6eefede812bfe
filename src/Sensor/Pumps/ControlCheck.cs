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

    /// <summary>Nanoseconds after which who took over is the pump's master like any other; and after which a first command is nothing fresh.</summary>
    public const long Day = 86_400L * 1_000_000_000, Fresh = 600L * 1_000_000_000;

    /// <summary>Takes a request. What follows from how long its sender has commanded the pump.</summary>
    /// <param name="sight">A request.</param>
    /// <param name="record">The pump's.</param>
    /// <param name="controller">Number of the device that asks; 0 where it isn't known.</param>
    /// <param name="isRelayed">Another host was seen to say the same before.</param>
    /// <param name="isMaster">It commands other pumps.</param>
    /// <param name="isNew">It was first seen less than a day ago.</param>
    /// <param name="isSettled">It has for a day.</param>
    /// <param name="found">Where to.</param>
    public static (bool IsNewcomer, bool IsFresh) Take(in PumpSight sight, PumpRecord record, int controller, bool isRelayed, bool isMaster, bool isNew, bool isSettled, List<PumpDiscrepancy> found)
    {
        if (controller == 0)
        {
            return default;
        }

        var time = sight.Time;
        var known = IndexOf(controller, record.Controllers);
        var mine = known < 0 ? new Controller(controller, time, time, 0, false) : record.Controllers[known] with { Last = time };
        var changes = Changes(in sight);
        var isTaken = IsTaken(in sight);
        var (isCommanded, isWatched) = Others(record, in mine, time);
        var isSecond = !mine.Commands && !isRelayed && !isSettled && (isCommanded || (isWatched && !isMaster));
        if (sight.IsWhole && isSecond && changes)
        {
            found.Add(sight.Discrepancy(Discrepancy.NewController));
        }
        else if (changes && isTaken && !mine.Commands && !isRelayed && !isMaster)
        {
            found.Add(sight.Discrepancy(Discrepancy.FirstControl));
        }
        else if (sight.IsWhole && sight.Said.What == PumpEventKind.Query && isTaken && known < 0 && isNew && !isMaster && isWatched)
        {
            found.Add(sight.Discrepancy(Discrepancy.Onlooker));
        }

        if (changes && isTaken && !mine.Commands)
        {
            mine = mine with { Since = time, IsSecond = isSecond };
        }

        record.StrangerSeen = known < 0 && !isMaster && !isRelayed && record.Controllers.Count > 0 ? time : record.StrangerSeen;
        Keep(record, known, in mine, isTaken);
        return (mine.Commands ? mine.IsSecond && time - mine.Since < Day : isSecond, !mine.Commands || time - mine.Since < Fresh);
    }

    /// <summary>Whether others command the pump, and whether they have commanded or watched it for a while.</summary>
    private static (bool Command, bool Watch) Others(PumpRecord record, in Controller mine, long time)
    {
        var (commanded, watched) = (false, false);
        foreach (var other in record.Controllers)
        {
            if (other.Device != mine.Device && time - other.Last < Memory)
            {
                commanded |= other.Commands;
                watched |= mine.First - other.First >= Habit;
            }
        }

        return (commanded, watched);
    }

    /// <summary>A stranger who is refused isn't known for it, and pushes nobody out.</summary>
    private static void Keep(PumpRecord record, int known, in Controller mine, bool isTaken)
    {
        if (known >= 0)
        {
            record.Controllers[known] = mine;
        }
        else if (isTaken)
        {
            Forget(record.Controllers, mine.Last);
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

    /// <summary>Bedside devices that speak for themselves, such as monitors, are called to read them: only what reaches the patient is control.</summary>
    private static bool Changes(in PumpSight sight) =>
        sight.Said.What == PumpEventKind.Set && (!sight.Said.IsAtOwnAddress || sight.Said.Class.ChangesTherapy());

    private static bool IsTaken(in PumpSight sight) => sight.IsAccepted || sight.Said.Outcome == Outcome.Pending;
}
