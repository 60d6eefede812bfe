namespace Sensor.Outputs.Delivery;

/// <summary>The kinds of receivers there are. A new one is its folder and a line here.</summary>
internal static class ReceiverRegister
{
    public static IReadOnlyList<IReceiverType> All { get; } =
    [
        new Eve.EveType(),
        new Syslog.SyslogType(),
        new Webhook.WebhookType(),
        new Influx.InfluxType(),
    ];
}
