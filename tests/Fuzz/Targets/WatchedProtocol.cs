using Sensor.Dissectors.Contract;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Targets;

/// <summary>
/// A protocol with a watch on both sides of its contract: that the streams keep their promises to it, and it its own. Can write down what each conversation is told.
/// </summary>
internal sealed class WatchedProtocol(IProtocol inner) : IProtocol
{
    public string Name => inner.Name;

    public IReadOnlyList<FactKind> FactKinds => inner.FactKinds;

    /// <summary>Takes what each conversation was told when it is over; null: nobody.</summary>
    public Action<List<Act>>? Tap { get; init; }

    public int Open { get; private set; }

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        Require.That(head.Length is > 0 and <= IProtocol.MaxProbeBytes, $"a probe is shown {head.Length} bytes");
        return inner.Probe(head, hints);
    }

    ProtocolShare IProtocol.Open(PartitionContext context) => new Share(this, inner.Open(context));

    private sealed class Share(WatchedProtocol protocol, ProtocolShare inner) : ProtocolShare
    {
        public override ProtocolCounters Counters => inner.Counters;

        public override Conversation Begin(in FlowIdentity flow, bool midStream)
        {
            protocol.Open++;
            var watched = new WatchedConversation(inner.Begin(flow, midStream), protocol.Tap is null ? null : []);
            if (midStream)
            {
                watched.Acts?.Add(new Act(ActKind.MidStream, []));
            }

            return watched;
        }

        public override void Return(Conversation conversation)
        {
            protocol.Open--;
            var watched = (WatchedConversation)conversation;
            watched.Return();
            inner.Return(watched.Inner);
            protocol.Tap?.Invoke(watched.Acts!);
        }
    }
}

/// <summary>A conversation that complains when it is told what can't be, or answers what it mustn't.</summary>
internal sealed class WatchedConversation(Conversation inner, List<Act>? acts) : Conversation
{
    private readonly bool[] _ended = new bool[2];
    private bool _returned;

    public Conversation Inner => inner;

    public List<Act>? Acts => acts;

    public static void Check(in Step step, int length)
    {
        Require.That(step.Consumed >= 0 && step.Consumed <= length, $"{step.Consumed} of {length} bytes consumed");
        Require.That(step.Needed is >= 0 and <= Step.MaxNeeded, $"{step.Needed} bytes needed");
        Require.That(step.Skip >= 0, $"{step.Skip} bytes to skip");
        Require.That(step.Consumed > 0 || step.Skip > 0 || step.Needed > length, $"no progress on {length} bytes: {step}");
    }

    public override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        Listen(direction, "data");
        Require.That(!data.IsEmpty, "an empty span was shown");
        var step = inner.OnData(direction, data, at);
        Check(step, data.Length);
        if (step.Consumed > 0)
        {
            Note((ActKind)direction, data[..step.Consumed].ToArray());
        }

        if (step.Skip > 0)
        {
            // Nobody looks at what is skipped: it may as well be missing.
            Note((ActKind)((int)ActKind.LostToServer + (int)direction), Edits.Little32((uint)Math.Min(step.Skip, uint.MaxValue)));
        }

        return step;
    }

    public override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        Listen(direction, "missing bytes");
        Require.That(bytes > 0, $"{bytes} bytes are missing");
        inner.OnMissing(direction, bytes, cause, at);
        Note((ActKind)((int)ActKind.LostToServer + (2 * (int)cause) + (int)direction), Edits.Little32((uint)Math.Min(bytes, uint.MaxValue)));
    }

    public override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
        Listen(direction, "an end");
        _ended[(int)direction] = true;
        inner.OnEnd(direction, cause, at);
    }

    public void Return()
    {
        Require.That(_ended[0] && _ended[1] && !_returned, "returned too early, or twice");
        _returned = true;
    }

    private void Listen(Direction direction, string what) => Require.That(!_ended[(int)direction] && !_returned, $"{what} after the end of {direction}");

    /// <summary>Spans of one direction that follow each other are one act.</summary>
    private void Note(ActKind kind, byte[] bytes)
    {
        if (acts is { Count: > 0 } && acts[^1] is { IsData: true } last && last.Kind == kind && last.Bytes.Length < 8192)
        {
            acts[^1] = last with { Bytes = [.. last.Bytes, .. bytes] };
        }
        else
        {
            acts?.Add(new Act(kind, bytes));
        }
    }
}
