namespace Sensor.Series.Metrics;

/// <summary>Makes the page of metrics.</summary>
internal static class MetricsPage
{
    public static byte[] Of(HealthReading reading, string version)
    {
        var text = new MetricsText();
        text.Begin("sensor_build_info", "1; the version is in the label", isCounter: false);
        text.Sample("version", version, 1);
        foreach (var group in HealthGroups.All)
        {
            group.Write(text, reading);
        }

        return text.ToBytes();
    }
}
