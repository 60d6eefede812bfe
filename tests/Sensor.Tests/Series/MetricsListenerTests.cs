using System.Net;
using System.Net.Sockets;
using System.Text;
using Sensor.Series.Metrics;

namespace Sensor.Tests.Series;

/// <summary>Who asks for metrics gets them; who wants anything else, or too much, doesn't.</summary>
public sealed class MetricsListenerTests : IDisposable
{
    private readonly MetricsListener _listener = new(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void The_page_that_was_published_last_is_answered()
    {
        Assert.StartsWith("HTTP/1.1 503 ", Ask("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);
        _listener.Publish("a 1\n"u8.ToArray());
        _listener.Publish("a 2\n"u8.ToArray());

        Assert.Equal(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: 4\r\nConnection: close\r\n\r\na 2\n",
            Ask("GET /metrics?x=y HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.EndsWith("Content-Length: 4\r\nConnection: close\r\n\r\n", Ask("HEAD /metrics HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "404")]
    [InlineData("GET /metrics/../secrets HTTP/1.1\r\n\r\n", "404")]
    [InlineData("POST /metrics HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "405")]
    [InlineData("GET /metrics\r\n\r\n", "400")]
    [InlineData("\r\n\r\n", "400")]
    [InlineData("GET /metrics HTTP/2.0\r\n\r\n", "400")]
    public void Anything_else_is_refused(string request, string status)
    {
        _listener.Publish("a 1\n"u8.ToArray());
        Assert.StartsWith($"HTTP/1.1 {status} ", Ask(request), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_is_too_long_is_refused() =>
        Assert.StartsWith("HTTP/1.1 400 ", Ask("GET /metrics HTTP/1.1\r\nX: ".PadRight(MetricsListener.MaxRequestBytes, 'a')), StringComparison.Ordinal);

    [Fact]
    public void Who_comes_when_all_places_are_taken_is_shut_out_and_finds_one_later()
    {
        _listener.Publish("a 1\n"u8.ToArray());
        var idle = Enumerable.Range(0, MetricsListener.MaxConnections).Select(_ => Connect()).ToList();
        Assert.True(SpinWait.SpinUntil(() => Ask("GET /metrics HTTP/1.1\r\n\r\n").Length == 0, TimeSpan.FromSeconds(3)));
        idle.ForEach(i => i.Dispose());
        Assert.True(SpinWait.SpinUntil(() => Ask("GET /metrics HTTP/1.1\r\n\r\n").EndsWith("a 1\n", StringComparison.Ordinal), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Who_says_nothing_is_not_waited_for()
    {
        using var silent = Connect();
        silent.ReceiveTimeout = (int)(3 * MetricsListener.Patience).TotalMilliseconds;
        Assert.Equal(0, silent.Receive(new byte[1]));
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(_listener.Address);
        return socket;
    }

    /// <summary>All that is answered; empty where the connection is shut.</summary>
    private string Ask(string request)
    {
        using var socket = Connect();
        try
        {
            socket.Send(Encoding.ASCII.GetBytes(request));
            var (answer, buffer) = (new StringBuilder(), new byte[4096]);
            while (socket.Receive(buffer) is > 0 and var length)
            {
                answer.Append(Encoding.ASCII.GetString(buffer, 0, length));
            }

            return answer.ToString();
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
