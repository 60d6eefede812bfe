using System.Runtime.InteropServices;
using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Protocols;

/// <summary>A conversation in memory, on which a vector is played.</summary>
internal sealed class VectorStage
{
    /// <summary>Between turns, nanoseconds; twice the longest silence that ends a frame where that is more.</summary>
    private const long TurnTime = 100_000_000;

    private const long Begin = 1_700_000_000_000_000_000;

    private readonly Collector _facts = new();
    private readonly ProtocolShare _share;
    private readonly Conversation _conversation;
    private readonly ProtocolDefinition _definition;
    private readonly byte[][] _left = [[], []];
    private readonly int[] _needed = new int[2];
    private readonly long[] _skip = new long[2];
    private long _time = Begin;

    private VectorStage(PumpProtocol protocol, VectorDefinition vector)
    {
        _definition = protocol.Definition;
        _share = protocol.Open(new PartitionContext(_facts, new NameTable(NameTable.DefaultPerKind, seed: 1), new Pseudonymizer("vector"u8)));
        _conversation = _share.Begin(
            new FlowIdentity
            {
                Id = 1, ClientPort = 50_000, ServerPort = ServerPort(_definition), Protocol = (byte)(_definition.Carriers == Carriers.Udp ? 17 : 6),
            },
            midStream: IsMidStream(_definition, vector));
    }

    /// <summary>Events as JSON, one a line.</summary>
    public IReadOnlyList<string> Events => _facts.Events;

    /// <summary>Frames whose check failed.</summary>
    public long Failing => _share.Counters.Pumps.Sum(p => p.Counters.FailedFrames);

    /// <summary>Plays a vector's turns.</summary>
    /// <param name="protocol">Who listens.</param>
    /// <param name="vector">What is said.</param>
    /// <param name="size">Bytes that come at a time.</param>
    public static VectorStage Play(PumpProtocol protocol, VectorDefinition vector, int size)
    {
        var stage = new VectorStage(protocol, vector);
        var step = Math.Max(TurnTime, 2_000_000L * protocol.Definition.Frames.Max(f => f.IdleMilliseconds ?? 0));
        foreach (var turn in vector.Turns)
        {
            stage._time += step;
            stage.Say(DirectionOf(protocol.Definition, turn.From), turn.Bytes, size);
        }

        stage._time += step;
        foreach (var direction in (Direction[])[Direction.ToServer, Direction.ToClient])
        {
            stage._conversation.OnEnd(direction, EndCause.Fin, stage.Next());
        }

        stage._share.Return(stage._conversation);
        return stage;
    }

    /// <summary>What the probe says of a direction, with all it will ever see.</summary>
    public static Verdict Probe(PumpProtocol protocol, VectorDefinition vector, Direction direction)
    {
        byte[] all = [.. vector.Turns.Where(t => DirectionOf(protocol.Definition, t.From) == direction).SelectMany(t => t.Bytes).Take(IProtocol.MaxProbeBytes)];
        return all.Length == 0 ? Verdict.NotMine : protocol.Probe(all, new ProbeHints(direction, ServerPort(protocol.Definition), IsMidStream(protocol.Definition, vector), Final: true));
    }

    private static ushort ServerPort(ProtocolDefinition definition) => definition.Ports is [var port, ..] ? port : (ushort)4001;

    /// <summary>Where who answers is the pump and the pump speaks first, the question came before what was seen; of frames that only fail it doesn't matter.</summary>
    private static bool IsMidStream(ProtocolDefinition definition, VectorDefinition vector) =>
        definition.Pump == PumpSide.Answers && vector is { Turns: [{ From: Sender.Pump }, ..], Events.Count: > 0 };

    private static Direction DirectionOf(ProtocolDefinition definition, Sender from) =>
        from == Sender.Pump == (definition.Pump != PumpSide.Client) ? Direction.ToClient : Direction.ToServer;

    private void Say(Direction direction, byte[] bytes, int size)
    {
        for (var at = 0; at < bytes.Length; at += size)
        {
            Segment(direction, bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
        }
    }

    /// <summary>By the contract of conversations: what is left is carried, what is skipped is dropped.</summary>
    private void Segment(Direction direction, ReadOnlySpan<byte> segment)
    {
        var d = (int)direction;
        var at = Next();
        var skipped = (int)Math.Min(_skip[d], segment.Length);
        _skip[d] -= skipped;
        byte[] all = [.. _left[d], .. segment[skipped..]];
        _left[d] = all;
        if (all.Length < _needed[d] || segment.Length == skipped)
        {
            return;
        }

        var offset = 0;
        while (offset < all.Length)
        {
            var step = _conversation.OnData(direction, all.AsSpan(offset), at);
            offset += step.Consumed;
            var skip = (int)Math.Min(step.Skip, all.Length - offset);
            offset += skip;
            _skip[d] = step.Skip - skip;
            _needed[d] = step.Needed;
            if (step.Needed > all.Length - offset || (step.Consumed == 0 && step.Skip == 0))
            {
                break;
            }
        }

        _left[d] = all[offset..];
    }

    private Moment Next() => new(_time, ++_facts.Ordinal);

    private sealed class Collector : FactSink, INames
    {
        private static readonly int HeaderSize = Marshal.SizeOf<FactHeader>();

        private readonly Dictionary<int, JsonEncodedText> _names = [];
        private readonly List<byte[]> _rooms = [];

        public IReadOnlyList<string> Events => [.. _rooms.Select(Text).OfType<string>()];

        public JsonEncodedText Text(NameId id) => _names.GetValueOrDefault(id.Value);

        public override void DefineName(byte partition, NameId id, ReadOnlySpan<byte> text) => _names[id.Value] = JsonEncodedText.Encode(ReadableText.Of(text));

        protected override Span<byte> Take(int length)
        {
            _rooms.Add(new byte[length]);
            return _rooms[^1];
        }

        private string? Text(byte[] room)
        {
            var header = MemoryMarshal.Read<FactHeader>(room);
            var kind = FactKind.Get(header.KindId);
            if (kind.EventType is null)
            {
                return null;
            }

            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                kind.Write(room.AsSpan(room.Length - header.BodyLength), new EventWriter(json, this));
                json.WriteEndObject();
            }

            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
    }
}
