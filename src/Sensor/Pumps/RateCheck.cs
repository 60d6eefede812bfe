using Sensor.Dissectors.Pumps;

namespace Sensor.Pumps;

/// <summary>Whether a pump runs at the rate that it was told.</summary>
internal static class RateCheck
{
    private const long Second = 1_000_000_000;

    /// <summary>What a pump may take to do as told, and a status to come.</summary>
    private const long Patience = 60 * Second;

    /// <summary>How long a rate must last: an order may be seen a little after its effect.</summary>
    private const long Doubt = Second / 2;

    /// <summary>What somebody at the pump may take to confirm a program.</summary>
    private const long ProgramPatience = 900 * Second;

    /// <summary>How long after an order a pump may begin.</summary>
    private const long StartPatience = 600 * Second;

    /// <summary>Rates that differ by less are the same: rounding, in parts and in mL/h.</summary>
    private const double Tolerance = 0.01, LeastDifference = 0.05;

    /// <summary>Steps that nobody makes at the bedside in the course of a day: by what factor, to mL/h at least, or by how many mL/h.</summary>
    private const double LargeFactor = 5, LeastLargeRate = 10, LargeStep = 500;

    /// <summary>By what part a rate is set higher or lower while a program waits.</summary>
    private const double Titration = 0.5;

    /// <summary>How near a change has to be to what a stranger said to the pump.</summary>
    private const long StrangersTime = 30 * Second;

    public static bool IsSame(double a, double b) => Math.Abs(a - b) <= Math.Max(LeastDifference, Tolerance * Math.Max(Math.Abs(a), Math.Abs(b)));

    /// <summary>Takes what the pump says of its rate; at most one thing is wrong with it, and told once.</summary>
    public static void Take(in PumpSight sight, PumpRecord record, List<PumpDiscrepancy> found)
    {
        var (before, rateBefore, state) = (record.State, record.Rate, sight.Said.State);
        var rate = sight[PumpQuantity.Rate];
        record.Rate = double.IsFinite(rate) ? rate : record.Rate;
        record.State = state != PumpState.Unknown ? state : record.State;
        if (record.Orders.Count == 0 || record.MissedSome || !sight.IsSure)
        {
            return;
        }

        var last = record.Orders[^1];
        if (state == PumpState.Running && record.Remote == Tristate.Yes && IsIdle(before) && record.Rate > 0 && sight.Time - last.Time > StartPatience)
        {
            found.Add(sight.Discrepancy(Discrepancy.EffectWithoutOrder, 0, record.Rate, PumpUnit.MlPerHour, sight.Time - last.Time));
        }

        if (record.State is PumpState.Running or PumpState.Unknown && rate > 0)
        {
            Compare(in sight, record, rate, rateBefore, found);
        }
        else if (state != PumpState.Unknown)
        {
            record.Stray = (double.NaN, 0, false);
            if (record.State is PumpState.Completed or PumpState.Standby or PumpState.Off && record.Latest is { IsEffected: true })
            {
                // What was ordered is over; what comes next may be set by hand.
                record.Orders.Clear();
            }
        }
    }

    private static void Compare(in PumpSight sight, PumpRecord record, double rate, double rateBefore, List<PumpDiscrepancy> found)
    {
        if (record.Latest is not { } order)
        {
            return;
        }

        if (IsCovered(record, rate))
        {
            record.Stray = (double.NaN, 0, false);
            return;
        }

        if (!IsSame(record.Stray.Rate, rate) || double.IsNaN(record.Stray.Rate))
        {
            (record.Stray, record.StrayFrom) = ((rate, sight.Time, false), rateBefore);
        }

        var since = Math.Max(record.Stray.Since, order.Time);
        var isOld = !order.IsEffected && IsSame(rate, order.RateBefore);
        if (!order.IsEffected && order.IsProgram && (isOld || IsTitrated(order, rate) || sight.Time - order.Time > ProgramPatience))
        {
            // Nobody confirmed it yet, or nobody will; meanwhile the old rate may be set a little higher or lower.
            return;
        }

        // A start or a bolus may go by another rate for a while.
        var latest = record.Orders[^1];
        var isUnderWay = latest != order && sight.Time - latest.Time < Patience;
        var patience = order.IsEffected ? Doubt : Patience;
        if (!record.Stray.Told && !isUnderWay && order.State == OrderState.Accepted && sight.Time - since >= patience)
        {
            var what = isOld ? Discrepancy.OrderNotEffected : order.IsProgram && !order.IsEffected ? Discrepancy.OrderEffectMismatch : Discrepancy.UnorderedRate;
            if (what == Discrepancy.UnorderedRate && !IsStriking(record, order, rate))
            {
                return;
            }

            var discrepancy = sight.Discrepancy(what, order.Rate, rate, PumpUnit.MlPerHour, sight.Time - since);
            discrepancy.Order = order.Number.IsNone ? order.ControlId : order.Number;
            discrepancy.Patient = order.Patient;
            found.Add(discrepancy);
            record.Stray = record.Stray with { Told = true };
        }
    }

    private static bool IsTitrated(PumpOrder order, double rate) => order.RateBefore > 0 && Math.Abs(rate - order.RateBefore) <= Titration * order.RateBefore;

    /// <summary>Nurses set rates at the pump all day: a large step isn't that, nor one that comes with a stranger.</summary>
    private static bool IsStriking(PumpRecord record, PumpOrder order, double rate)
    {
        var from = Math.Max(order.Rate, double.IsFinite(record.StrayFrom) ? record.StrayFrom : 0);
        return (rate >= LeastLargeRate && rate >= LargeFactor * from) || rate - from > LargeStep
            || (record.StrangerSeen > 0 && Math.Abs(record.Stray.Since - record.StrangerSeen) <= StrangersTime);
    }

    /// <summary>The latest accepted order says so, or one since then whose answer wasn't seen.</summary>
    private static bool IsCovered(PumpRecord record, double rate)
    {
        for (var i = record.Orders.Count - 1; i >= 0; i--)
        {
            var order = record.Orders[i];
            if (order.State == OrderState.Refused || double.IsNaN(order.Rate))
            {
                continue;
            }

            if (IsSame(order.Rate, rate))
            {
                order.IsEffected = true;
                return true;
            }

            // Steps of a program were ordered at once.
            if (order.State == OrderState.Accepted && !(i > 0 && order.IsProgram && record.Orders[i - 1].ControlId == order.ControlId))
            {
                return false;
            }
        }

        return false;
    }

    public static bool IsIdle(PumpState state) => state is PumpState.Stopped or PumpState.Standby or PumpState.Off or PumpState.Completed;
}
