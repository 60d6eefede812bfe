namespace Sensor.Series;

/// <summary>How series are made.</summary>
internal sealed record SeriesSettings
{
    public const long DefaultInterval = 10_000_000_000;

    public const int DefaultDevices = 2000;

    public const string DefaultName = "sensor";

    /// <summary>Nanoseconds of packet time that a point stands for.</summary>
    public long Interval { get; init; } = DefaultInterval;

    /// <summary>Devices with series of their own, besides those that the site says are critical.</summary>
    public int Devices { get; init; } = DefaultDevices;

    /// <summary>What this sensor is called in the tag of every point.</summary>
    public string Name { get; init; } = DefaultName;
}
