using Sensor.Dissectors.Contract;

namespace Sensor.Facts;

/// <summary>Takes facts one at a time. The spans are valid during the call only.</summary>
internal interface IFactConsumer
{
    void Take(in FactHeader header, ReadOnlySpan<byte> body);

    /// <summary>All has been said about the packets of a block, counted from 0 over the input. What ends with the input comes as one more.</summary>
    void EndBlock(long number)
    {
    }

    /// <summary>What was said since the last block ends with the input; one more <see cref="EndBlock"/> follows, and nothing else.</summary>
    void EndInput()
    {
    }
}

/// <summary>
/// Brings the workers' facts into the one order of the input: by packet ordinal, then partition. Within a block each worker's facts come in that order and
/// blocks follow each other, so it is a merge with one batch of each worker at hand.
/// </summary>
internal sealed class FactMerge(IReadOnlyList<FactQueue> queues)
{
    private readonly FactBatch?[] _current = new FactBatch?[queues.Count];

    /// <summary>Whether the worker has said all about the current block.</summary>
    private readonly bool[] _blockDone = new bool[queues.Count];

    public void Run(IFactConsumer consumer)
    {
        var inputDone = false;
        for (long number = 0; !inputDone; number++)
        {
            inputDone = MergeBlock(consumer);
            if (inputDone)
            {
                consumer.EndInput();
            }

            consumer.EndBlock(number);
        }
    }

    private bool MergeBlock(IFactConsumer consumer)
    {
        Array.Clear(_blockDone);
        var inputDone = false;
        while (true)
        {
            FactBatch? next = null;
            for (var i = 0; i < queues.Count; i++)
            {
                if (Refill(i, ref inputDone) is { } batch && (next is null || IsBefore(in batch.Header, in next.Header)))
                {
                    next = batch;
                }
            }

            if (next is null)
            {
                return inputDone;
            }

            consumer.Take(in next.Header, next.Body);
            next.Advance();
        }
    }

    /// <summary>The worker's batch with its next fact of this block, or null when it has no more.</summary>
    private FactBatch? Refill(int worker, ref bool inputDone)
    {
        while (!_blockDone[worker])
        {
            var batch = _current[worker] ??= queues[worker].TakeFull();
            if (batch is null)
            {
                // The worker failed; what it said so far stands.
                _blockDone[worker] = inputDone = true;
                break;
            }

            if (batch.HasMore)
            {
                return batch;
            }

            _blockDone[worker] = batch.EndsBlock;
            inputDone |= batch.EndsInput;
            _current[worker] = null;
            queues[worker].Recycle(batch);
        }

        return null;
    }

    private static bool IsBefore(in FactHeader a, in FactHeader b) =>
        a.Ordinal != b.Ordinal ? a.Ordinal < b.Ordinal : a.Partition < b.Partition;
}
