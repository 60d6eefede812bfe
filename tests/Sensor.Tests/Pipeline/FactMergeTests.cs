using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Tests.Support;

namespace Sensor.Tests.Pipeline;

public sealed class FactMergeTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 100)]
    [InlineData(3, 20_000)]
    public void Facts_of_several_workers_come_in_the_one_order_however_many_batches_a_block_takes(int workers, int packetsPerBlock)
    {
        const int Blocks = 6;
        var queues = Enumerable.Range(0, workers).Select(_ => new FactQueue(2)).ToArray();
        var threads = queues.Select((queue, w) => new Thread(() => Write(queue, w, workers, Blocks, packetsPerBlock)) { IsBackground = true }).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        var order = new Order();
        ReplayRun.Within(TimeSpan.FromSeconds(20), () => new FactMerge(queues).Run(order));

        Assert.Equal(Blocks * packetsPerBlock * 3, order.Count);
    }

    [Fact]
    public void A_worker_with_nothing_to_say_keeps_nobody_waiting()
    {
        FactQueue[] queues = [new(4), new(4)];
        var silent = new FactPublisher(queues[0]);
        var talkative = new FactPublisher(queues[1]) { Partition = 1, Ordinal = 1 };
        talkative.Write(default(Heard), default, 0, 1, Quality.Clean, Endpoint.Client);
        foreach (var publisher in (FactPublisher[])[silent, talkative])
        {
            publisher.EndBlock(endsInput: false);
            publisher.EndBlock(endsInput: true);
        }

        var order = new Order();
        ReplayRun.Within(TimeSpan.FromSeconds(20), () => new FactMerge(queues).Run(order));
        Assert.Equal(1, order.Count);
    }

    [Fact]
    public void What_a_worker_said_before_it_failed_stands()
    {
        FactQueue[] queues = [new(4), new(4)];
        for (var w = 0; w < 2; w++)
        {
            var publisher = new FactPublisher(queues[w]) { Partition = (byte)w, Ordinal = 1 + w };
            publisher.Write(default(Heard), default, 0, 1, Quality.Clean, Endpoint.Client);
            publisher.EndBlock(endsInput: false);
            queues[w].Close();
        }

        var order = new Order();
        ReplayRun.Within(TimeSpan.FromSeconds(20), () => new FactMerge(queues).Run(order));
        Assert.Equal(2, order.Count);
    }

    [Fact]
    public void A_worker_without_an_empty_batch_waits_until_the_analysis_ends()
    {
        var queue = new FactQueue(1);
        var publisher = new FactPublisher(queue);
        publisher.EndBlock(endsInput: false);
        var waiting = new Thread(() => Record.Exception(() => publisher.EndBlock(endsInput: false))) { IsBackground = true };
        waiting.Start();
        Assert.False(waiting.Join(100));
        queue.Close();

        Assert.True(waiting.Join(10_000));
        Assert.Throws<AnalysisEndedException>(() => publisher.EndBlock(endsInput: false));
    }

    private static void Write(FactQueue queue, int worker, int workers, int blocks, int packetsPerBlock)
    {
        var publisher = new FactPublisher(queue);
        for (var block = 0; block < blocks; block++)
        {
            for (var i = 0; i < packetsPerBlock; i++)
            {
                publisher.Ordinal = (block * packetsPerBlock) + i + 1;

                // Three partitions have something to say of every packet: each worker says what its own do.
                for (var partition = 0; partition < 3; partition++)
                {
                    if (partition % workers == worker)
                    {
                        publisher.Partition = (byte)partition;
                        var fact = new Heard { Bytes = publisher.Ordinal, What = partition };
                        publisher.Write(in fact, default, 0, 1, Quality.Clean, Endpoint.Client);
                    }
                }
            }

            publisher.EndBlock(block == blocks - 1);
        }
    }

    private sealed class Order : IFactConsumer
    {
        private (long, byte) _last;

        public int Count { get; private set; }

        public void Take(in FactHeader header, ReadOnlySpan<byte> body)
        {
            var next = (header.Ordinal, header.Partition);
            Assert.True(next.CompareTo(_last) > 0, $"{next} after {_last}");
            _last = next;
            Count++;
        }
    }
}
