using Hospital.Network;

namespace Scorecard.Features;

/// <summary>What is remembered of a conversation while it goes on.</summary>
internal sealed class Talk(Conversation conversation, long time)
{
    public Conversation Conversation { get; } = conversation;

    /// <summary>First thing said.</summary>
    public long Began { get; } = time;

    /// <summary>TCP's handshake was seen: it stays until it is closed.</summary>
    public bool IsOpen { get; set; }

    /// <summary>When what was said last was over.</summary>
    public long Last { get; set; } = time;

    public Side LastFrom { get; set; }

    /// <summary>Hour in which it carried an object last.</summary>
    public long ObjectHour { get; set; } = -1;

    /// <summary>One, unless a gateway speaks for many.</summary>
    public List<Session> Sessions { get; } = new(1);
}

/// <summary>What is said without a longer pause between two devices on one conversation.</summary>
internal sealed class Session(int client, int server, int owner)
{
    public int Client { get; } = client;

    public int Server { get; } = server;

    /// <summary>Whose steps they are.</summary>
    public int Owner { get; } = owner;

    /// <summary>0: nothing was said since the last pause.</summary>
    public long Number { get; set; }

    public int Tokens { get; set; }

    public int LastSymbol { get; set; }

    public long Last { get; set; }

    /// <summary>Bytes of the burst that is being counted, from the client and from the server; none where it isn't waiting.</summary>
    public long FromClient { get; set; }

    public long FromServer { get; set; }

    public bool IsCounting { get; set; }
}
