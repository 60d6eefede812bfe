using Sensor.Dissectors.Pumps;

namespace Sensor.Pumps;

/// <summary>Whether volumes go with the rate and with each other.</summary>
internal static class VolumeCheck
{
    /// <summary>Shortest stretch that is judged, in nanoseconds, and least volume in it, in mL: pumps say tenths.</summary>
    private const long Stretch = 120L * 1_000_000_000;
    private const double LeastVolume = 1;

    /// <summary>Part of what is expected that may be missing or too much; and of what was to be infused.</summary>
    private const double Tolerance = 0.15, SumTolerance = 0.05;

    private const double Hour = 3600e9;

    public static void Take(in PumpSight sight, PumpRecord record, List<PumpDiscrepancy> found)
    {
        var volume = sight[PumpQuantity.VolumeInfused];
        if (!sight.IsWhole)
        {
            record.Anchor = (double.NaN, double.NaN, 0);
            record.Counted = (double.NaN, 0);
        }
        else if (double.IsFinite(volume))
        {
            LookBack(in sight, record, volume, found);
            Follow(in sight, record, volume, found);
        }
        else if (!IsSteady(record))
        {
            record.Anchor = (double.NaN, double.NaN, 0);
        }

        Add(in sight, record, volume, found);
    }

    /// <summary>Volumes grow. One that was cleared has begun anew: it is no more than what was given since.</summary>
    private static void LookBack(in PumpSight sight, PumpRecord record, double volume, List<PumpDiscrepancy> found)
    {
        var (before, time) = record.Counted;
        var lasted = Math.Max(0, sight.Time - time);
        var since = double.IsFinite(record.Rate) ? record.Rate * lasted / Hour : 0;
        if (volume < before - LeastVolume && volume > LeastVolume + ((1 + Tolerance) * since))
        {
            found.Add(sight.Discrepancy(Discrepancy.VolumeOffRate, before, volume, PumpUnit.Ml, lasted));
            record.Anchor = (double.NaN, double.NaN, 0);
        }

        record.Counted = (volume, sight.Time);
    }

    private static void Follow(in PumpSight sight, PumpRecord record, double volume, List<PumpDiscrepancy> found)
    {
        var (from, rate, since) = record.Anchor;
        var lasted = sight.Time - since;
        var isJudged = double.IsFinite(from) && IsSteady(record) && lasted > 0;
        if (isJudged && volume >= from)
        {
            var expected = rate * lasted / Hour;
            if (lasted < Stretch || expected < LeastVolume)
            {
                return;
            }

            var given = volume - from;
            if (Math.Abs(given - expected) > Tolerance * expected)
            {
                found.Add(sight.Discrepancy(Discrepancy.VolumeOffRate, expected, given, PumpUnit.Ml, lasted));
            }
        }

        record.Anchor = record.State == PumpState.Running && record.Rate > 0 ? (volume, record.Rate, sight.Time) : (double.NaN, double.NaN, 0);
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

        // Some pumps add up over infusions: only who kept the books before is held to them.
        var agrees = Math.Abs(infused + remaining - vtbi) <= Math.Max(LeastVolume, SumTolerance * vtbi);
        if (!agrees && record.VolumesAgreed)
        {
            found.Add(sight.Discrepancy(Discrepancy.VolumesDisagree, vtbi, infused + remaining, PumpUnit.Ml));
        }

        record.VolumesAgreed = agrees;
    }
}
