using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside;

/// <summary>What conversations with bedside devices have in common: the flow, what was wrong with its bytes, and the event they are told as.</summary>
internal abstract class BedsideConversation(PartitionContext context) : Conversation
{
    private readonly bool[] _hasSpoken = new bool[2];
    private readonly bool[] _hasEnded = new bool[2];
    private Quality _damage;

    protected PartitionContext Context { get; } = context;

    protected FlowIdentity Flow { get; private set; }

    protected bool IsOneSided => !(_hasSpoken[0] && _hasSpoken[1]);

    /// <summary>What is wrong with the bytes so far.</summary>
    protected Quality Quality => _damage | (IsOneSided ? Quality.OneSided : Quality.Clean);

    /// <summary>Its name in events and in the summary.</summary>
    protected abstract ReadOnlySpan<byte> Family { get; }

    /// <summary>It is used again, for another flow.</summary>
    public void Begin(in FlowIdentity flow, bool midStream)
    {
        Flow = flow;
        _damage = midStream ? Quality.MidStream : Quality.Clean;
        _hasSpoken.AsSpan().Clear();
        _hasEnded.AsSpan().Clear();
        Reset();
    }

    public sealed override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        _hasSpoken[(int)direction] = true;
        return Read(direction, data, at);
    }

    public sealed override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        _damage |= cause == MissingCause.Cut ? Quality.Cut : Quality.Gap;
        Lose(direction, at);
    }

    public sealed override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
        _hasEnded[(int)direction] = true;
        if (_hasEnded[(int)direction.Opposite()])
        {
            Finish(at);
        }
    }

    /// <summary>Leaves nothing of the flow before.</summary>
    protected abstract void Reset();

    /// <summary>As <see cref="Conversation.OnData"/>.</summary>
    protected abstract Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at);

    /// <summary>As <see cref="Conversation.OnMissing"/>; the damage is noted already.</summary>
    protected abstract void Lose(Direction direction, in Moment at);

    /// <summary>Both directions have ended.</summary>
    protected abstract void Finish(in Moment at);

    protected NameId Term(ReadOnlySpan<byte> text) => Context.Intern(NameKind.Term, text);

    /// <summary>An event of this family without an answer's time.</summary>
    protected PumpEvent NewEvent(PumpEventKind what, ReadOnlySpan<byte> command, Endpoint actor, Endpoint device) => new()
    {
        Family = Term(Family),
        What = what,
        Command = Term(command),
        Actor = actor,
        Pump = device,
        LatencyNanoseconds = PumpEvent.NoLatency,
        Confidence = Confidence.Verified,
        IsAtOwnAddress = true,
    };

    protected void Tell(ref PumpEvent told, in Moment at, long firstOrdinal)
    {
        told.Act = told.Act.IsNone ? told.Command : told.Act;
        told.Quality = Quality;
        Context.Facts.Write(in told, Flow, at.Time, firstOrdinal, Quality, told.Actor);
    }

    protected void TellSession(bool isOrderly, Endpoint actor, in Moment at)
    {
        var session = new PumpSession { IsOrderly = isOrderly && Quality == Quality.Clean };
        Context.Facts.Write(in session, Flow, at.Time, at.Ordinal, Quality, actor);
    }
}
