using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>Which queue a flow waits in for its end; also the order in which they give way at the bound.</summary>
internal enum FlowStage : byte
{
    /// <summary>TCP, both ends done: lingers for late segments.</summary>
    Closed,

    /// <summary>TCP of which only one side was heard.</summary>
    Opening,

    /// <summary>UDP, ICMP and others.</summary>
    Datagram,

    /// <summary>TCP, both sides heard.</summary>
    Established,
}

/// <summary>One flow of a partition. Reused.</summary>
internal sealed class Flow
{
    private HalfStream? _toServer;
    private HalfStream? _toClient;

    public FlowKey Key;
    public FlowIdentity Identity;
    public bool ClientIsLow;
    public FlowStage Stage;

    /// <summary>Changes with each reuse: a timer of an earlier flow is recognised by it.</summary>
    public int Generation;

    // Queue of its stage, least recently seen first.
    public Flow? Older;
    public Flow? Newer;

    public long FirstTime;
    public long LastTime;

    /// <summary>Running maximum of packet time when last seen: what its idle deadline counts from.</summary>
    public long LastSeen;

    public long FirstOrdinal;
    public long LastOrdinal;
    public TrafficAmount Traffic;

    /// <summary>What of it was told before its end.</summary>
    public TrafficAmount Told;

    /// <summary>The sampler knows that it was seen. Its own to say: stays while the flow is reused.</summary>
    public bool IsListed;

    public bool Reset;

    public Conversation? Conversation;
    public int ProtocolIndex = -1;

    /// <summary>Of UDP: datagrams that nobody recognised.</summary>
    public byte DatagramsProbed;

    public bool IsTcp => Key.Protocol == Dissectors.Packets.IpProtocol.Tcp;

    public HalfStream? TryHalf(Direction direction) => direction == Direction.ToServer ? _toServer : _toClient;

    public HalfStream Half(Direction direction, StreamMemory memory)
    {
        ref var half = ref direction == Direction.ToServer ? ref _toServer : ref _toClient;
        return half ??= memory.RentHalf();
    }

    public bool IsBothEnded => _toServer is { Ended: true } && _toClient is { Ended: true };

    public void Clear(StreamMemory memory)
    {
        if (_toServer is { } server)
        {
            memory.Return(server);
        }

        if (_toClient is { } client)
        {
            memory.Return(client);
        }

        _toServer = _toClient = null;
        Generation++;
        Older = Newer = null;
        Identity = default;
        FirstTime = LastTime = LastSeen = FirstOrdinal = LastOrdinal = 0;
        Traffic = Told = default;
        Reset = false;
        Conversation = null;
        ProtocolIndex = -1;
        DatagramsProbed = 0;
    }
}
