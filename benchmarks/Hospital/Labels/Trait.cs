namespace Hospital.Labels;

/// <summary>In what a deed shows: an alert explains an attack only if it names something that the attack really changes.</summary>
[Flags]
public enum Trait
{
    None = 0,

    /// <summary>Who talks to whom.</summary>
    Peer = 1 << 0,

    /// <summary>Which operation, message type, opcode.</summary>
    Command = 1 << 1,

    /// <summary>Names used: AE titles, applications, user agents, implementation UIDs.</summary>
    Name = 1 << 2,

    /// <summary>Where data is sent on request (C-MOVE destination).</summary>
    Destination = 1 << 3,

    /// <summary>What is worked on: SOP class, message structure, breadth of a query.</summary>
    Content = 1 << 4,

    /// <summary>Order of commands within a conversation, or of conversations.</summary>
    Sequence = 1 << 5,

    /// <summary>How much in all: bytes, messages, studies in a time.</summary>
    Volume = 1 << 6,

    /// <summary>How much for each piece of work: bytes an object, objects an association, matches a query, bytes a message.</summary>
    Work = 1 << 7,

    /// <summary>How fast things follow each other.</summary>
    Pace = 1 << 8,

    /// <summary>How long an answer takes.</summary>
    Latency = 1 << 9,

    /// <summary>Refusals, failures, missing answers.</summary>
    Failure = 1 << 10,

    /// <summary>At what hour.</summary>
    Hour = 1 << 11,

    /// <summary>What ought to come and doesn't.</summary>
    Silence = 1 << 12,

    /// <summary>Who it is: address, MAC, two holders of one name, one holder of two.</summary>
    Identity = 1 << 13,

    /// <summary>How long a conversation lasts.</summary>
    Duration = 1 << 14,

    /// <summary>Values of a command or of a measurement: a rate, a limit, a repeated control id.</summary>
    Value = 1 << 15,
}
