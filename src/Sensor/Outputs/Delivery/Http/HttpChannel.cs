using System.Net;
using System.Net.Http.Headers;

namespace Sensor.Outputs.Delivery.Http;

/// <summary>What a receiver answered.</summary>
/// <param name="Status">The code. The rest isn't waited for.</param>
internal readonly record struct HttpAnswer(int Status)
{
    /// <summary>How long it asks to be left alone (RFC 9110, 10.2.3); null: it doesn't.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What that means for what was sent, where the receiver says nothing more exact.</summary>
    /// <param name="count">Things that were sent.</param>
    public Delivered For(int count) => Status switch
    {
        >= 200 and < 300 => Delivered.All(count),
        400 or 413 or 422 => new Delivered(DeliveryOutcome.Divide, 0, $"it answers {Status}"),
        >= 300 and < 400 => Delivered.Later($"it answers {Status}, and redirects aren't followed"),
        _ => Delivered.Later($"it answers {Status}"),
    };
}

/// <summary>Posts to one receiver: one connection, no redirects, no cookies, no proxy but the one that was named, and answers within a bound.</summary>
internal sealed class HttpChannel : IDisposable
{
    private const int MaxBody = 4096, MaxHeadersKiB = 16;

    /// <summary>After so long certificates are read, and the receiver's name is looked up, anew.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly TlsFiles _tls;
    private readonly Uri? _proxy;
    private readonly string _agent;
    private HttpClient? _client;
    private long _connected;

    /// <param name="tls">Whom it trusts.</param>
    /// <param name="proxy">Where all goes through; null: nowhere.</param>
    /// <param name="sender">Who sends.</param>
    public HttpChannel(TlsFiles tls, Uri? proxy, SenderIdentity sender) => (_tls, _proxy, _agent) = (tls, proxy, $"Sensor/{sender.Version}");

    /// <exception cref="HttpRequestException">Nothing, or nothing of use, was answered.</exception>
    /// <exception cref="IOException">A file of certificates can't be read.</exception>
    public async ValueTask<HttpAnswer> PostAsync(Uri url, HttpContent body, Action<HttpRequestHeaders> headers, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = body, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("User-Agent", _agent);
        headers(request.Headers);
        try
        {
            using var response = await Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            return new HttpAnswer((int)response.StatusCode) { RetryAfter = response.Headers.RetryAfter?.Delta };
        }
        catch
        {
            // The next one begins anew, with certificates as they are by then.
            Dispose();
            throw;
        }
    }

    /// <summary>An address that can be posted to, or what is wrong with it.</summary>
    public static string? ProblemOf(string text, out Uri? url)
    {
        url = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var read) || read.Scheme is not ("http" or "https") || read.Host.Length == 0)
        {
            return "Here belongs an address such as https://siem.example.org/hook.";
        }

        if (read.UserInfo.Length > 0)
        {
            return "Names and passwords don't belong into an address.";
        }

        url = read;
        return null;
    }

    public void Dispose()
    {
        _client?.Dispose();
        _client = null;
    }

    private HttpClient Client()
    {
        var now = Environment.TickCount64;
        if (now - _connected >= Lifetime.TotalMilliseconds)
        {
            Dispose();
        }

        if (_client is null)
        {
            (_client, _connected) = (Connect(), now);
        }

        return _client;
    }

    private HttpClient Connect() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = _proxy is not null,
        Proxy = _proxy is null ? null : new WebProxy(_proxy),
        MaxConnectionsPerServer = 1,
        MaxResponseHeadersLength = MaxHeadersKiB,
        MaxResponseDrainSize = MaxBody,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        SslOptions = _tls.OptionsFor(null),
    })
    {
        // The sender has a watch of its own.
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
