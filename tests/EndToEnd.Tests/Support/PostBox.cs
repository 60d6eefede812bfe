using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>Takes whatever is posted to it and keeps it as it came, headers and all; answers 204.</summary>
internal sealed class PostBox : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MemoryStream _all = new();

    public PostBox()
    {
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

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
            var request = new StringBuilder();
            var buffer = new byte[65_536];
            try
            {
                while (await stream.ReadAsync(buffer) is > 0 and var read)
                {
                    lock (_all)
                    {
                        _all.Write(buffer, 0, read);
                    }

                    request.Append(Encoding.Latin1.GetString(buffer, 0, read));
                    while (IsWhole(request.ToString(), out var length))
                    {
                        request.Remove(0, length);
                        await stream.WriteAsync("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                    }
                }
            }
            catch (IOException)
            {
                // The other side is done.
            }
        }
    }

    private static bool IsWhole(string request, out int length)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        length = 0;
        if (end < 0)
        {
            return false;
        }

        var body = request[..end].Split("\r\n").Select(l => l.Split(':', 2)).Where(l => l.Length == 2 && l[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(l => int.Parse(l[1], System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();
        length = end + 4 + body;
        return request.Length >= length;
    }
}
