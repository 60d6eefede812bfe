namespace Sensor.Options;

/// <summary>What <c>sensor replay</c> was asked to do.</summary>
internal sealed record ReplayOptions(IReadOnlyList<string> Paths) : RunOptions;
