using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sensor.Series.Metrics;

/// <summary>
/// Answers <c>GET /metrics</c> with the page that was published last, and nothing else. One request a connection; few connections at a time, each with little time and
/// few bytes: whoever wants more is shut out. The page is text that is ready, so nobody who asks keeps the analysis waiting.
/// </summary>
internal sealed class MetricsListener : IDisposable
{
    public const int MaxConnections = 16, MaxRequestBytes = 8192;

    /// <summary>From being let in to the last byte of the answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _places = new(MaxConnections);
    private readonly Task _accepting;
    private byte[]? _page;

    /// <exception cref="SocketException">The address can't be listened on.</exception>
    public MetricsListener(IPEndPoint address)
    {
        _listener = new TcpListener(address);
        _listener.Start(MaxConnections);
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the port that was chosen.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>From now on this is the page. Any thread.</summary>
    public void Publish(byte[] page) => Volatile.Write(ref _page, page);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _accepting.Wait();

        // Those who are being answered hold places.
        for (var i = 0; i < MaxConnections; i++)
        {
            _places.Wait();
        }

        _places.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_end.Token).ConfigureAwait(false);
                if (_places.Wait(0))
                {
                    _ = AnswerAsync(client);
                }
                else
                {
                    client.Dispose();
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // Whoever came has gone, or the process is short of handles for a moment.
                await Task.Delay(100, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        patience.CancelAfter(Patience);
        try
        {
            using (client)
            {
                var request = await ReadAsync(client, patience.Token).ConfigureAwait(false);
                var answer = Answer(request);
                while (answer.Length > 0)
                {
                    answer = answer[await client.SendAsync(answer, patience.Token).ConfigureAwait(false)..];
                }

                client.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // They have gone, or took too long.
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>The head of a request; null where it is none or too long.</summary>
    private static async Task<string?> ReadAsync(Socket client, CancellationToken cancel)
    {
        var bytes = new byte[MaxRequestBytes];
        for (var length = 0; length < bytes.Length;)
        {
            var more = await client.ReceiveAsync(bytes.AsMemory(length), cancel).ConfigureAwait(false);
            length += more;
            if (bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
            {
                return Encoding.ASCII.GetString(bytes, 0, length);
            }

            if (more == 0)
            {
                break;
            }
        }

        return null;
    }

    private ReadOnlyMemory<byte> Answer(string? request)
    {
        var words = request?[..request.IndexOf("\r\n", StringComparison.Ordinal)].Split(' ');
        if (words is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"])
        {
            return Text("400 Bad Request", "no request for metrics\n");
        }

        if (target.Split('?')[0] != "/metrics")
        {
            return Text("404 Not Found", "only /metrics is here\n");
        }

        if (method is not ("GET" or "HEAD"))
        {
            return Text("405 Method Not Allowed", "only GET is answered\n", "Allow: GET, HEAD\r\n");
        }

        return Volatile.Read(ref _page) is { } page
            ? Whole("200 OK", MetricsText.ContentType, page, "", withBody: method == "GET")
            : Text("503 Service Unavailable", "nothing has been measured yet\n");
    }

    private static ReadOnlyMemory<byte> Text(string status, string body, string more = "") =>
        Whole(status, "text/plain; charset=utf-8", Encoding.ASCII.GetBytes(body), more, withBody: true);

    private static ReadOnlyMemory<byte> Whole(string status, string type, byte[] body, string more, bool withBody)
    {
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{more}Connection: close\r\n\r\n");
        return (byte[])[.. head, .. withBody ? body : []];
    }
}
