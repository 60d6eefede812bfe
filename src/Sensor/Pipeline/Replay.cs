using System.Diagnostics;
using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Dissectors.Contract;
using Sensor.Evidence;
using Sensor.Facts;
using Sensor.Streams;

namespace Sensor.Pipeline;

/// <summary>Runs an input, files or the network, through workers and brings their facts, in order, to a consumer on the calling thread.</summary>
internal sealed class Replay
{
    /// <summary>1 M flows and 256 MiB of reassembly by default.</summary>
    public const long MaxFlows = 1_000_000;

    public const long MaxStreamBytes = 256L << 20;

    private const int BatchesPerWorker = 8;

    /// <summary>Packets by which it is judged whether the first one's time is believed.</summary>
    private const int FirstLook = 2 * PacketClock.WitnessesAhead;

    /// <summary>Listening, a batch is sent off with each block, every 25 ms, full or not: these outlast a pause of the analysis of 0.8 s.</summary>
    private const int LiveBatchesPerWorker = 32;

    /// <summary>One for each worker; what stops one or fails in one does so for all.</summary>
    private readonly IBlockFeed[] _feeds;
    private readonly FactQueue[] _queues;
    private readonly Worker[] _workers;
    private Exception? _failure;

    public Replay(ICaptureInput input, int workers, PartitionSettings settings, long maxFlows = MaxFlows, long maxStreamBytes = MaxStreamBytes)
        : this(new BlockFeed(input, workers), workers, settings, maxFlows, maxStreamBytes)
    {
    }

    /// <param name="feed">The input, made for this number of workers.</param>
    /// <param name="workers">Threads from packets to facts.</param>
    /// <param name="settings">What partitions are made from.</param>
    /// <param name="maxFlows">Flows held at a time.</param>
    /// <param name="maxStreamBytes">Bytes held back for reassembly at a time.</param>
    public Replay(IBlockFeed feed, int workers, PartitionSettings settings, long maxFlows = MaxFlows, long maxStreamBytes = MaxStreamBytes)
        : this([.. Enumerable.Repeat(feed, workers)], settings, maxFlows, maxStreamBytes)
    {
    }

    /// <param name="feeds">The input as each worker sees it, with the same blocks for all.</param>
    /// <param name="settings">What partitions are made from.</param>
    /// <param name="maxFlows">Flows held at a time.</param>
    /// <param name="maxStreamBytes">Bytes held back for reassembly at a time.</param>
    public Replay(IBlockFeed[] feeds, PartitionSettings settings, long maxFlows = MaxFlows, long maxStreamBytes = MaxStreamBytes)
    {
        _feeds = feeds;
        var budgets = new PartitionBudgets(feeds.Length, maxFlows, maxStreamBytes);
        _queues = [.. feeds.Select(feed => new FactQueue(feed is LiveInput ? LiveBatchesPerWorker : BatchesPerWorker))];
        _workers = [.. feeds.Select((feed, w) => new Worker(w, feeds.Length, feed, _queues[w], budgets, settings))];
    }

    /// <summary>Has the latest packets kept, in a ring for each worker. While listening only, and before it runs.</summary>
    public void Keep(IReadOnlyList<PacketRing> rings)
    {
        for (var w = 0; w < _workers.Length; w++)
        {
            _workers[w].Ring = rings[w];
        }
    }

    public IEnumerable<Partition> Partitions => _workers.SelectMany(w => w.Partitions).OrderBy(p => p.Number);

    /// <summary>The earliest packet time and the latest; null without records.</summary>
    public (long First, long Last)? Times => _workers.Aggregate(((long First, long Last)?)null, (all, worker) =>
        (all, worker.Times) is ({ } a, { } b) ? (Math.Min(a.First, b.First), Math.Max(a.Last, b.Last)) : all ?? worker.Times);

    /// <summary>Batches of facts of each worker that wait for the analysis. Any thread may ask.</summary>
    public IReadOnlyList<int> QueueDepths => [.. _queues.Select(q => q.Depth)];

    /// <summary>Bytes the workers allocated after their first block.</summary>
    public long WorkerAllocatedBytes => _workers.Sum(w => w.AllocatedBytes);

    /// <summary>Packet time of the first record that is believed; waits for the first block. Null when there is none.</summary>
    public long? FirstPacketTime
    {
        get
        {
            for (long n = 0; _feeds[0].Get(n) is { } block; n++)
            {
                if (block.Count > 0)
                {
                    return PacketClock.FirstBelieved(block.Entries[..Math.Min(block.Count, FirstLook)]);
                }

                if (block.IsLast || n >= 2)
                {
                    break;
                }
            }

            return null;
        }
    }

    public void Run(IFactConsumer consumer)
    {
        var threads = new Thread[_workers.Length];
        for (var w = 0; w < threads.Length; w++)
        {
            var (worker, queue) = (_workers[w], _queues[w]);
            threads[w] = new Thread(() => Guard(worker, queue), maxStackSize: 1 << 20) { Name = $"worker {w}", IsBackground = true };
            threads[w].Start();
        }

        try
        {
            new FactMerge(_queues).Run(consumer);
        }
        catch
        {
            _feeds[0].Stop();
            throw;
        }
        finally
        {
            foreach (var queue in _queues)
            {
                queue.Close();
            }

            foreach (var thread in threads)
            {
                thread.Join();
            }
        }

        if (_failure is not null)
        {
            throw new UnreachableException("A worker failed: " + _failure.Message, _failure);
        }
    }

    /// <summary>The sum of a protocol's counters over all partitions.</summary>
    public ProtocolCounters Sum(int protocol)
    {
        ProtocolCounters? sum = null;
        foreach (var partition in Partitions)
        {
            var counters = partition.Shares[protocol].Counters;
            if (sum is null)
            {
                sum = counters;
            }
            else
            {
                sum.Add(counters);
            }
        }

        return sum!;
    }

    private void Guard(Worker worker, FactQueue queue)
    {
        try
        {
            worker.Run();
        }
        catch (AnalysisEndedException e)
        {
            // The blocks this worker leaves unreleased are waited for by nobody.
            _feeds[0].Stop();
            _feeds[0].Fail(e);
        }
        catch (Exception e)
        {
            // A bug in a worker must end the run, not hang it.
            Interlocked.CompareExchange(ref _failure, e, null);
            _feeds[0].Fail(e);
        }
        finally
        {
            // Also of a worker that another's failure ended before it could say so.
            queue.Close();
        }
    }
}
