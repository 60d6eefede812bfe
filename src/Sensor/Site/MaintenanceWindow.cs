namespace Sensor.Site;

/// <summary>A time in which somebody works on systems, and much is normal that otherwise isn't.</summary>
/// <param name="Name">In the site's words.</param>
/// <param name="Scope">What is worked on.</param>
internal abstract record MaintenanceWindow(string Name, Scope Scope)
{
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    /// <param name="local">The same on the site's clocks.</param>
    public abstract bool IsOpen(long time, LocalTime local);
}

/// <summary>Once: from one time, in nanoseconds since the Unix epoch, until another, which doesn't belong to it.</summary>
internal sealed record SingleWindow(string Name, Scope Scope, long From, long Until) : MaintenanceWindow(Name, Scope)
{
    public override bool IsOpen(long time, LocalTime local) => time >= From && time < Until;
}

/// <summary>Every week in the site's time, beginning on some days.</summary>
internal sealed record WeeklyWindow(string Name, Scope Scope, Weekdays Days, Hours Hours) : MaintenanceWindow(Name, Scope)
{
    public override bool IsOpen(long time, LocalTime local) => Hours.Contains(Days, local);
}
