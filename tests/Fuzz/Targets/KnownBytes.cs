using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Targets;

/// <summary>Listens to a conversation that it knows, with changing needs and skips.</summary>
internal sealed class KnownBytes(IReadOnlyList<Piece> sent, Dice dice) : IProtocol
{
    /// <summary>How bytes differ that aren't what they should be.</summary>
    public const byte Altered = 0xA5;

    public string Name => "known";

    public IReadOnlyList<FactKind> FactKinds => [];

    public static byte At(Direction direction, uint place) => (byte)(((place ^ (place >> 11)) * 0x9E3779B1u >> 13) + (byte)direction);

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints) =>
        hints.MidStream || hints.Direction != Direction.ToServer || head[0] != At(Direction.ToServer, 0) ? Verdict.NotMine
        : head.Length < 3 && !hints.Final ? Verdict.Unsure
        : Verdict.Certain;

    public ProtocolShare Open(PartitionContext context) => new Share(this);

    private sealed class Share(KnownBytes protocol) : ProtocolShare
    {
        public override ProtocolCounters Counters { get; } = new Nothing();

        public override Conversation Begin(in FlowIdentity flow, bool midStream) => new Listening(protocol);

        public override void Return(Conversation conversation)
        {
        }
    }

    private sealed class Nothing : ProtocolCounters
    {
        public override void Add(ProtocolCounters other)
        {
        }

        public override void WriteTo(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
    }

    private sealed class Listening(KnownBytes protocol) : Conversation
    {
        private readonly long[] _at = new long[2];
        private readonly long[] _skippedTo = new long[2];
        private readonly int[] _asked = new int[2];
        private readonly int[] _left = new int[2];

        public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
        {
            for (var i = 0; i < data.Length; i++)
            {
                var place = _at[(int)direction] + i;
                var difference = data[i] ^ At(direction, (uint)place);
                Require.That(
                    difference == 0 || (difference == Altered && protocol.WasAltered(direction, (uint)place)),
                    $"{direction} shows at {place} a byte that was never sent there");
            }

            // What was asked for doesn't come: all there is is taken.
            var dice = protocol.Dice;
            var asked = _asked[(int)direction];
            var consumed = dice.Once(3) ? dice.Next(data.Length + 1) : data.Length;
            var left = data.Length - consumed;
            var step = asked > data.Length ? Step.Done(data.Length)
                : dice.Once(6) ? Step.SkipAfter(consumed, dice.Next(1, dice.Once(4) ? 20_000 : 300))
                : left > 0 || dice.Once(4) ? Step.Need(consumed, left + dice.Next(1, dice.Once(10) ? 5_000 : 50))
                : Step.Done(data.Length);
            _asked[(int)direction] = step.Needed;
            _left[(int)direction] = step.Skip > 0 ? 0 : data.Length - step.Consumed;
            _at[(int)direction] += step.Consumed + step.Skip;
            _skippedTo[(int)direction] = step.Skip > 0 ? _at[(int)direction] : _skippedTo[(int)direction];
            return step;
        }

        public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
        {
            _at[(int)direction] += bytes;
            _asked[(int)direction] = _left[(int)direction] = 0;
        }

        public override void OnEnd(Direction direction, EndCause cause, in Moment at)
        {
            // What it asked more for, and didn't get, lies between.
            var (end, skipped, left) = (_at[(int)direction], _skippedTo[(int)direction], (uint)_left[(int)direction]);
            Require.That(
                cause != EndCause.Fin || end == 0 || end == skipped || protocol.Sent.Any(p => p.IsFin && p.Direction == direction && p.Offset + (uint)p.Bytes - (uint)end <= left),
                $"{direction} ends orderly at {end}, where nobody ended it");
        }
    }

    private Dice Dice => dice;

    private IReadOnlyList<Piece> Sent => sent;

    private bool WasAltered(Direction direction, uint place) =>
        sent.Any(p => p.IsAltered && p.Direction == direction && place - p.Offset < (uint)p.Captured);
}
