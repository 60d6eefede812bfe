namespace Sensor.Dissectors.Contract;

/// <summary>A conversation that is used again for other flows. Keeps what most keep: the flow, who has spoken and ended, what was wrong with its bytes.</summary>
public abstract class ReusedConversation(PartitionContext context) : Conversation
{
    private readonly bool[] _hasSpoken = new bool[2];
    private readonly bool[] _hasEnded = new bool[2];
    private Quality _damage;

    protected PartitionContext Context { get; } = context;

    protected FlowIdentity Flow { get; private set; }

    /// <summary>Packet with the first bytes of either direction; 0 before.</summary>
    protected long FirstOrdinal { get; private set; }

    protected bool IsOneSided => !(_hasSpoken[0] && _hasSpoken[1]);

    /// <summary>What is wrong with the bytes so far.</summary>
    protected Quality Quality => _damage | (IsOneSided ? Quality.OneSided : Quality.Clean);

    /// <summary>It is used again, for another flow.</summary>
    public void Begin(in FlowIdentity flow, bool midStream)
    {
        Flow = flow;
        _damage = midStream ? Quality.MidStream : Quality.Clean;
        FirstOrdinal = 0;
        _hasSpoken.AsSpan().Clear();
        _hasEnded.AsSpan().Clear();
        Reset();
    }

    public sealed override Step OnData(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        _hasSpoken[(int)direction] = true;
        FirstOrdinal = FirstOrdinal == 0 ? at.Ordinal : FirstOrdinal;
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

    /// <summary>Leaves nothing of the flow before.</summary>
    protected abstract void Reset();

    /// <summary>As <see cref="Conversation.OnData"/>.</summary>
    protected abstract Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at);

    /// <summary>As <see cref="Conversation.OnMissing"/>; the damage is noted already.</summary>
    protected abstract void Lose(Direction direction, long bytes, in Moment at);

    /// <summary>Both directions have ended.</summary>
    protected abstract void Finish(in Moment at);
}

/// <summary>What a protocol of such conversations keeps in one partition.</summary>
/// <param name="make">Makes one more.</param>
/// <param name="counters">Of the protocol, which the conversations share.</param>
public sealed class ReusedShare(Func<ReusedConversation> make, ProtocolCounters counters) : ProtocolShare
{
    private readonly Stack<ReusedConversation> _idle = [];

    public override ProtocolCounters Counters => counters;

    public override Conversation Begin(in FlowIdentity flow, bool midStream)
    {
        if (!_idle.TryPop(out var conversation))
        {
            conversation = make();
        }

        conversation.Begin(in flow, midStream);
        return conversation;
    }

    public override void Return(Conversation conversation) => _idle.Push((ReusedConversation)conversation);
}
