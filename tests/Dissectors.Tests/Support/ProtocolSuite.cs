using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Support;

/// <summary>
/// What every protocol must stand, whatever it is. A protocol's tests derive from this and name the protocol and recordings of it.
/// </summary>
public abstract class ProtocolSuite
{
    /// <summary>Most plays of one recording in one test: long ones are sampled.</summary>
    private const int MaxPlays = 3000;

    protected abstract IProtocol Protocol { get; }

    protected abstract IEnumerable<Recording> Recordings { get; }

    [Fact]
    public void Its_first_bytes_are_recognised()
    {
        foreach (var recording in Recordings)
        {
            var hints = new ProbeHints(Direction.ToServer, 4000, MidStream: false, Final: false);
            var head = recording.Turns[0].Bytes.AsSpan(0, Math.Min(recording.Turns[0].Bytes.Length, IProtocol.MaxProbeBytes));
            Assert.Equal(Verdict.Certain, Protocol.Probe(head, hints));
            for (var length = 0; length < head.Length; length++)
            {
                Assert.NotEqual(Verdict.NotMine, Protocol.Probe(head[..length], hints));
            }
        }
    }

    [Fact]
    public void A_probe_takes_any_bytes()
    {
        var random = new Random(1);
        var bytes = new byte[IProtocol.MaxProbeBytes];
        for (var i = 0; i < MaxPlays; i++)
        {
            random.NextBytes(bytes);
            var head = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            Protocol.Probe(head, new ProbeHints((Direction)(i & 1), (ushort)i, (i & 2) != 0, (i & 4) != 0));
        }
    }

    [Fact]
    public void Any_segmentation_tells_the_same()
    {
        foreach (var recording in Recordings)
        {
            var expected = Played(recording, recording.Length);
            Assert.Equal(expected, Played(recording, 1));
            Assert.Equal(expected, Played(recording, 2));
            Assert.Equal(expected, Played(recording, 7, 1, 64));
            Assert.Equal(expected, Played(recording, 1448));
            foreach (var at in Sampled(recording.Length))
            {
                Assert.Equal(expected, Played(recording, [.. SplitAt(recording, at)]));
            }
        }
    }

    [Fact]
    public void A_conversation_may_stop_at_any_byte()
    {
        foreach (var recording in Recordings)
        {
            foreach (var length in Sampled(recording.Length))
            {
                var stage = new Stage(Protocol);
                var cause = (EndCause)(length % 5);
                _ = stage.Play(First(recording, length)).End(cause).Result;
            }
        }
    }

    [Fact]
    public void Bytes_may_be_missing_anywhere()
    {
        foreach (var recording in Recordings)
        {
            foreach (var at in Sampled(recording.Length))
            {
                var cause = (MissingCause)(at & 1);
                var stage = new Stage(Protocol, midStream: (at & 2) != 0);
                var seen = 0;
                foreach (var turn in recording.Turns)
                {
                    var split = Math.Clamp(at - seen, 0, turn.Bytes.Length);
                    var gone = Math.Min(turn.Bytes.Length - split, at <= seen ? 0 : 100);
                    stage.Say(turn.Direction, turn.Bytes.AsSpan(0, split));
                    stage.Missing(turn.Direction, gone, cause);
                    stage.Say(turn.Direction, turn.Bytes.AsSpan(split + gone));
                    seen += turn.Bytes.Length;
                }

                _ = stage.End().Result;
            }
        }
    }

    [Fact]
    public void Damaged_bytes_never_throw_or_hang()
    {
        var random = new Random(20261121);
        var recordings = Recordings.Where(r => r.Length < 20_000).ToArray();
        for (var i = 0; i < MaxPlays; i++)
        {
            var recording = recordings[random.Next(recordings.Length)];
            var stage = new Stage(Protocol, midStream: random.Next(4) == 0);
            foreach (var turn in recording.Turns)
            {
                var bytes = Mutate(turn.Bytes, random);
                var direction = random.Next(20) == 0 ? turn.Direction.Opposite() : turn.Direction;
                stage.Say(direction, bytes, random.Next(1, 200), random.Next(1, 1500));
                if (random.Next(5) == 0)
                {
                    stage.Missing(direction, random.Next(1, 3000), (MissingCause)random.Next(2));
                }
            }

            _ = stage.End((EndCause)random.Next(5)).Result;
        }
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        foreach (var recording in Recordings)
        {
            var sink = new NullSink();
            var share = Protocol.Open(new PartitionContext(sink, new NameTable(4096, seed: 1), new Pseudonymizer("test"u8)));
            Repeat(share, recording, 100);
            var facts = sink.Facts;
            Assert.Equal(0, Sensor.Tests.Support.Allocation.Least(() => Repeat(share, recording, 1000)));
            Assert.True(sink.Facts >= facts * 10, recording.Name);
        }
    }

    /// <summary>Result of a recording cut into segments of the given sizes.</summary>
    private string Played(Recording recording, params int[] sizes) => new Stage(Protocol).Play(recording, sizes).End().Result;

    /// <summary>Result of a recording in one segment for each turn, but for one turn that is cut in two.</summary>
    private string Played(Recording recording, IReadOnlyList<int[]> sizesOfTurns)
    {
        var stage = new Stage(Protocol);
        for (var i = 0; i < recording.Turns.Count; i++)
        {
            stage.Say(recording.Turns[i].Direction, recording.Turns[i].Bytes, sizesOfTurns[i]);
        }

        return stage.End().Result;
    }

    private static IEnumerable<int[]> SplitAt(Recording recording, int at)
    {
        foreach (var turn in recording.Turns)
        {
            yield return at > 0 && at < turn.Bytes.Length ? [at, turn.Bytes.Length] : [turn.Bytes.Length];
            at -= turn.Bytes.Length;
        }
    }

    private static Recording First(Recording recording, int length)
    {
        var turns = new List<Turn>();
        foreach (var turn in recording.Turns)
        {
            var part = Math.Clamp(length, 0, turn.Bytes.Length);
            turns.Add(turn with { Bytes = turn.Bytes[..part] });
            length -= part;
        }

        return recording with { Turns = turns };
    }

    private static IEnumerable<int> Sampled(int length)
    {
        var step = Math.Max(1, length / MaxPlays);
        for (var i = 0; i <= length; i += step)
        {
            yield return i;
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        List<byte> result = [.. bytes];
        for (var n = random.Next(4); n > 0 && result.Count > 0; n--)
        {
            var at = random.Next(result.Count);
            switch (random.Next(5))
            {
                case 0:
                    result[at] = (byte)random.Next(256);
                    break;
                case 1:
                    result[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    result.RemoveRange(at, Math.Min(result.Count - at, random.Next(1, 40)));
                    break;
                case 3:
                    result.InsertRange(at, result.GetRange(0, Math.Min(at, random.Next(1, 40))));
                    break;
                default:
                    // Bytes that mean something to one protocol or another, and extreme lengths.
                    result.Insert(at, (byte)"\0\r\n\x0b\x1c|\\\xff"[random.Next(8)]);
                    break;
            }
        }

        return [.. result];
    }

    /// <summary>Feeds by the contract without a buffer of its own: what is left over lies in the turn's bytes.</summary>
    private static void Repeat(ProtocolShare share, Recording recording, int times)
    {
        const int SegmentSize = 1448;
        var flow = new FlowIdentity { Id = 1, ClientPort = 50000, ServerPort = 2575 };
        long ordinal = 0;
        for (var n = 0; n < times; n++)
        {
            var conversation = share.Begin(flow, midStream: false);
            for (var t = 0; t < recording.Turns.Count; t++)
            {
                var turn = recording.Turns[t];
                long offset = 0;
                var needed = 1;
                for (var end = 0; end < turn.Bytes.Length;)
                {
                    end = Math.Min(turn.Bytes.Length, end + SegmentSize);
                    ordinal++;
                    while (offset < end && end - offset >= needed)
                    {
                        var step = conversation.OnData(
                            turn.Direction, turn.Bytes.AsSpan((int)offset, end - (int)offset), new Moment(ordinal * 1000, ordinal));
                        offset += step.Consumed + step.Skip;
                        needed = Math.Max(1, step.Needed);
                    }
                }

                Assert.True(offset >= turn.Bytes.Length || needed > turn.Bytes.Length - offset);
            }

            conversation.OnEnd(Direction.ToServer, EndCause.Fin, new Moment(ordinal * 1000, ordinal));
            conversation.OnEnd(Direction.ToClient, EndCause.Fin, new Moment(ordinal * 1000, ordinal));
            share.Return(conversation);
        }
    }
}
