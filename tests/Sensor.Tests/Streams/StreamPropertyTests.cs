using Sensor.Dissectors.Contract;
using Sensor.Tests.Support;

namespace Sensor.Tests.Streams;

/// <summary>
/// Random conversations on random networks: whatever happens to the packets, every byte that is shown is the byte that was sent at its place, and what
/// was shown, skipped and declared missing is all there was.
/// </summary>
public sealed class StreamPropertyTests
{
    [Fact]
    public void With_reordering_duplicates_and_overlaps_only_everything_arrives() => Run(1500, new Weather(), long.MaxValue);

    [Fact]
    public void With_losses_every_byte_shown_is_right_and_every_other_is_declared() => Run(1500, new Weather { Loss = 0.03, Pauses = true }, long.MaxValue);

    [Fact]
    public void With_heavy_losses_every_byte_shown_is_right_and_every_other_is_declared() =>
        Run(800, new Weather { Loss = 0.3, Pauses = true }, long.MaxValue);

    [Fact]
    public void With_a_snap_length_every_byte_shown_is_right_and_every_other_is_declared() =>
        Run(800, new Weather { Loss = 0.01, Cut = true, Pauses = true }, long.MaxValue);

    [Theory]
    [InlineData(0)]
    [InlineData(512)]
    [InlineData(2048)]
    [InlineData(20_000)]
    public void With_too_little_memory_every_byte_shown_is_right_and_every_other_is_declared(long limit) =>
        Run(600, new Weather { Loss = 0.03, Pauses = true }, limit);

    private static void Run(int conversations, Weather weather, long memory)
    {
        for (var seed = 1; seed <= conversations; seed++)
        {
            try
            {
                Play(new Random(seed), weather, memory);
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}: {e.Message}\n{e.StackTrace}");
            }
        }
    }

    private static void Play(Random random, Weather weather, long memory)
    {
        byte[][] streams = [Bytes(random), Bytes(random)];
        "REC"u8.CopyTo(streams[0]);
        var listener = new Listener(streams, new Random(random.Next()));
        var bench = new PartitionBench(new RecordingProtocol { Answers = _ => listener.Read, Losses = listener.Miss });
        bench.Partition.SetLimits(int.MaxValue, long.MaxValue);
        var script = new TcpScript(bench, (uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32)).Open().Send(0, streams[0].AsSpan(0, 3));
        bench.Partition.SetLimits(int.MaxValue, memory);
        var lossless = weather.Loss == 0 && !weather.Cut;
        foreach (var segment in Travel(Cut(streams, random), weather, random))
        {
            bench.WaitMilliseconds(weather.Pauses && random.Next(100) == 0 ? random.Next(3000) : random.NextDouble());
            var direction = segment.Direction;
            var stream = streams[(int)direction];
            var snap = weather.Cut && random.Next(20) == 0 ? random.Next(54, 300) : int.MaxValue;
            if (segment.IsFin)
            {
                script.Fin(stream.Length, direction);
            }
            else if (segment.IsAcknowledgement)
            {
                script.Acknowledge(segment.To, direction);
            }
            else
            {
                script.Send(segment.From, stream.AsSpan(segment.From, segment.To - segment.From), direction, snap);
            }
        }

        bench.Finish();
        Assert.Equal(0, bench.Partition.LentBytes);
        Assert.Equal(0, bench.Protocol.Unreturned);
        Assert.Equal(0, bench.Counters.Conflicts);
        for (var direction = Direction.ToServer; direction <= Direction.ToClient; direction++)
        {
            listener.AssertComplete(direction);
            if (lossless && memory == long.MaxValue)
            {
                Assert.Equal(0, listener.Missing(direction));
            }
        }
    }

    /// <summary>Segments of both directions, each with an acknowledgement some way behind.</summary>
    private static List<Segment> Cut(byte[][] streams, Random random)
    {
        var segments = new List<Segment>();
        int[] at = [3, 0];
        var largest = random.Next(4) == 0 ? 20 : 1460;
        while (at[0] < streams[0].Length || at[1] < streams[1].Length)
        {
            var d = random.Next(2);
            var end = Math.Min(streams[d].Length, at[d] + 1 + random.Next(largest));
            if (end == at[d])
            {
                continue;
            }

            segments.Add(new Segment((Direction)d, at[d], end));
            at[d] = end;
            if (random.Next(3) == 0)
            {
                segments.Add(new Segment((Direction)d, 0, end) { IsAcknowledgement = true });
            }
        }

        for (var d = Direction.ToServer; d <= Direction.ToClient; d++)
        {
            var length = streams[(int)d].Length;
            segments.Add(new Segment(d, length, length) { IsFin = true });
            segments.Add(new Segment(d, 0, length + 1) { IsAcknowledgement = true });
        }

        return segments;
    }

    private static IEnumerable<Segment> Travel(List<Segment> sent, Weather weather, Random random)
    {
        var onTheWay = new List<(double Arrival, Segment Segment)>();
        for (var i = 0; i < sent.Count; i++)
        {
            var segment = sent[i];
            if (segment.IsFin || random.NextDouble() >= weather.Loss)
            {
                onTheWay.Add((i + Delay(), segment));
            }

            if (segment.IsAcknowledgement || segment.IsFin)
            {
                continue;
            }

            if (random.NextDouble() < 0.05)
            {
                onTheWay.Add((i + 1 + Delay(), segment));
            }

            if (random.NextDouble() < 0.05)
            {
                // Sent again, cut elsewhere: neither end is a segment's.
                var from = Math.Max(segment.Direction == Direction.ToServer ? 3 : 0, segment.From - random.Next(500));
                var to = segment.From + 1 + random.Next(segment.To - segment.From);
                onTheWay.Add((i + 1 + Delay(), segment with { From = from, To = to }));
            }
        }

        return onTheWay.OrderBy(s => s.Arrival).Select(s => s.Segment);

        // In order mostly; a few overtake at most two others, which the rule for holes allows for.
        double Delay() => random.Next(10) == 0 ? random.NextDouble() * 2.5 : 0;
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[3 + random.Next(random.Next(5) == 0 ? 60_000 : 4_000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed record Weather
    {
        public double Loss { get; init; }

        public bool Cut { get; init; }

        public bool Pauses { get; init; }
    }

    private sealed record Segment(Direction Direction, int From, int To)
    {
        public bool IsFin { get; init; }

        public bool IsAcknowledgement { get; init; }
    }

    /// <summary>Reads with random needs and skips and knows where it is.</summary>
    private sealed class Listener(byte[][] streams, Random random)
    {
        private readonly long[] _at = new long[2];
        private readonly long[] _skippedTo = new long[2];
        private readonly long[] _missing = new long[2];
        private readonly int[] _asked = new int[2];

        public long Missing(Direction direction) => _missing[(int)direction];

        public Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at)
        {
            var d = (int)direction;
            var expected = streams[d].AsSpan((int)Math.Min(_at[d], streams[d].Length));
            Assert.True(data.Length <= expected.Length, $"{direction} shows {data.Length} bytes at {_at[d]}, of {streams[d].Length}");
            Assert.True(data.SequenceEqual(expected[..data.Length]), $"{direction} shows other bytes at {_at[d]}");
            var asked = _asked[d];
            _asked[d] = 0;
            var consumed = random.Next(3) == 0 ? random.Next(data.Length + 1) : data.Length;
            var left = data.Length - consumed;
            Step step;
            if (asked > data.Length)
            {
                step = Step.Done(data.Length);
            }
            else if (random.Next(6) == 0)
            {
                step = Step.SkipAfter(consumed, random.Next(1, random.Next(4) == 0 ? 20_000 : 300));
            }
            else if (left > 0 || random.Next(4) == 0)
            {
                _asked[d] = left + random.Next(1, random.Next(10) == 0 ? 5_000 : 50);
                step = Step.Need(consumed, _asked[d]);
            }
            else
            {
                step = Step.Done(data.Length);
            }

            _at[d] += step.Consumed + step.Skip;
            _skippedTo[d] = step.Skip > 0 ? _at[d] : _skippedTo[d];
            return step;
        }

        public void Miss(Direction direction, long bytes)
        {
            _at[(int)direction] += bytes;
            _missing[(int)direction] += bytes;
            _asked[(int)direction] = 0;
        }

        public void AssertComplete(Direction direction)
        {
            var d = (int)direction;
            var end = streams[d].Length;

            // Only a skip may reach beyond the end.
            Assert.True(_at[d] == end || (_at[d] > end && _skippedTo[d] == _at[d]), $"{direction} ends at {_at[d]} of {end}");
        }
    }
}
