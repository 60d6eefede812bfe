namespace Sensor.Detection;

/// <summary>Tells, once each time, when a count that should grow stands still. By the clock, while listening.</summary>
/// <param name="what">What it means when it does.</param>
/// <param name="patience">Nanoseconds for which it may.</param>
/// <param name="listener">Who hears of it.</param>
internal sealed class StallWatch(Ailment what, long patience, IAilmentListener listener)
{
    /// <summary>Nanoseconds for which a receiver may take nothing.</summary>
    public const long Patience = 300L * 1_000_000_000;

    private readonly SortedDictionary<string, Standing> _standings = new(StringComparer.Ordinal);

    public bool WatchesAny => _standings.Count > 0;

    /// <param name="name">Whose count it is.</param>
    /// <param name="count">How far it is.</param>
    /// <param name="isDue">It should grow.</param>
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public void Take(string name, long count, bool isDue, long time)
    {
        if (!isDue || !_standings.TryGetValue(name, out var known) || known.Count != count)
        {
            _standings[name] = new Standing(count, time, Told: false);
        }
        else if (!known.Told && time - known.Since >= patience)
        {
            _standings[name] = known with { Told = true };
            listener.Found(new AilmentReport(what, (time - known.Since) / 1e9, 0, patience / 1e9, known.Since, time, 0) { Name = name });
        }
    }

    private readonly record struct Standing(long Count, long Since, bool Told);
}
