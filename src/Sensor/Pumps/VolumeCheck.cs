using Sensor.Dissectors.Pumps;

namespace Sensor.Pumps;

/// <summary>Whether volumes go with the rate and with each other.</summary>
internal static class VolumeCheck
{
    /// <summary>Shortest stretch that is judged, in nanoseconds, and least volume in it, in mL and in the smallest steps that the pump was seen to count.</summary>
    private const long Stretch = 120L * 1_000_000_000;
    private const double LeastVolume = 1, LeastSteps = 10;

    /// <summary>How long a pump may go on to say the same volume before it is taken for not giving.</summary>
    private const long Update = 900L * 1_000_000_000;

    /// <summary>Part of what is expected that may be missing or too much; and of what was to be infused.</summary>
    private const double Tolerance = 0.15, SumTolerance = 0.05;

    /// <summary>Stretches in a row that lack as much. More than the rate makes may be boluses, given by hand: those are never alike for long.</summary>
    private const int Lacking = 2, TooMuch = 5;

    private const double Hour = 3600e9;

    private static readonly (double Volume, double Rate, long Time) Nowhere = (double.NaN, double.NaN, 0);

    public static void Take(in PumpSight sight, PumpRecord record, List<PumpDiscrepancy> found)
    {
        var volume = sight[PumpQuantity.VolumeInfused];
        if (!sight.IsWhole)
        {
            Break(record);
            record.Counted = (double.NaN, 0);
        }
        else if (double.IsFinite(volume))
        {
            record.VolumeStep = Math.Min(record.VolumeStep, StepOf(volume));
            var isMoved = !volume.Equals(record.Counted.Volume);
            LookBack(in sight, record, volume, found);
            if (!sight.Said.Alarm.IsNone && !sight.Said.HasEnded)
            {
                // Who is alarmed may not give what the rate says.
                Break(record);
            }
            else
            {
                Follow(in sight, record, volume, isMoved, found);
            }
        }
        else if (!IsSteady(record))
        {
            Break(record);
        }

        Add(in sight, record, volume, found);
    }

    private static void Break(PumpRecord record) => (record.Anchor, record.Drift) = (Nowhere, (0, 0));

    /// <summary>The smallest step of which a volume is a multiple: a mL, a tenth or a hundredth.</summary>
    private static double StepOf(double volume)
    {
        for (var step = 1.0; step > 0.01; step /= 10)
        {
            if (Math.Abs((volume / step) - Math.Round(volume / step)) < 1e-3)
            {
                return step;
            }
        }

        return 0.01;
    }

    /// <summary>Volumes grow. One that was cleared has begun anew: it is no more than what was given since. Another program has its own volume, and hardly the same rate.</summary>
    private static void LookBack(in PumpSight sight, PumpRecord record, double volume, List<PumpDiscrepancy> found)
    {
        var (before, time) = record.Counted;
        var lasted = Math.Max(0, sight.Time - time);
        var since = double.IsFinite(record.Rate) ? record.Rate * lasted / Hour : 0;
        var slack = Math.Max(LeastVolume, 2 * record.VolumeStep);
        if (IsSteady(record) && volume < before - slack && volume > slack + ((1 + Tolerance) * since))
        {
            found.Add(sight.Discrepancy(Discrepancy.VolumeOffRate, before, volume, PumpUnit.Ml, lasted));
            Break(record);
        }

        record.Counted = (volume, sight.Time);
    }

    private static void Follow(in PumpSight sight, PumpRecord record, double volume, bool isMoved, List<PumpDiscrepancy> found)
    {
        var (from, rate, since) = record.Anchor;
        var lasted = sight.Time - since;
        if (double.IsFinite(from) && IsSteady(record) && lasted > 0 && volume >= from)
        {
            var expected = rate * lasted / Hour;
            if (lasted < Stretch || expected < Math.Max(LeastVolume, LeastSteps * record.VolumeStep) || (!isMoved && lasted < Update))
            {
                return;
            }

            Judge(in sight, record, expected, volume - from, lasted, found);
        }
        else
        {
            record.Drift = (0, 0);
        }

        record.Anchor = record.State == PumpState.Running && record.Rate > 0 ? (volume, record.Rate, sight.Time) : Nowhere;
    }

    /// <summary>One stretch may be a pause, a bolus or a late message; what goes on alike is none of them.</summary>
    private static void Judge(in PumpSight sight, PumpRecord record, double expected, double given, long lasted, List<PumpDiscrepancy> found)
    {
        var slack = (2 * record.VolumeStep / expected) + Tolerance;
        var off = (given / expected) - 1;
        var (before, times) = record.Drift;
        var isAlike = times > 0 && Math.Sign(off) == Math.Sign(before) && (off < 0 || Math.Abs(off - before) <= slack);
        record.Drift = Math.Abs(off) <= slack ? (0, 0) : (off, isAlike ? times + 1 : 1);
        if (record.Drift.Times >= (off < 0 ? Lacking : TooMuch))
        {
            found.Add(sight.Discrepancy(Discrepancy.VolumeOffRate, expected, given, PumpUnit.Ml, lasted));
            record.Drift = (0, 0);
        }
    }

    /// <summary>It has run at one rate since the stretch began.</summary>
    private static bool IsSteady(PumpRecord record) => record.State == PumpState.Running && RateCheck.IsSame(record.Rate, record.Anchor.Rate);

    private static void Add(in PumpSight sight, PumpRecord record, double infused, List<PumpDiscrepancy> found)
    {
        var (remaining, vtbi) = (sight[PumpQuantity.VolumeRemaining], sight[PumpQuantity.Vtbi]);
        if (!sight.IsWhole || !(vtbi > 0) || double.IsNaN(infused) || double.IsNaN(remaining))
        {
            return;
        }

        // Some pumps add up over infusions: only who kept the books before, and of the same container, is held to them.
        var agrees = Math.Abs(infused + remaining - vtbi) <= Math.Max(Math.Max(LeastVolume, 2 * record.VolumeStep), SumTolerance * vtbi);
        var (wasInfused, wasRemaining, wasVtbi) = record.Books;
        if (!agrees && vtbi.Equals(wasVtbi) && remaining <= wasRemaining && infused >= wasInfused)
        {
            found.Add(sight.Discrepancy(Discrepancy.VolumesDisagree, vtbi, infused + remaining, PumpUnit.Ml));
        }

        record.Books = agrees ? (infused, remaining, vtbi) : (double.NaN, double.NaN, double.NaN);
    }
}
