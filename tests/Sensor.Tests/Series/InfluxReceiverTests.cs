using System.Text;
using Sensor.Outputs.Delivery;
using Sensor.Outputs.Delivery.Influx;
using Sensor.Tests.Support;

namespace Sensor.Tests.Series;

/// <summary>What follows from a server's answers.</summary>
public sealed class InfluxReceiverTests : IDisposable
{
    private readonly PostBox _server;
    private readonly Queue<Reply> _answers = new();
    private readonly Clock _clock = new();

    public InfluxReceiverTests() => _server = new PostBox(_answers.Dequeue);

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Points_go_as_lines_to_where_they_belong(bool gzip)
    {
        using var receiver = Receiver(gzip);
        _answers.Enqueue(new(204));

        Assert.Equal(Delivered.All(2), await Send(receiver, "a b=1i 1\na b=2i 2", "a b=3i 3"));
        var post = Assert.Single(_server.Posts);
        Assert.Equal(("/base/write?db=ward&precision=ns", "a b=1i 1\na b=2i 2\na b=3i 3\n"), (post.Target, post.Text));
        Assert.DoesNotContain("Authorization", post.Headers.Keys);
        Assert.Equal(gzip, post.Headers.ContainsKey("Content-Encoding"));
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
        _answers.Enqueue(new(status, Body: "a text of theirs"));

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
        _answers.Enqueue(new(status, retryAfter, "a text of theirs"));
        _answers.Enqueue(new(204));
        Assert.Equal(DeliveryOutcome.TryAgain, (await Send(receiver, "a b=1i 1")).Outcome);

        _clock.Now += TimeSpan.FromSeconds(seconds - 1);
        Assert.Equal(DeliveryOutcome.TryAgain, (await Send(receiver, "a b=1i 1")).Outcome);
        Assert.Single(_server.Posts);

        _clock.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(DeliveryOutcome.Done, (await Send(receiver, "a b=1i 1")).Outcome);
    }

    [Fact]
    public async Task A_body_has_no_more_than_servers_take()
    {
        using var receiver = Receiver();
        var big = new string('a', 1_000_000);
        _answers.Enqueue(new(204));

        Assert.Equal(Delivered.All(4), await Send(receiver, big, big, big, big, big));
        Assert.Equal(4, _server.Posts.Single().Text.Count(c => c == '\n'));
    }

    private static async ValueTask<Delivered> Send(InfluxReceiver receiver, params string[] bodies) =>
        await receiver.SendAsync([.. bodies.Select((b, i) => new Outgoing("point", $"{i}", 0, i, Encoding.UTF8.GetBytes(b)))], TestContext.Current.CancellationToken);

    private InfluxReceiver Receiver(bool gzip = true) => new(
        new InfluxSettings(
            new ReceiverCommon("ward", new Selection(["point"]), TimeSpan.FromSeconds(10)), new Uri($"http://127.0.0.1:{_server.Port}/base/"),
            new InfluxTarget("write?db=ward&precision=ns", Secret: null), new TlsFiles())
        {
            Gzip = gzip, Batch = 10, Linger = TimeSpan.Zero,
        },
        new SenderIdentity("00000000", "host", "1"),
        _clock);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
