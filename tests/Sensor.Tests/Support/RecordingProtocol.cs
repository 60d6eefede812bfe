using System.Text;
using System.Text.Json;
using Sensor.Dissectors.Contract;

namespace Sensor.Tests.Support;

/// <summary>What a recording conversation answers to a span.</summary>
internal delegate Step Answer(Direction direction, ReadOnlySpan<byte> data, in Moment at);

/// <summary>
/// A protocol that recognises directions beginning with a magic and writes down exactly what it is told: bytes, missing bytes and ends.
/// How it answers (consumed, needed, skip) is the test's to choose; by default it consumes everything.
/// </summary>
internal sealed class RecordingProtocol(string magic = "REC") : IProtocol
{
    private readonly byte[] _magic = Encoding.Latin1.GetBytes(magic);
    private readonly List<RecordedConversation> _conversations = [];

    public string Name { get; init; } = "recording";

    public Carriers Carriers { get; init; } = Carriers.Tcp;

    public IReadOnlyList<FactKind> FactKinds { get; init; } = [];

    public int ConversationWeight { get; init; } = IProtocol.FullWeight;

    /// <summary>Makes the answers of one conversation; null: everything is consumed.</summary>
    public Func<FlowIdentity, Answer>? Answers { get; init; }

    /// <summary>Is told of missing bytes.</summary>
    public Action<Direction, long>? Losses { get; init; }

    /// <summary>What is heard is also said as a fact.</summary>
    public bool TellsFacts { get; init; }

    /// <summary>Keeps nothing: for long captures.</summary>
    public bool Forgets { get; init; }

    public IReadOnlyList<RecordedConversation> Conversations => _conversations;

    public int Unreturned => _conversations.Count(c => !c.IsReturned);

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        var common = Math.Min(head.Length, _magic.Length);
        return !head[..common].SequenceEqual(_magic.AsSpan(0, common)) ? Verdict.NotMine
            : common == _magic.Length ? Verdict.Certain
            : hints.Final ? Verdict.NotMine
            : Verdict.Unsure;
    }

    public ProtocolShare Open(PartitionContext context) => new Share(this, context);

    private sealed class Share(RecordingProtocol protocol, PartitionContext context) : ProtocolShare
    {
        private readonly Stack<RecordedConversation> _idle = [];

        public override ProtocolCounters Counters { get; } = new NoCounters();

        public override Conversation Begin(in FlowIdentity flow, bool midStream)
        {
            if (!protocol.Forgets || !_idle.TryPop(out var conversation))
            {
                conversation = new RecordedConversation(protocol, context);
            }

            conversation.Begin(flow, midStream);
            if (!protocol.Forgets)
            {
                lock (protocol._conversations)
                {
                    protocol._conversations.Add(conversation);
                }
            }

            return conversation;
        }

        public override void Return(Conversation conversation)
        {
            var recorded = (RecordedConversation)conversation;
            Assert.False(recorded.IsReturned, "returned twice");
            recorded.IsReturned = true;
            _idle.Push(recorded);
        }
    }

    private sealed class NoCounters : ProtocolCounters
    {
        public override void Add(ProtocolCounters other) => Resyncs += other.Resyncs;

        public override void WriteTo(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
    }
}

/// <summary>What one conversation was told.</summary>
internal sealed class RecordedConversation(RecordingProtocol protocol, PartitionContext context) : Conversation
{
    private readonly List<(Direction Direction, string Text, Moment At)>[] _heard = [[], []];
    private readonly StringBuilder[] _said = [new(), new()];
    private Answer? _answer;

    public FlowIdentity Flow { get; private set; }

    public bool MidStream { get; private set; }

    public bool IsReturned { get; set; }

    /// <summary>Times of the bytes, losses and ends of a direction, in order.</summary>
    public IEnumerable<Moment> Times(Direction direction) => _heard[(int)direction].Select(h => h.At);

    /// <summary>Each span of a direction that was offered.</summary>
    public IEnumerable<string> Offered(Direction direction) => _heard[(int)direction].Select(h => h.Text).Where(t => !t.StartsWith('<'));

    /// <summary>
    /// A direction as text: the bytes consumed in Latin-1, <c>&lt;3 skipped&gt;</c>, <c>&lt;3 lost&gt;</c>, <c>&lt;3 cut&gt;</c> and <c>&lt;fin&gt;</c> (reset, idle …) in between.
    /// </summary>
    public string Said(Direction direction) => _said[(int)direction].ToString();

    public string ToServer => Said(Direction.ToServer);

    public string ToClient => Said(Direction.ToClient);

    public void Begin(in FlowIdentity flow, bool midStream)
    {
        Flow = flow;
        MidStream = midStream;
        IsReturned = false;
        _answer = protocol.Answers?.Invoke(flow);
    }

    public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        Assert.False(IsReturned, "data after the conversation was returned");
        Assert.False(data.IsEmpty, "an empty span was offered");
        var step = _answer?.Invoke(direction, data, at) ?? Step.Done(data.Length);
        Tell(direction, 1, KeyedHash.Of(7, data[..step.Consumed]), step.Consumed, at);
        if (!protocol.Forgets)
        {
            _heard[(int)direction].Add((direction, Encoding.Latin1.GetString(data), at));
            _said[(int)direction].Append(Encoding.Latin1.GetString(data[..step.Consumed]));
            if (step.Skip > 0)
            {
                _said[(int)direction].Append(System.Globalization.CultureInfo.InvariantCulture, $"<{step.Skip} skipped>");
            }
        }

        return step;
    }

    public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        Assert.False(IsReturned, "missing after the conversation was returned");
        Assert.True(bytes > 0, "nothing is missing");
        protocol.Losses?.Invoke(direction, bytes);
        Tell(direction, 2 + (int)cause, 0, bytes, at);
        Note(direction, cause == MissingCause.Lost ? $"<{bytes} lost>" : $"<{bytes} cut>", at);
    }

    public override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
        Assert.False(IsReturned, "an end after the conversation was returned");
        Tell(direction, 4 + (int)cause, 0, 0, at);
        Note(direction, $"<{cause.ToString().ToLowerInvariant()}>", at);
    }

    private void Note(Direction direction, string text, in Moment at)
    {
        if (!protocol.Forgets)
        {
            Assert.DoesNotContain(">>", text, StringComparison.Ordinal);
            _heard[(int)direction].Add((direction, text, at));
            _said[(int)direction].Append(text);
        }
    }

    private void Tell(Direction direction, int what, ulong hash, long bytes, in Moment at)
    {
        if (protocol.TellsFacts)
        {
            var fact = new Heard { Bytes = bytes, Hash = hash, What = what };
            context.Facts.Write(in fact, Flow, at.Time, at.Ordinal, Quality.Clean, direction.Sender());
        }
    }
}

/// <summary>Something a recording conversation was told, as a fact.</summary>
internal struct Heard : IFact<Heard>
{
    public long Bytes;
    public ulong Hash;

    /// <summary>1 data, 2 lost, 3 cut, from 4 the causes of an end.</summary>
    public int What;

    public static FactKind Kind { get; } = FactKind.Of<Heard>(null);

    public static void Write(in Heard fact, EventWriter to)
    {
    }

    public static void Tell(in Heard fact, IMeaning to)
    {
    }
}
