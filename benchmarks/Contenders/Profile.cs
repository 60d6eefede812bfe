namespace Contenders;

/// <summary>
/// What is usual for a device in each feature, for methods that need all of them at once: running mean and standard deviation of all its hours so far (Welford), on the scale of
/// <see cref="HourFeatures.Scaled"/>. Missing values stand at the mean. Standard deviations are at least 0.05.
/// </summary>
internal sealed class Profile
{
    public const long StateBytes = 12 * 24;

    private const double LeastDeviation = 0.05;

    private readonly (double Mean, double Squares, int Count)[] _features = new (double, double, int)[HourFeatures.Count];

    /// <summary>Hours it was taught.</summary>
    public int Hours { get; private set; }

    /// <summary>Standardises an hour, then learns it.</summary>
    /// <param name="values">The hour's.</param>
    /// <param name="standardised">In standard deviations from the mean; 0 where missing.</param>
    /// <returns>The feature with the largest deviation: what an alarm about the hour will name.</returns>
    public int Standardise(ReadOnlySpan<double> values, Span<float> standardised)
    {
        var strangest = 0;
        for (var i = 0; i < _features.Length; i++)
        {
            ref var feature = ref _features[i];
            var value = HourFeatures.Scaled(values[i]);
            standardised[i] = 0;
            if (double.IsNaN(value))
            {
                continue;
            }

            var off = value - feature.Mean;
            if (feature.Count > 0)
            {
                standardised[i] = (float)(off / Math.Max(LeastDeviation, Math.Sqrt(feature.Squares / feature.Count)));
            }

            strangest = Math.Abs(standardised[i]) > Math.Abs(standardised[strangest]) ? i : strangest;
            feature.Count++;
            feature.Mean += off / feature.Count;
            feature.Squares += off * (value - feature.Mean);
        }

        Hours++;
        return strangest;
    }
}
