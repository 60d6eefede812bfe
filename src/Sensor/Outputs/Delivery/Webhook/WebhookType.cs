using Sensor.Options.Keys;
using Sensor.Outputs.Delivery.Http;
using Sensor.Yaml;

namespace Sensor.Outputs.Delivery.Webhook;

/// <summary><c>type: webhook</c>: each alert is posted as JSON to an address.</summary>
internal sealed class WebhookType : IReceiverType
{
    private static readonly Field Url = new("url", "http or https address", "`url_file`", "Where to. One that is a secret itself stands in `url_file`.");
    private static readonly Field UrlFile = new("url_file", "path", "`url`", "A file whose one line is the address; nobody else may read it.");
    private static readonly Field Key = new("secret", "text", "none", "What the body is signed with (HMAC-SHA-256). Better: `secret_file`.") { IsSecret = true };
    private static readonly Field KeyFile = new("secret_file", "path", "none", "A file whose one line is the secret; nobody else may read it.");
    private static readonly Field Token = new("token", "text", "none", "Goes along as `Authorization: Bearer`. Better: `token_file`.") { IsSecret = true };
    private static readonly Field TokenFile = new("token_file", "path", "none", "A file whose one line is the token; nobody else may read it.");
    private static readonly Field Batch = new("batch", "events, 1 to 1,000", "1", "1: each is posted alone. More: an object `events` with up to so many, each with its key.");
    private static readonly Field Proxy = new("proxy", "http address", "none", "What all goes through.");

    public string Name => "webhook";

    public IReadOnlyList<string> DefaultEvents { get; } = [EventTypes.Alert, EventTypes.Incident, EventTypes.Health];

    public IReadOnlyList<Field> Fields { get; } = [Url, UrlFile, KeyFile, Key, TokenFile, Token, Batch, Proxy, .. TlsFiles.Fields];

    public ReceiverSettings? Read(YamlMap item, ReceiverCommon common)
    {
        var url = Secret.Read(item, UrlFile, Url);
        if (url is null && item[Url] is null && item[UrlFile] is null)
        {
            item.Whole.Complain($"'{Url.Name}' is missing here.");
        }
        else if (item[Url] is { Text: { } text } inline && HttpChannel.ProblemOf(text, out _) is { } problem)
        {
            inline.Complain(problem);
        }

        var settings = new WebhookSettings(common, url!, TlsFiles.Read(item))
        {
            Key = Secret.Read(item, KeyFile, Key),
            Token = Secret.Read(item, TokenFile, Token),
            Batch = (int?)item[Batch]?.AsWhole(1, 1000) ?? 1,
            Proxy = ProxyOf(item[Proxy]),
        };
        return url is null ? null : settings;
    }

    private static Uri? ProxyOf(YamlValue? value)
    {
        if (value?.AsText() is not { } text)
        {
            return null;
        }

        if (HttpChannel.ProblemOf(text, out var proxy) is { } problem)
        {
            value.Complain(problem);
        }

        return proxy;
    }
}

/// <param name="Common">What all receivers have.</param>
/// <param name="Url">Where to.</param>
/// <param name="Tls">Whom to trust there.</param>
internal sealed record WebhookSettings(ReceiverCommon Common, Secret Url, TlsFiles Tls) : ReceiverSettings(Common)
{
    public override string Type => "webhook";

    /// <summary>What bodies are signed with; null: they aren't.</summary>
    public Secret? Key { get; init; }

    /// <summary>Null: none goes along.</summary>
    public Secret? Token { get; init; }

    public required int Batch { get; init; }

    public Uri? Proxy { get; init; }

    public override IEnumerable<Complaint> Problems => Tls.Problems.Concat(
        ((Secret?[])[Key, Token]).Select(s => s?.Problem).Concat([Url.ProblemWith(text => HttpChannel.ProblemOf(text, out _))]).OfType<Complaint>());

    public override IReceiver Open(SenderIdentity sender) => new WebhookReceiver(this, sender, TimeProvider.System);
}
