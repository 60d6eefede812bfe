using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Means;

/// <summary>A conversation of ordinary life in an attacker's hands.</summary>
/// <param name="conversation">As it is to be seen.</param>
internal sealed class AlteredConversation(Conversation conversation)
{
    public Conversation Conversation => conversation;

    /// <summary>By how much it lags behind, nanoseconds; never less than before.</summary>
    public long Late { get; set; }

    /// <summary>Requests as they were and as they became, while they are answered.</summary>
    public (DimseRequest Was, DimseRequest Is)? Request { get; set; }

    /// <summary>The association's request as it was and as it became.</summary>
    public (AssociateRequest Was, AssociateRequest Is)? Association { get; set; }

    /// <summary>Nothing more of it comes.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Who spoke last.</summary>
    public Side Last { get; set; } = Side.Server;

    /// <summary>The step as it is to be seen, with what is said instead.</summary>
    public Step Seen(in Step step, Saying saying, long duration) =>
        new(step.Time + Late, duration, Conversation, step.From, Answering(saying));

    public Step Seen(in Step step) => Seen(in step, step.Saying, step.Duration);

    /// <summary>An answer answers what was asked as it was seen.</summary>
    private Saying Answering(Saying saying) => saying switch
    {
        DimseResponse answer when Request is { } request && ReferenceEquals(answer.Request, request.Was) => answer with { Request = request.Is },
        AssociateAccept accept when Association is { } association && ReferenceEquals(accept.Request, association.Was) => accept with { Request = association.Is },
        _ => saying,
    };
}

/// <summary>Conversations that an attacker changes from their first step to their last, so that each stays one conversation.</summary>
internal sealed class AlteredConversations
{
    private readonly Dictionary<long, AlteredConversation> _open = [];

    /// <summary>The one of this step; null: it was left alone when it began.</summary>
    /// <param name="step">Of ordinary life.</param>
    /// <param name="begin">Takes one in hand that begins with this step; null: it is left alone.</param>
    public AlteredConversation? Of(in Step step, Func<Conversation, AlteredConversation?> begin)
    {
        var number = step.Conversation.Number;
        if (!_open.TryGetValue(number, out var altered) && (step.Saying is Opened or Refused or Unanswered || step.Conversation.IsUdp))
        {
            altered = begin(step.Conversation);
            if (altered is not null)
            {
                _open.Add(number, altered);
            }
        }

        if (altered is not null && step.Saying is Closed or WasReset or Refused or Unanswered)
        {
            _open.Remove(number);
        }

        return altered;
    }

    /// <summary>A conversation as it looks when hosts look otherwise.</summary>
    public static Conversation Between(Conversation was, Host client, Host server) => new()
    {
        Number = was.Number,
        Client = client,
        Server = server,
        ClientPort = was.ClientPort,
        ServerPort = was.ServerPort,
        Language = was.Language,
        IsUdp = was.IsUdp,
    };

    /// <summary>A host as it looks on the wire when somebody else's network card and system send for it.</summary>
    public static Host Guise(Host host, ulong mac, byte timeToLive) => new()
    {
        Number = host.Number,
        Name = host.Name,
        Role = host.Role,
        Model = host.Model,
        Place = host.Place,
        Address = host.Address,
        Mac = mac,
        TimeToLive = timeToLive,
        Serial = host.Serial,
        Gateway = host.Gateway,
        RoundTrip = host.RoundTrip,
    };
}
