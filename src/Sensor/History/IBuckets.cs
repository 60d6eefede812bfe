namespace Sensor.History;

/// <summary>Rows of sums, each for a stretch of packet time of the same width. Times are nanoseconds since the Unix epoch.</summary>
internal interface IBuckets
{
    /// <summary>Nanoseconds; every stretch begins at a whole multiple of it.</summary>
    long Width { get; }

    /// <summary>The row of this time, made where there is none.</summary>
    Span<long> At(long time);

    /// <summary>The row of this time; empty where there is none.</summary>
    ReadOnlySpan<long> Find(long time);
}
