using Sensor.Options.Keys;
using Sensor.Yaml;

namespace Sensor.Outputs.Delivery.Syslog;

/// <summary><c>type: syslog</c>: RFC 5424 over UDP (RFC 5426), TCP (RFC 6587) or TLS (RFC 5425).</summary>
internal sealed class SyslogType : IReceiverType
{
    private static readonly string[] Facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "console", "cron2",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    private static readonly string[] Transports = ["udp", "tcp", "tls"];
    private static readonly string[] Formats = ["json", "cef"];

    private static readonly Field Host = new("host", "host name or address", Field.Required, "Where to.");
    private static readonly Field Port = new("port", "1 to 65535", "514; with `tls` 6514", "Its port.");
    private static readonly Field Transport = new("transport", "`udp`, `tcp`, `tls`", "udp", "How. Over UDP nobody can tell what arrived.");
    private static readonly Field Format = new("format", "`json`, `cef`", "json", "What the message is: the event as EVE JSON, or ArcSight's Common Event Format.");
    private static readonly Field Facility = new("facility", "`user`, `daemon`, `local0` and the other names of RFC 5424", "local0", "Of all messages. The severity follows from the alert's.");
    private static readonly Field HostName = new("hostname", "text without blanks, at most 255", "the machine's name", "What the sensor calls itself.");
    private static readonly Field AppName = new("app_name", "text without blanks, at most 48", "sensor", "What the program calls itself.");
    private static readonly Field Enterprise = new("enterprise", "private enterprise number", "32473", "Of the structured data's name, `sensor@32473`; 32473 is reserved for examples, so put your own there.");
    private static readonly Field MaxSize = new("max_size", "bytes, 480 to 65,507", "8192", "A longer message is shortened if it is an alert, else set aside. rsyslog takes 8192 unless told otherwise.");
    private static readonly Field Bom = new("bom", "true, false", "true", "Text that isn't ASCII begins with the mark that RFC 5424 wants.");
    private static readonly Field ServerName = new("server_name", "host name", "`host`", "With `tls`: the name that the receiver's certificate has to have.");

    public string Name => "syslog";

    public IReadOnlyList<string> DefaultEvents { get; } = [EventTypes.Alert, EventTypes.Incident, EventTypes.Health];

    public IReadOnlyList<Field> Fields { get; } = [Host, Port, Transport, Format, Facility, HostName, AppName, Enterprise, MaxSize, Bom, ServerName, .. TlsFiles.Fields];

    public ReceiverSettings? Read(YamlMap item, ReceiverCommon common)
    {
        var host = Word(item[Host], 255);
        var transport = (SyslogTransport)(item[Transport]?.AsOneOf(Transports) ?? 0);
        var serverName = Word(item[ServerName], 255);
        var settings = new SyslogSettings(common, host ?? "", TlsFiles.Read(item))
        {
            Transport = transport,
            Port = (int?)item[Port]?.AsWhole(1, 65_535) ?? (transport == SyslogTransport.Tls ? 6514 : 514),
            IsCef = item[Format]?.AsOneOf(Formats) == 1,
            Facility = item[Facility]?.AsOneOf(Facilities) ?? Array.IndexOf(Facilities, "local0"),
            HostName = Word(item[HostName], 255),
            AppName = Word(item[AppName], 48) ?? "sensor",
            Enterprise = (int?)item[Enterprise]?.AsWhole(1, int.MaxValue) ?? 32473,
            MaxSize = (int?)item[MaxSize]?.AsWhole(480, 65_507) ?? 8192,
            HasBom = item[Bom]?.AsFlag() ?? true,
            ServerName = serverName ?? host,
        };
        if (transport != SyslogTransport.Tls && (serverName is not null || !settings.Tls.IsEmpty))
        {
            item.Whole.Complain("Certificates and server_name are for transport: tls.");
        }

        return host is null ? null : settings;
    }

    /// <summary>Printable ASCII without blanks, as the header of a message wants it.</summary>
    private static string? Word(YamlValue? value, int most)
    {
        if (value?.AsText() is not { } text)
        {
            return null;
        }

        if (text.Length == 0 || text.Length > most || text.Any(c => c is <= ' ' or > '~'))
        {
            value.Complain($"Here belongs a text without blanks, of at most {most} letters.");
            return null;
        }

        return text;
    }
}

internal enum SyslogTransport
{
    Udp,
    Tcp,
    Tls,
}

/// <param name="Common">What all receivers have.</param>
/// <param name="Host">Where to.</param>
/// <param name="Tls">Whom to trust there.</param>
internal sealed record SyslogSettings(ReceiverCommon Common, string Host, TlsFiles Tls) : ReceiverSettings(Common)
{
    public override string Type => "syslog";

    public override bool HasAnswers => false;

    public SyslogTransport Transport { get; init; }

    public int Port { get; init; }

    public bool IsCef { get; init; }

    public int Facility { get; init; }

    /// <summary>Null: the machine's.</summary>
    public string? HostName { get; init; }

    public required string AppName { get; init; }

    public int Enterprise { get; init; }

    /// <summary>Bytes of a message, at most.</summary>
    public int MaxSize { get; init; }

    public bool HasBom { get; init; }

    /// <summary>The name that the receiver's certificate has to have.</summary>
    public string? ServerName { get; init; }

    public override IEnumerable<Complaint> Problems => Tls.Problems;

    public override IReceiver Open(SenderIdentity sender) => new SyslogReceiver(this, new SyslogMessage(this, sender), Transport switch
    {
        SyslogTransport.Udp => new UdpConnection(Host, Port),
        SyslogTransport.Tcp => new StreamConnection(Host, Port, null),
        _ => new StreamConnection(Host, Port, () => Tls.OptionsFor(ServerName)),
    });
}
