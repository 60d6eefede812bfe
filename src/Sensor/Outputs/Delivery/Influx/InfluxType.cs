using System.Text;
using Sensor.Options.Keys;
using Sensor.Outputs.Delivery.Http;
using Sensor.Yaml;

namespace Sensor.Outputs.Delivery.Influx;

/// <summary><c>type: influxdb</c>: points of time series are posted in line protocol, to either of InfluxDB's ways to write.</summary>
internal sealed class InfluxType : IReceiverType
{
    private const long Millisecond = 1_000_000, Minute = 60_000 * Millisecond;

    private static readonly Field Url = new("url", "http or https address", Field.Required, "The server; what stands behind its name comes before `/api/v2/write` or `/write`.");
    private static readonly Field Version = new("version", "v1, v2", "v2", "v2: `/api/v2/write`, with `org`, `bucket` and a token. v1: `/write`, with `database` and, where it asks for them, `user` and a password.");
    private static readonly Field Org = new("org", "text", "required with v2", "The organisation.");
    private static readonly Field Bucket = new("bucket", "text", "required with v2", "The bucket.");
    private static readonly Field Token = new("token", "text", "none", "With v2. Better: `token_file`.") { IsSecret = true };
    private static readonly Field TokenFile = new("token_file", "path", "none", "A file whose one line is the token; nobody else may read it.");
    private static readonly Field Database = new("database", "text", "required with v1", "The database.");
    private static readonly Field User = new("user", "text", "none", "With v1.");
    private static readonly Field Password = new("password", "text", "none", "With v1 and `user`. Better: `password_file`.") { IsSecret = true };
    private static readonly Field PasswordFile = new("password_file", "path", "none", "A file whose one line is the password; nobody else may read it.");
    private static readonly Field Gzip = new("gzip", "true, false", "true", "Bodies are compressed.");
    private static readonly Field Batch = new("batch", "intervals, 1 to 1,000", "100", "Posted together at most; one with many points may count as several. A post has at most 4 MiB before it is compressed.");
    private static readonly Field Linger = new("linger", "time, 0ms to 1m", "1s", "How long a batch that isn't full waits for more.");

    public string Name => "influxdb";

    public IReadOnlyList<string> DefaultEvents { get; } = [EventTypes.Point];

    public IReadOnlyList<Field> Fields { get; } = [Url, Version, Org, Bucket, TokenFile, Token, Database, User, PasswordFile, Password, Gzip, Batch, Linger, .. TlsFiles.Fields];

    public ReceiverSettings? Read(YamlMap item, ReceiverCommon common)
    {
        var version = item[Version] is { } said ? said.AsOneOf("v1", "v2") : 1;
        Uri? url = null;
        if (item[Url] is { } place && place.AsText() is { } text && HttpChannel.ProblemOf(text, out url) is { } problem)
        {
            place.Complain(problem);
        }

        if (common.Wants.Events.FirstOrDefault(e => e != EventTypes.Point) is { } other)
        {
            item.Whole.Complain($"A receiver of type influxdb takes '{EventTypes.Point}', not '{other}'.");
        }

        var target = version switch { 0 => ReadV1(item), 1 => ReadV2(item), _ => null };
        if (version is null)
        {
            // Which of these may stand here can't be told.
            foreach (var field in (Field[])[Org, Bucket, Token, TokenFile, Database, User, Password, PasswordFile])
            {
                _ = item[field];
            }
        }

        var settings = new InfluxSettings(common, url!, target!, TlsFiles.Read(item))
        {
            Gzip = item[Gzip]?.AsFlag() ?? true,
            Batch = (int?)item[Batch]?.AsWhole(1, 1000) ?? 100,
            Linger = TimeSpan.FromTicks((item[Linger]?.AsDuration(0, Minute) ?? 1000 * Millisecond) / 100),
        };
        return url is null || target is null ? null : settings;
    }

    private static InfluxTarget? ReadV1(YamlMap item)
    {
        var (database, user, password) = (Required(item, Database), item[User]?.AsText(), Secret.Read(item, PasswordFile, Password));
        if (password is not null && string.IsNullOrEmpty(user))
        {
            item.Whole.Complain($"A password needs '{User.Name}'.");
        }
        else if (user is not null && password is null)
        {
            item.Whole.Complain($"'{User.Name}' needs '{PasswordFile.Name}' or '{Password.Name}'.");
        }

        return database is null
            ? null
            : new InfluxTarget($"write?db={Uri.EscapeDataString(database)}&precision=ns", password)
            {
                Authorization = user is null ? null : secret => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")),
            };
    }

    private static InfluxTarget? ReadV2(YamlMap item)
    {
        var (org, bucket, token) = (Required(item, Org), Required(item, Bucket), Secret.Read(item, TokenFile, Token));
        return org is null || bucket is null
            ? null
            : new InfluxTarget($"api/v2/write?org={Uri.EscapeDataString(org)}&bucket={Uri.EscapeDataString(bucket)}&precision=ns", token)
            {
                Authorization = token is null ? null : secret => "Token " + secret,
            };
    }

    /// <summary>A key that has to be there in one of the two ways.</summary>
    private static string? Required(YamlMap item, Field field)
    {
        var value = item[field];
        if (value is null)
        {
            item.Whole.Complain($"'{field.Name}' is missing here.");
        }
        else if (value.AsText() is { Length: 0 })
        {
            value.Complain("Here belongs a name.");
        }

        return value?.Text is { Length: > 0 } name ? name : null;
    }
}

/// <summary>Where points go at a server.</summary>
/// <param name="Path">Behind the server's address.</param>
/// <param name="Secret">Token or password; null: none.</param>
internal sealed record InfluxTarget(string Path, Secret? Secret)
{
    /// <summary>Makes the header of the secret; null where there is none.</summary>
    public Func<string, string>? Authorization { get; init; }
}

/// <param name="Common">What all receivers have.</param>
/// <param name="Url">The server.</param>
/// <param name="Target">Where there.</param>
/// <param name="Tls">Whom to trust.</param>
internal sealed record InfluxSettings(ReceiverCommon Common, Uri Url, InfluxTarget Target, TlsFiles Tls) : ReceiverSettings(Common)
{
    public override string Type => "influxdb";

    public required bool Gzip { get; init; }

    public required int Batch { get; init; }

    public required TimeSpan Linger { get; init; }

    /// <summary>Whole address of posts; without secrets.</summary>
    public Uri Address => new(Url.AbsoluteUri.TrimEnd('/') + "/" + Target.Path);

    public override IEnumerable<Complaint> Problems => Target.Secret?.Problem is { } problem ? Tls.Problems.Append(problem) : Tls.Problems;

    /// <summary>A point that says of itself that it is a test.</summary>
    public override Outgoing TestThing(SenderIdentity sender, DateTimeOffset now)
    {
        var time = (now.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
        var line = Encoding.UTF8.GetBytes($"sensor_test,sensor={sender.Id} sent=1i {time}");
        return new Outgoing(EventTypes.Point, new DeliveryKeys(sender.Id).Of("point-test", line), 0, time, line);
    }

    public override IReceiver Open(SenderIdentity sender) => new InfluxReceiver(this, sender, TimeProvider.System);
}
