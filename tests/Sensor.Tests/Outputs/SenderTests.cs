using Sensor.Outputs.Delivery;
using Sensor.Outputs.Delivery.Spool;

namespace Sensor.Tests.Outputs;

/// <summary>A sender goes on, whatever the way to its receiver does.</summary>
public sealed class SenderTests
{
    [Fact]
    public void What_nobody_expected_is_told_and_survived()
    {
        var failures = 3;
        var (status, told) = Send(1, (batch, _) => failures-- > 0 ? throw new InvalidOperationException("a bug") : ValueTask.FromResult(Delivered.All(batch.Count)));

        Assert.Equal((1, 0), (status.Sent, status.Waiting));
        Assert.Contains("InvalidOperationException", told[0].Text, StringComparison.Ordinal);
        Assert.Equal([DeliveryEvent.Unreachable, DeliveryEvent.ReachableAgain], told.Select(n => n.Event));
    }

    [Fact]
    public void A_receiver_that_is_slow_with_many_gets_fewer_at_a_time()
    {
        var (status, _) = Send(64, async (batch, cancel) =>
        {
            await Task.Delay(batch.Count > 8 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero, cancel);
            return Delivered.All(batch.Count);
        });

        Assert.Equal((64, 0), (status.Sent, status.Waiting));
    }

    [Fact]
    public void What_is_refused_in_the_middle_is_the_only_one_set_aside()
    {
        var sent = new List<string>();
        var (status, _) = Send(10, (batch, _) =>
        {
            var before = batch.TakeWhile(t => t.Key != "k-4").Select(t => t.Key).ToList();
            sent.AddRange(before);
            return ValueTask.FromResult(before.Count == batch.Count ? Delivered.All(batch.Count) : new Delivered(DeliveryOutcome.Refused, before.Count, "no"));
        });

        Assert.Equal((9, 1), (status.Sent, status.Refused));
        Assert.Equal(Enumerable.Range(1, 10).Where(i => i != 4).Select(i => $"k-{i}"), sent);
    }

    /// <summary>Sends so many things until the receiver has them.</summary>
    private static (ReceiverStatus Status, List<DeliveryNews> Told) Send(int count, Func<IReadOnlyList<Outgoing>, CancellationToken, ValueTask<Delivered>> receive)
    {
        var told = new List<DeliveryNews>();
        using var spool = new SpoolQueue(null, 1 << 20, 1 << 20, _ => { });
        for (var i = 1; i <= count; i++)
        {
            spool.Add(new Outgoing("hl7", $"k-{i}", 0, i, "{}"u8.ToArray()), 0);
        }

        spool.Commit(sync: false);
        using var sender = new Sender(new Settings(), new Receiver(receive), spool, null, TimeSpan.FromMilliseconds(10), told.Add);
        Eventually.True(() => spool.Waiting == 0);
        Assert.True(sender.FinishAsync().Wait(TimeSpan.FromSeconds(10)));
        return (sender.Status with { Waiting = spool.Waiting }, told);
    }

    private sealed record Settings() : ReceiverSettings(new ReceiverCommon("it", new Selection([]), TimeSpan.FromMilliseconds(100)))
    {
        public override string Type => "test";

        public override IReceiver Open(SenderIdentity sender) => throw new NotSupportedException();
    }

    private sealed class Receiver(Func<IReadOnlyList<Outgoing>, CancellationToken, ValueTask<Delivered>> receive) : IReceiver
    {
        public int MaxBatch => 64;

        public TimeSpan Linger => TimeSpan.Zero;

        public ValueTask<Delivered> SendAsync(IReadOnlyList<Outgoing> batch, CancellationToken cancel) => receive(batch, cancel);

        public void Dispose()
        {
        }
    }
}
