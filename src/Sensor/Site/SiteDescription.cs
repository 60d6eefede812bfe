namespace Sensor.Site;

/// <summary>What a site says about itself, item by item. <see cref="SiteKnowledge"/> answers questions about it.</summary>
internal sealed record SiteDescription
{
    public IReadOnlyList<Segment> Segments { get; init; } = [];

    public IReadOnlyList<KnownSystem> Systems { get; init; } = [];

    public IReadOnlyList<MaintenanceWindow> Maintenance { get; init; } = [];

    public WorkCalendar Calendar { get; init; } = WorkCalendar.Default;

    public IReadOnlyList<PumpApproval> Controllers { get; init; } = [];

    public IReadOnlyList<ExpectedDestination> Destinations { get; init; } = [];
}
