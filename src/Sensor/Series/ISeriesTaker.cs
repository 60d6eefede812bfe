namespace Sensor.Series;

/// <summary>Takes the points of intervals, in the order of time.</summary>
internal interface ISeriesTaker
{
    /// <param name="time">Packet time of the points, nanoseconds since the Unix epoch.</param>
    /// <param name="lines">Points in line protocol, each with the end of its line; valid during the call only.</param>
    void Take(long time, ReadOnlySpan<byte> lines);
}
