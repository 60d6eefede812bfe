using System.IO.Compression;
using System.Net;
using System.Text;
using Sensor.Outputs.Delivery;
using Sensor.Outputs.Delivery.Influx;

namespace Sensor.Tests.Series;

/// <summary>What follows from a server's answers.</summary>
public sealed class InfluxReceiverTests : IDisposable
{
    private readonly HttpListener _server = new();
    private readonly List<(string Path, string? Authorization, string Body)> _posts = [];
    private readonly Queue<(int Status, string? RetryAfter)> _answers = new();
    private readonly Task _serving;
    private readonly Clock _clock = new();
    private readonly string _url;

    public InfluxReceiverTests()
    {
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _server.Prefixes.Add(_url);
        _server.Start();
        _serving = Task.Run(ServeAsync);
    }

    public void Dispose()
    {
        _server.Stop();
        _serving.Wait();
        _server.Close();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Points_go_as_lines_to_where_they_belong(bool gzip)
    {
        using var receiver = Receiver(gzip);
        _answers.Enqueue((204, null));

        Assert.Equal(Delivered.All(2), await Send(receiver, "a b=1i 1\na b=2i 2", "a b=3i 3"));
        Assert.Equal([("/base/write?db=ward&precision=ns", (string?)null, "a b=1i 1\na b=2i 2\na b=3i 3\n")], _posts);
    }

    [Theory]
    [InlineData(400, DeliveryOutcome.Divide)]
    [InlineData(413, DeliveryOutcome.Divide)]
    [InlineData(401, DeliveryOutcome.TryAgain)]
    [InlineData(404, DeliveryOutcome.TryAgain)]
    [InlineData(302, DeliveryOutcome.TryAgain)]
    [InlineData(500, DeliveryOutcome.TryAgain)]
    [InlineData(503, DeliveryOutcome.TryAgain)]
    public async Task Every_other_answer_has_its_outcome_and_tells_nothing_of_theirs(int status, object outcome)
    {
        using var receiver = Receiver();
        _answers.Enqueue((status, null));

        var delivered = await Send(receiver, "a b=1i 1");
        Assert.Equal(outcome, delivered.Outcome);
        Assert.Equal(0, delivered.Taken);
        Assert.Contains($"it answers {status}", delivered.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("a text of theirs", delivered.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "30", 30)]
    [InlineData(503, "999999", 300)]
    public async Task Who_asks_to_be_left_alone_is_for_a_while(int status, string retryAfter, int seconds)
    {
        using var receiver = Receiver();
        _answers.Enqueue((status, retryAfter));
        _answers.Enqueue((204, null));
        Assert.Equal(DeliveryOutcome.TryAgain, (await Send(receiver, "a b=1i 1")).Outcome);

        _clock.Now += TimeSpan.FromSeconds(seconds - 1);
        Assert.Equal(DeliveryOutcome.TryAgain, (await Send(receiver, "a b=1i 1")).Outcome);
        Assert.Single(_posts);

        _clock.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(DeliveryOutcome.Done, (await Send(receiver, "a b=1i 1")).Outcome);
    }

    [Fact]
    public async Task A_body_has_no_more_than_servers_take()
    {
        using var receiver = Receiver();
        var big = new string('a', 1_000_000);
        _answers.Enqueue((204, null));

        Assert.Equal(Delivered.All(4), await Send(receiver, big, big, big, big, big));
        Assert.Equal(4, _posts.Single().Body.Count(c => c == '\n'));
    }

    private static async ValueTask<Delivered> Send(InfluxReceiver receiver, params string[] bodies) =>
        await receiver.SendAsync([.. bodies.Select((b, i) => new Outgoing("point", $"{i}", 0, i, Encoding.UTF8.GetBytes(b)))], TestContext.Current.CancellationToken);

    private InfluxReceiver Receiver(bool gzip = true) => new(
        new InfluxSettings(
            new ReceiverCommon("ward", new Selection(["point"]), TimeSpan.FromSeconds(10)), new Uri(_url + "base/"),
            new InfluxTarget("write?db=ward&precision=ns", Secret: null), new TlsFiles())
        {
            Gzip = gzip, Batch = 10, Linger = TimeSpan.Zero,
        },
        new SenderIdentity("00000000", "host", "1"),
        _clock);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var call = await _server.GetContextAsync();
                using var body = new StreamReader(
                    call.Request.Headers["Content-Encoding"] == "gzip" ? new GZipStream(call.Request.InputStream, CompressionMode.Decompress) : call.Request.InputStream, Encoding.UTF8);
                _posts.Add((call.Request.RawUrl!, call.Request.Headers["Authorization"], await body.ReadToEndAsync()));
                var (status, retryAfter) = _answers.Dequeue();
                call.Response.StatusCode = status;
                if (retryAfter is not null)
                {
                    call.Response.Headers["Retry-After"] = retryAfter;
                }

                await using (call.Response.OutputStream)
                {
                    if (status != 204)
                    {
                        await call.Response.OutputStream.WriteAsync("a text of theirs"u8.ToArray());
                    }
                }
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
