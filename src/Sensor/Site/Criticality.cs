namespace Sensor.Site;

/// <summary>How much harm it does when a system fails or misleads, as the site says.</summary>
internal enum Criticality : byte
{
    /// <summary>The site doesn't say.</summary>
    Unstated,

    /// <summary>Work goes on without it.</summary>
    Low,

    /// <summary>Work is slower without it.</summary>
    Medium,

    /// <summary>Diagnosis or treatment is delayed without it.</summary>
    High,

    /// <summary>Somebody may be harmed at once: pumps, ventilators, monitors.</summary>
    LifeCritical,
}

/// <summary>The words for criticality.</summary>
internal static class Criticalities
{
    /// <summary>In order, from <see cref="Criticality.Low"/> on.</summary>
    public static IReadOnlyList<string> Words { get; } = ["low", "medium", "high", "life-critical"];

    /// <summary>Null where the site doesn't say.</summary>
    public static string? Word(this Criticality criticality) => criticality == Criticality.Unstated ? null : Words[(int)criticality - 1];
}
