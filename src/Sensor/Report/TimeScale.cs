namespace Sensor.Report;

/// <summary>Puts packet times on a line of a picture, and says which to name.</summary>
/// <param name="start">Nanoseconds since the Unix epoch.</param>
/// <param name="end">Later.</param>
/// <param name="from">Where the start is.</param>
/// <param name="to">Where the end is.</param>
internal sealed class TimeScale(long start, long end, double from, double to)
{
    private static readonly long[] Steps =
    [
        Wordings.Second, 2 * Wordings.Second, 5 * Wordings.Second, 10 * Wordings.Second, 20 * Wordings.Second, 30 * Wordings.Second,
        Wordings.Minute, 2 * Wordings.Minute, 5 * Wordings.Minute, 10 * Wordings.Minute, 20 * Wordings.Minute, 30 * Wordings.Minute,
        Wordings.Hour, 2 * Wordings.Hour, 3 * Wordings.Hour, 6 * Wordings.Hour, 12 * Wordings.Hour,
        Wordings.Day, 2 * Wordings.Day, 7 * Wordings.Day, 14 * Wordings.Day, 28 * Wordings.Day, 91 * Wordings.Day, 364 * Wordings.Day,
    ];

    public double At(long time) => from + (Math.Clamp((double)(time - start) / Math.Max(1, end - start), 0, 1) * (to - from));

    /// <summary>Round times on it, with what to call them: the time of day, or the day; where a day begins, that as well.</summary>
    public IEnumerable<(long Time, string Name, string? Day)> Ticks(int most)
    {
        var step = Steps.FirstOrDefault(s => (end - start) / s <= most, Math.Max(Steps[^1], (end - start) / most));
        var format = step < Wordings.Minute ? "HH:mm:ss" : step < Wordings.Day ? "HH:mm" : "MM-dd";
        var day = "";
        for (var time = ((start / step) + (start % step == 0 ? 0 : 1)) * step; time <= end; time += step)
        {
            var today = Wordings.Format(time, step < Wordings.Day ? "yyyy-MM-dd" : "yyyy");
            yield return (time, Wordings.Format(time, format), today == day ? null : today);
            day = today;
        }
    }
}
