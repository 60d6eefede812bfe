using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity;

/// <summary>
/// A conversation of which only the beginning, or heads between bulk, are of interest. Keeps what all of these keep: the flow, what was wrong with its
/// bytes, when it began.
/// </summary>
public abstract class IdentityConversation(PartitionContext context) : Conversation
{
    private readonly bool[] _hasSpoken = new bool[2];
    private readonly bool[] _hasEnded = new bool[2];
    private Quality _damage;
    private long _firstOrdinal;

    protected PartitionContext Context { get; } = context;

    protected FlowIdentity Flow { get; private set; }

    /// <summary>What is wrong with the bytes so far.</summary>
    protected Quality Quality => _damage | (_hasSpoken[0] && _hasSpoken[1] ? Quality.Clean : Quality.OneSided);

    /// <summary>It is used again, for another flow.</summary>
    public void Begin(in FlowIdentity flow, bool midStream)
    {
        Flow = flow;
        _damage = midStream ? Quality.MidStream : Quality.Clean;
        _firstOrdinal = 0;
        _hasSpoken.AsSpan().Clear();
        _hasEnded.AsSpan().Clear();
        Reset();
    }

    public sealed override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        _hasSpoken[(int)direction] = true;
        _firstOrdinal = _firstOrdinal == 0 ? at.Ordinal : _firstOrdinal;
        return Read(direction, data, at);
    }

    public sealed override void OnMissing(Direction direction, long bytes, MissingCause cause, in Moment at)
    {
        _damage |= cause == MissingCause.Cut ? Quality.Cut : Quality.Gap;
        Lose(direction, bytes, at);
    }

    public sealed override void OnEnd(Direction direction, EndCause cause, in Moment at)
    {
        _hasEnded[(int)direction] = true;
        if (_hasEnded[(int)direction.Opposite()])
        {
            Finish(at);
        }
    }

    /// <summary>Nothing more of this direction is wanted: the rest costs nothing, whatever it is.</summary>
    protected static Step NoMore(int consumed) => Step.SkipAfter(consumed, long.MaxValue / 2);

    /// <summary>A fact that rests on the conversation from its beginning.</summary>
    protected void Write<T>(in T fact, in Moment at, Endpoint actor)
        where T : unmanaged, IFact<T> => Write(in fact, at, actor, _firstOrdinal == 0 ? at.Ordinal : _firstOrdinal);

    protected void Write<T>(in T fact, in Moment at, Endpoint actor, long firstOrdinal)
        where T : unmanaged, IFact<T> => Context.Facts.Write(in fact, Flow, at.Time, firstOrdinal, Quality, actor);

    /// <summary>Leaves nothing of the flow before.</summary>
    protected abstract void Reset();

    /// <summary>As <see cref="Conversation.OnData"/>.</summary>
    protected abstract Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at);

    /// <summary>As <see cref="Conversation.OnMissing"/>; the damage is noted already.</summary>
    protected abstract void Lose(Direction direction, long bytes, in Moment at);

    /// <summary>Both directions have ended.</summary>
    protected abstract void Finish(in Moment at);
}
