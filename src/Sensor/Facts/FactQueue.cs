using System.Threading.Channels;

namespace Sensor.Facts;

/// <summary>
/// One worker's way to the analysis thread. A fixed number of batches goes round: that number is the bound, and a worker without an empty batch waits.
/// </summary>
internal sealed class FactQueue
{
    private readonly Channel<FactBatch> _full = New();
    private readonly Channel<FactBatch> _empty = New();

    public FactQueue(int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            _empty.Writer.TryWrite(new FactBatch());
        }
    }

    public void Publish(FactBatch batch) => _full.Writer.TryWrite(batch);

    public void Recycle(FactBatch batch)
    {
        batch.Clear();
        _empty.Writer.TryWrite(batch);
    }

    /// <summary>An empty batch; waits for one. Null when the analysis has ended.</summary>
    public FactBatch? TakeEmpty() => Take(_empty);

    /// <summary>The worker's next batch; waits for it. Null when the worker has ended.</summary>
    public FactBatch? TakeFull() => Take(_full);

    public void Close()
    {
        _full.Writer.TryComplete();
        _empty.Writer.TryComplete();
    }

    private static FactBatch? Take(Channel<FactBatch> channel)
    {
        while (true)
        {
            if (channel.Reader.TryRead(out var batch))
            {
                return batch;
            }

            var ready = channel.Reader.WaitToReadAsync();
            if (!(ready.IsCompleted ? ready.Result : ready.AsTask().GetAwaiter().GetResult()))
            {
                return null;
            }
        }
    }

    private static Channel<FactBatch> New() =>
        Channel.CreateUnbounded<FactBatch>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
}
