using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Sensor.Tests.Support;

/// <summary>What was posted.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Names in any case.</param>
/// <param name="Body">As it came.</param>
internal sealed record Post(string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The body as text, unpacked where it is packed.</summary>
    public string Text
    {
        get
        {
            Stream body = new MemoryStream(Body);
            using var reader = new StreamReader(Headers.GetValueOrDefault("Content-Encoding") == "gzip" ? new GZipStream(body, CompressionMode.Decompress) : body, Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }
}

/// <param name="Status">HTTP's.</param>
/// <param name="RetryAfter">Null: it doesn't say.</param>
/// <param name="Body">Must be empty with 204.</param>
internal readonly record struct Reply(int Status, string? RetryAfter = null, string Body = "");

/// <summary>A server that takes whatever is posted to it and keeps it as it came, headers and all. Its port is its own from the beginning.</summary>
internal sealed class PostBox : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Reply> _reply;
    private readonly MemoryStream _all = new();
    private readonly List<Post> _posts = [];

    /// <param name="reply">What it answers; 204 unless given.</param>
    public PostBox(Func<Reply>? reply = null)
    {
        _reply = reply ?? (static () => new Reply(204));
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every byte that came.</summary>
    public string Text
    {
        get
        {
            lock (_all)
            {
                return Encoding.Latin1.GetString(_all.ToArray());
            }
        }
    }

    public IReadOnlyList<Post> Posts
    {
        get
        {
            lock (_all)
            {
                return [.. _posts];
            }
        }
    }

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var request = new List<byte>();
            var buffer = new byte[65_536];
            try
            {
                while (await stream.ReadAsync(buffer) is > 0 and var read)
                {
                    request.AddRange(buffer.AsSpan(0, read));
                    lock (_all)
                    {
                        _all.Write(buffer, 0, read);
                    }

                    while (Whole(request) is { } post)
                    {
                        Reply reply;
                        lock (_all)
                        {
                            _posts.Add(post);
                            reply = _reply();
                        }

                        await stream.WriteAsync(Bytes(reply));
                    }
                }
            }
            catch (IOException)
            {
                // The other side is done.
            }
        }
    }

    private static byte[] Bytes(Reply reply)
    {
        var wait = reply.RetryAfter is null ? "" : $"Retry-After: {reply.RetryAfter}\r\n";
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Said\r\n{wait}Content-Length: {reply.Body.Length}\r\n\r\n{reply.Body}"));
    }

    /// <summary>Takes a request off the front once it is there.</summary>
    private static Post? Whole(List<byte> request)
    {
        var bytes = CollectionsMarshal.AsSpan(request);
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var said) ? int.Parse(said, CultureInfo.InvariantCulture) : 0;
        if (bytes.Length < end + 4 + length)
        {
            return null;
        }

        var post = new Post(lines[0].Split(' ')[1], headers, bytes.Slice(end + 4, length).ToArray());
        request.RemoveRange(0, end + 4 + length);
        return post;
    }
}
