namespace Sensor.State;

/// <summary>How often state is saved, and how much of it is kept.</summary>
internal sealed record StateSettings
{
    /// <summary>Time by the wall clock between two checkpoints. Results don't depend on it.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Days of packet time for which alerts are kept.</summary>
    public int AlertDays { get; init; } = 365;

    /// <summary>Alerts kept at most, the latest.</summary>
    public int MaxAlerts { get; init; } = 1_000_000;

    /// <summary>Days of packet time after which a device that wasn't seen is forgotten, when a new input begins; null: never.</summary>
    public int? DeviceDays { get; init; }
}
