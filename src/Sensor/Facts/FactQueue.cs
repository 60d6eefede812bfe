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

    /// <summary>Batches that wait for the analysis.</summary>
    public int Depth => _full.Count;

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

    /// <summary>
    /// From one dedicated thread to another. Whoever waits sleeps at once: where facts are few, a thread that spins for each empty batch takes a processor from those
    /// that read.
    /// </summary>
    private sealed class Pipe
    {
        private readonly Queue<FactBatch> _batches = new();
        private bool _isClosed;

        public int Count
        {
            get
            {
                lock (_batches)
                {
                    return _batches.Count;
                }
            }
        }

        public void Put(FactBatch batch)
        {
            lock (_batches)
            {
                if (!_isClosed)
                {
                    _batches.Enqueue(batch);
                    Monitor.Pulse(_batches);
                }
            }
        }

        /// <summary>The next batch; waits for it. Null when closed and empty.</summary>
        public FactBatch? Take()
        {
            lock (_batches)
            {
                FactBatch? batch;
                while (!_batches.TryDequeue(out batch) && !_isClosed)
                {
                    Monitor.Wait(_batches);
                }

                return batch;
            }
        }

        public void Close()
        {
            lock (_batches)
            {
                _isClosed = true;
                Monitor.PulseAll(_batches);
            }
        }
    }
}
