namespace Sensor.Outputs.Delivery;

/// <summary>What a receiver wants. Any thread.</summary>
/// <param name="events">Types.</param>
/// <param name="leastSeverity">Alerts as bad as this or worse: 1 critical to 4 low.</param>
internal sealed class Selection(IEnumerable<string> events, int leastSeverity = 4)
{
    private readonly HashSet<string> _events = new(events, StringComparer.Ordinal);

    public IEnumerable<string> Events => _events.Order(StringComparer.Ordinal);

    public bool Wants(string kind) => _events.Contains(kind);

    /// <param name="kind">Its type.</param>
    /// <param name="severity">1 to 4 of an alert; 0 for what has none.</param>
    public bool Wants(string kind, int severity) => severity <= leastSeverity && _events.Contains(kind);
}
