using Hospital.Network;

namespace Hospital.Wire.Frames;

/// <summary>A conversation under way.</summary>
internal sealed class Line(Conversation conversation)
{
    private readonly LineEnd _client = new(conversation, Side.Client);
    private readonly LineEnd _server = new(conversation, Side.Server);

    public Conversation Conversation { get; } = conversation;

    /// <summary>When its handshake is over, if it was heard and nothing has been said since.</summary>
    public long? Greeted { get; set; }

    /// <summary>By how much all is later than it was said, because the handshake took so long.</summary>
    public long Delay { get; set; }

    public bool IsClosing { get; set; }

    /// <summary>Nothing is sent any more.</summary>
    public bool IsOver { get; set; }

    public LineEnd this[Side side] => side == Side.Client ? _client : _server;
}
