using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Fuzz.Engine;
using Sensor.Fuzz.Inputs;
using Sensor.Fuzz.Mutation;

namespace Sensor.Fuzz.Targets;

/// <summary>
/// One registered protocol's dissector, told scripts. However its bytes are cut it must say the same; a conversation that is used again must say the same as a
/// new one and allocate nothing; what it writes must be JSON with nothing below zero.
/// </summary>
internal sealed class ProtocolTarget(IProtocol protocol, Captures captures) : ITarget
{
    private const long Start = 1_700_000_000_000_000_000;

    /// <summary>Longer inputs take too long byte by byte; pieces tell most of it.</summary>
    private const int MostByteByByte = 8_000;

    private readonly Feeder _feeder = new();
    private IGrammar? _grammar;
    private string _said = "";

    public string Name => protocol.Name;

    public string Extension => ".bin";

    private IGrammar Grammar => _grammar ??= Grammars.Of(Name, captures.Conversations(Name).SelectMany(c => c).Where(a => a.IsData).Select(a => a.Bytes));

    public long MostWork(int length) => 200_000 + (400L * length);

    public long MostAllocated(int length) => (4 << 20) + (2_000L * length);

    public IEnumerable<byte[]> Seeds() => captures.Conversations(Name).Select(Script.Write);

    public byte[] Mutate(byte[] input, byte[] other, Dice dice) => dice.Once(40)
        ? Havoc.Mutate(input, other, Grammar.Words, dice)
        : Script.Write(Conversations.Mutate(Script.Parse(input), Script.Parse(other), Grammar, dice));

    public List<byte[]> Split(byte[] input) => [.. Script.Parse(input).Select(a => Script.Write([a]))];

    public byte[] Join(List<byte[]> parts) => [.. parts.SelectMany(p => p)];

    public void Run(byte[] input)
    {
        var acts = Script.Parse(input);
        Probe(acts);
        var stage = new Stage(protocol);
        Play(stage, acts, 0);
        _said = stage.Say();
    }

    public void Verify(byte[] input)
    {
        var acts = Script.Parse(input);
        foreach (var cut in new[] { 1UL, Dice.Of(input) })
        {
            if (cut == 1 && input.Length > MostByteByByte)
            {
                continue;
            }

            var other = new Stage(protocol);
            Play(other, acts, cut);
            Require.Same(_said, other.Say(), cut == 1 ? "byte by byte it says something else" : "cut otherwise it says something else");
        }

        Again(acts);
    }

    /// <summary>The same conversation over and over: the second play may still grow tables, the later ones may not.</summary>
    private void Again(List<Act> acts)
    {
        var stage = new Stage(protocol);
        Play(stage, acts, 0);
        var first = stage.Tape.Describe();
        var least = long.MaxValue;
        for (var round = 0; round < 4 && least > 0; round++)
        {
            stage.Tape.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Play(stage, acts, 0);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Require.That(least == 0, $"{least} bytes are allocated each time");
        Require.Same(first, stage.Tape.Describe(), "a conversation that is used again says something else");
    }

    private void Probe(List<Act> acts)
    {
        foreach (var act in acts.Where(a => a.IsData && a.Bytes.Length > 0).Take(4))
        {
            for (var i = 0; i < 4; i++)
            {
                var head = act.Bytes.AsSpan(0, Math.Min(act.Bytes.Length >> (2 * (i >> 1)) | 1, Math.Min(act.Bytes.Length, IProtocol.MaxProbeBytes)));
                var verdict = protocol.Probe(head, new ProbeHints(act.Direction, (ushort)(i == 0 ? 104 : 2575), (i & 1) != 0, Final: i == 3));
                Require.That(Enum.IsDefined(verdict), $"a probe says {verdict}");
            }
        }
    }

    /// <param name="stage">A share and where its facts go.</param>
    /// <param name="acts">What happens. Every act is a packet.</param>
    /// <param name="cut">0: each act's bytes at once; 1: byte by byte; else in pieces chosen by it.</param>
    private void Play(Stage stage, List<Act> acts, ulong cut)
    {
        var conversation = stage.Share.Begin(stage.Flow, acts is [{ Kind: ActKind.MidStream }, ..]);
        _feeder.Begin(conversation);
        var at = new Moment(Start, 1);
        var pieces = cut;
        foreach (var act in acts)
        {
            at = new Moment(at.Time + 1_000_000, at.Ordinal + 1);
            stage.Tape.Ordinal = at.Ordinal;
            if (act.IsData)
            {
                for (var from = 0; from < act.Bytes.Length;)
                {
                    pieces = (pieces * 6364136223846793005UL) + 1442695040888963407UL;
                    var length = cut switch { 0 => act.Bytes.Length, 1 => 1, _ => 1 + (int)((pieces >> 33) % ((pieces >> 61) == 0 ? 3u : 700u)) };
                    var to = Math.Min(act.Bytes.Length, from + length);
                    _feeder.Data(act.Direction, act.Bytes.AsSpan(from, to - from), at);
                    from = to;
                }
            }
            else if (act.IsMissing && act.Number > 0)
            {
                _feeder.Missing(act.Direction, act.Number, act.Cause, at);
            }
            else if (act.Kind == ActKind.Pause)
            {
                at = at with { Time = at.Time + (act.Number * 1_000L) };
            }
        }

        stage.Tape.Ordinal = at.Ordinal;
        var cause = acts is [.., { Kind: ActKind.End, Bytes: [var last, ..] }] ? last : 0;
        _feeder.End((Direction)(cause & 1), (EndCause)((cause >> 1) % 5), at);
        _feeder.End((Direction)((cause & 1) ^ 1), (EndCause)((cause >> 4) % 5), at);
        stage.Share.Return(conversation);
    }

    /// <summary>A partition's share of the protocol.</summary>
    private sealed class Stage
    {
        public Stage(IProtocol protocol) =>
            Share = protocol.Open(new PartitionContext(Tape, new NameTable(4096, seed: 1), new Pseudonymizer("fuzz"u8)));

        public FactTape Tape { get; } = new();

        public ProtocolShare Share { get; }

        public FlowIdentity Flow { get; } = new() { Id = 1, ClientPort = 50_000, ServerPort = 2575 };

        /// <summary>All that can be seen from outside.</summary>
        public string Say() => Tape.Describe() + Counters.Say(Share.Counters);
    }
}

/// <summary>A protocol's counters as the summary has them.</summary>
internal static class Counters
{
    public static string Say(ProtocolCounters counters)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            counters.WriteTo(json);
        }

        using var read = JsonDocument.Parse(stream.ToArray());
        RequireNothingBelowZero(read.RootElement);
        return read.RootElement.GetRawText() + " " + counters.Resyncs;
    }

    public static void RequireNothingBelowZero(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                Require.That(element.GetDouble() >= 0, $"a counter is {element}");
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    RequireNothingBelowZero(member.Value);
                }

                break;
        }
    }
}
