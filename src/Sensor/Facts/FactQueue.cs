using System.Threading.Channels;

namespace Sensor.Facts;

/// <summary>
/// One worker's way to the analysis thread. A fixed number of batches goes round: that number is the bound, and a worker without an empty batch waits.
/// </summary>
internal sealed class FactQueue
{
    private readonly Pipe _full = new();
    private readonly Pipe _empty = new();

    public FactQueue(int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            _empty.Put(new FactBatch());
        }
    }

    public void Publish(FactBatch batch) => _full.Put(batch);

    public void Recycle(FactBatch batch)
    {
        batch.Clear();
        _empty.Put(batch);
    }

    /// <summary>An empty batch; waits for one. Null when the analysis has ended.</summary>
    public FactBatch? TakeEmpty() => _empty.Take();

    /// <summary>The worker's next batch; waits for it. Null when the worker has ended.</summary>
    public FactBatch? TakeFull() => _full.Take();

    public void Close()
    {
        _full.Close();
        _empty.Close();
    }

    /// <summary>A channel for dedicated threads: they wait on a semaphore, which allocates nothing, rather than on a task.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose of.
    private sealed class Pipe
#pragma warning restore CA1001
    {
        private readonly Channel<FactBatch> _channel =
            Channel.CreateUnbounded<FactBatch>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = false });

        private readonly SemaphoreSlim _available = new(0);

        public void Put(FactBatch batch)
        {
            if (_channel.Writer.TryWrite(batch))
            {
                _available.Release();
            }
        }

        public FactBatch? Take()
        {
            _available.Wait();
            if (_channel.Reader.TryRead(out var batch))
            {
                return batch;
            }

            // Closed and empty: whoever asks again gets the same answer.
            _available.Release();
            return null;
        }

        public void Close()
        {
            if (_channel.Writer.TryComplete())
            {
                _available.Release();
            }
        }
    }
}
