namespace Sensor.Models;

/// <summary>
/// Where x = ln(1 + value) lies and how widely: exponentially weighted, with bounded influence. No single value, however large, pulls the
/// location by more than 2.5 standard deviations times its weight.
/// </summary>
internal struct RobustBaseline
{
    public const int StateBytes = 6 * 4;

    /// <summary>Standard deviations beyond which a residual pulls no harder.</summary>
    public const double Clip = 2.5;

    /// <summary>E[min(z², 2.5²)] of a standard normal z, so that the scale is that of a normal distribution.</summary>
    private const double Consistency = 0.97756;

    /// <summary>
    /// The scale begun with, ± 25 %, with the weight of two observations: wider ones are found in few steps, as the scale may double in
    /// one.
    /// </summary>
    private const double FirstScale = 0.25;

    /// <summary>Most weight of one observation after a long pause.</summary>
    private const double MostAfterPause = 0.05;

    public float Location;
    public float Scale;

    /// <summary>Observations remembered.</summary>
    public float Count;

    /// <summary>Lag-1 correlation of clipped residuals.</summary>
    public float Correlation;

    /// <summary>Third moment of clipped residuals: where many small values face a few large ones, the large ones pile up faster.</summary>
    public float Skew;

    private float _previous;

    public static double Clipped(double z) => Math.Clamp(z, -Clip, Clip);

    /// <summary>The weight of an observation after so many others and so long a pause.</summary>
    public static double Weight(double count, uint pause, TimeSpan halfLife) =>
        Math.Max(1 / (count + 1), Math.Min(MostAfterPause, 1 - ExactMath.Decay(pause, halfLife)));

    public void Learn(double x, uint pause, double boost, ModelSettings settings)
    {
        if (Count == 0)
        {
            (Location, Scale, Count) = ((float)x, (float)FirstScale, 1);
            return;
        }

        var weight = Math.Min(0.5, boost * Weight(Count, pause, settings.FastHalfLife));

        // The first scale has the weight of an observation too, until it has been forgotten.
        var spreadWeight = Count < settings.FastMemory ? Math.Min(weight, boost / (Count + 2)) : weight;
        var z = (x - Location) / Scale;
        var clipped = Clipped(z);
        var variance = Scale * (double)Scale * (1 + (spreadWeight * ((Math.Min(z * z, Clip * Clip) / Consistency) - 1)));
        Location += (float)(weight * Scale * clipped);
        Scale = (float)Math.Max(settings.ScaleFloor, Math.Sqrt(variance));
        Correlation += (float)(spreadWeight * ((clipped * _previous / Consistency) - Correlation));
        Skew += (float)(spreadWeight * ((clipped * clipped * clipped) - Skew));
        _previous = (float)clipped;
        Count = Math.Min(Count + 1, settings.FastMemory);
    }

    /// <summary>Lets the next observations count for more: what they show has been accepted as new.</summary>
    public void Reopen() => Count = Math.Min(Count, 20);

    /// <summary>Two histories as one: means by weight, and the spread between them added to the spread within.</summary>
    public void MergeFrom(in RobustBaseline other, ModelSettings settings)
    {
        if (Count == 0 || other.Count == 0)
        {
            this = Count == 0 ? other : this;
            return;
        }

        double share = other.Count / (Count + other.Count);
        double apart = other.Location - Location;
        var variance = ((1 - share) * Scale * Scale) + (share * other.Scale * other.Scale) + (share * (1 - share) * apart * apart);
        Location += (float)(share * apart);
        Scale = (float)Math.Max(settings.ScaleFloor, Math.Sqrt(variance));
        Correlation += (float)(share * (other.Correlation - Correlation));
        Skew += (float)(share * (other.Skew - Skew));
        Count = Math.Min(Count + other.Count, settings.FastMemory);
    }

    public readonly void Save(ref StateWriter writer)
    {
        writer.Single(Location);
        writer.Single(Scale);
        writer.Single(Count);
        writer.Single(Correlation);
        writer.Single(Skew);
        writer.Single(_previous);
    }

    public static RobustBaseline Load(ref StateReader reader)
    {
        var baseline = new RobustBaseline
        {
            Location = reader.Single(),
            Scale = reader.Single(),
            Count = reader.Single(),
            Correlation = reader.Single(),
            Skew = reader.Single(),
            _previous = reader.Single(),
        };
        reader.Require(baseline.Count >= 0 && (baseline.Count == 0 || baseline.Scale > 0));
        return baseline;
    }
}
