namespace Scorecard.Runs;

/// <summary>How the sensor and its variants are called; all others are contenders.</summary>
internal static class MethodNames
{
    public const string Sensor = "sensor";

    /// <summary>What it tells as it is shipped, by its own threshold.</summary>
    public const string Shipped = "sensor, as shipped";

    public static bool IsSensor(string method) => method is Sensor or Shipped || IsVariant(method);

    /// <summary>The sensor run again otherwise: <c>sensor without groups</c>.</summary>
    public static bool IsVariant(string method) => method.StartsWith(Sensor + " ", StringComparison.Ordinal);

    /// <summary>In what it is otherwise: <c>without groups</c>.</summary>
    public static string Variation(string method) => method[(Sensor.Length + 1)..];
}
