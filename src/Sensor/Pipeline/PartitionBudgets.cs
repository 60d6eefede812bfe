using Sensor.Capture;
using Sensor.Streams;

namespace Sensor.Pipeline;

/// <summary>
/// Splits the sensor's bounds among partitions: half of each bound is every partition's guaranteed share, the other half goes, at fixed packet ordinals,
/// to where demand was an epoch earlier. The grant depends only on the input, so that evictions don't depend on the number of workers.
/// </summary>
internal sealed class PartitionBudgets(int workers, long maxFlows, long maxStreamBytes)
{
    /// <summary>Packets between grants.</summary>
    public const long EpochLength = 1 << 16;

    /// <summary>A worker is at most this many epochs ahead of another, by the size of the block ring; older numbers may be overwritten.</summary>
    private const int Kept = 256;

    private readonly int[] _flows = new int[Kept * Partitioning.Count];
    private readonly long[] _bytes = new long[Kept * Partitioning.Count];
    private readonly long[] _published = [.. Enumerable.Repeat(-1L, workers)];

    public static long EpochOf(long ordinal) => ordinal / EpochLength;

    public void SetInitial(Partition partition) => partition.SetLimits((int)(maxFlows / Partitioning.Count), maxStreamBytes / Partitioning.Count);

    /// <summary>A worker has come to the end of an epoch: it says what its partitions use and takes the limits for the next.</summary>
    public void Cross(int worker, long epoch, ReadOnlySpan<int> owned, Partition[] partitions)
    {
        var row = (int)(epoch % Kept) * Partitioning.Count;
        foreach (var p in owned)
        {
            _flows[row + p] = partitions[p].FlowWeight;
            _bytes[row + p] = partitions[p].LentBytes;
        }

        Volatile.Write(ref _published[worker], epoch);
        if (epoch == 0)
        {
            return;
        }

        var spin = new SpinWait();
        for (var w = 0; w < workers; w++)
        {
            while (Volatile.Read(ref _published[w]) < epoch - 1)
            {
                spin.SpinOnce();
            }
        }

        Grant((int)((epoch - 1) % Kept) * Partitioning.Count, owned, partitions);
    }

    /// <summary>
    /// The same while listening, from time to time and without waiting: workers see different packets, so the grant follows what the others said last. For as long as
    /// they differ in that, the bounds are kept only nearly.
    /// </summary>
    public void Settle(ReadOnlySpan<int> owned, Partition[] partitions)
    {
        foreach (var p in owned)
        {
            _flows[p] = partitions[p].FlowCount;
            _bytes[p] = partitions[p].LentBytes;
        }

        Grant(0, owned, partitions);
    }

    /// <summary>A worker that ends keeps nobody waiting.</summary>
    public void Leave(int worker) => Volatile.Write(ref _published[worker], long.MaxValue);

    private void Grant(int row, ReadOnlySpan<int> owned, Partition[] partitions)
    {
        var flowShare = maxFlows / 2 / Partitioning.Count;
        var byteShare = maxStreamBytes / 2 / Partitioning.Count;
        long flowDemand = 0;
        long byteDemand = 0;
        for (var p = 0; p < Partitioning.Count; p++)
        {
            flowDemand += Demand(_flows[row + p], flowShare);
            byteDemand += Demand(_bytes[row + p], byteShare);
        }

        foreach (var p in owned)
        {
            var flows = flowShare + Credit(Demand(_flows[row + p], flowShare), flowDemand, maxFlows / 2);
            var bytes = byteShare + Credit(Demand(_bytes[row + p], byteShare), byteDemand, maxStreamBytes / 2);
            partitions[p].SetLimits((int)Math.Min(flows, int.MaxValue), bytes);
        }
    }

    /// <summary>Who uses much may soon want as much again.</summary>
    private static long Demand(long used, long share) => Math.Max(0, (2 * used) - share);

    private static long Credit(long demand, long all, long pool) =>
        all <= pool ? demand + ((pool - all) / Partitioning.Count) : (long)((Int128)pool * demand / all);
}
