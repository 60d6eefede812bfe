namespace Sensor.Series;

/// <summary>Every measurement there is, for <c>docs/series.md</c> and for those who check that nothing else is written.</summary>
internal static class SeriesCatalogue
{
    private static readonly SeriesTag Device = new("device", "number in the inventory, `dev-000012`, or `other`; at most `series.devices` and those that the site says are critical");

    private static readonly SeriesTag Role = new("role", "what the device is, once that is clear; some 40");

    private static readonly SeriesTag Protocol = new("protocol", "one that the sensor reads, or `none`");

    public static IReadOnlyList<Measurement> All { get; } =
    [
        new(
            "sensor_traffic", "What went by on a device's account in the interval.", [Device, Role, Protocol],
            [
                Whole("bytes_in", "byte", "bytes on the wire to the device"),
                Whole("bytes_out", "byte", "bytes on the wire from the device"),
                Whole("packets_in", "packet", "packets to the device"),
                Whole("packets_out", "packet", "packets from the device"),
                Whole("conversations", "flow", "flows of which something was told for the first time"),
                Whole("commands", "command", "commands it had a part in, asked or asking"),
            ]),
        new(
            "sensor_command", "A command that a device used or served in the interval.",
            [Device, Role, Protocol, new("side", "`asks` or `serves`"), new("command", "the standard's own word, or `other`; at most 130 of a protocol")],
            [
                Whole("count", "command", "how often it was asked"),
                Whole("failures", "command", "how often it failed or was refused"),
                Whole("unanswered", "command", "how often nobody answered"),
                Number("latency_min", "ms", "least time to the answer"),
                Number("latency_mean", "ms", "mean"),
                Number("latency_p95", "ms", "95th percentile, right to an eighth"),
                Number("latency_max", "ms", "greatest"),
                Number("size_mean", "byte", "mean size of what was sent with it"),
                Number("size_max", "byte", "greatest"),
            ]),
        new(
            "sensor_expectation", "What was measured on a device's work in the interval, beside what its model expected of it last.",
            [Device, Role, Protocol, new("quantity", "what was measured, as the protocol names it; some 12"), new("unit", "its unit")],
            [
                Whole("n", "value", "values measured"),
                Number("observed_min", "the quantity's", "the least"),
                Number("observed_mean", "the quantity's", "their mean"),
                Number("observed_max", "the quantity's", "the greatest"),
                Number("low", "the quantity's", "1st percentile of what is usual"),
                Number("typical", "the quantity's", "its median"),
                Number("high", "the quantity's", "its 99th percentile"),
                Whole("history", "value", "values behind that"),
                Number("score", "false alerts a device-month", "least score of those that were judged: smaller is more surprising"),
            ]),
        new(
            "sensor_score", "What a device's expectations made of what it did in the interval.",
            [Device, Role, new("expectation", "`relation`, `rate` or `sequence`")],
            [
                Whole("judged", "judgement", "how often it could be judged"),
                Whole("informational", "judgement", "how often it was unusual, but no reason for an alert"),
                Whole("surprising", "judgement", "how often it was rarer than alerts need"),
                Number("score", "false alerts a device-month", "the least of them: smaller is more surprising"),
            ]),
        new(
            "sensor_alerts", "Alerts told in the interval.", [new("severity", "`critical`, `high`, `medium`, `low`"), new("kind", "kind of the [reason](alerts.md); some 10")],
            [Whole("told", "alert", "how many")]),
        .. HealthGroups.All.Select(g => g.Measurement),
    ];

    private static SeriesField Whole(string name, string unit, string meaning) => new(name, unit, meaning);

    private static SeriesField Number(string name, string unit, string meaning) => new(name, unit, meaning) { IsInteger = false };
}
