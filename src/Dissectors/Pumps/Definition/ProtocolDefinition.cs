using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Definition;

/// <summary>Where in its file something stands, from 1; 0 where there is no file.</summary>
public readonly record struct Place(int Line, int Column);

/// <summary>Which end of a conversation the pump is.</summary>
public enum PumpSide : byte
{
    /// <summary>Who speaks second; in mid-stream the server, until a message that only one of them can send says otherwise.</summary>
    Answers,
    Server,
    Client,
}

/// <summary>Who may send something.</summary>
public enum Sender : byte
{
    Either,
    Controller,
    Pump,
}

/// <summary>
/// A protocol as its definition describes it: data, nothing that runs. Made from a file by who reads it, and compiled by <c>ProtocolProgram.Compile</c>,
/// which refuses what can't be meant. The language is described in docs/pump-definitions.md.
/// </summary>
public sealed record ProtocolDefinition
{
    /// <summary>Name in <c>app_proto</c>, in <c>family</c> and in the summary: lower-case letters, digits and hyphens, 2 to 32.</summary>
    public required string Name { get; init; }
    public required string Title { get; init; }

    /// <summary>Who makes the pumps; null where that isn't said.</summary>
    public string? Vendor { get; init; }

    /// <summary>Where what it says is known from.</summary>
    public required string Source { get; init; }
    public Confidence Confidence { get; init; } = Confidence.Inferred;
    public Carriers Carriers { get; init; } = Carriers.Tcp;

    /// <summary>Server ports on which it is usual: a hint.</summary>
    public IReadOnlyList<ushort> Ports { get; init; } = [];

    /// <summary>Without one of <see cref="Ports"/> it isn't looked for: its frames are too plain to be told from others.</summary>
    public bool OnlyOnPorts { get; init; }

    /// <summary>Good frames, with known commands, that make it certain; null: 1 where a check of 16 bits or more holds, else 2.</summary>
    public int? GoodFrames { get; init; }
    public PumpSide Pump { get; init; }

    /// <summary>The command table holds all there are: any other command is foreign.</summary>
    public bool IsComplete { get; init; }
    public LinkDefinition Link { get; init; } = new();
    public required IReadOnlyList<FrameDefinition> Frames { get; init; }

    /// <summary>Tried in this order; the first that fits is it.</summary>
    public required IReadOnlyList<MessageDefinition> Messages { get; init; }

    /// <summary>Tables of values by key, named by <c>items</c>, <c>records</c> and <c>tlv</c>.</summary>
    public IReadOnlyList<ValueTable> Values { get; init; } = [];
    public PairingDefinition Pairing { get; init; } = new();
    public IReadOnlyList<CommandDefinition> Commands { get; init; } = [];
    public IReadOnlyList<VectorDefinition> Vectors { get; init; } = [];
    public Place Place { get; init; }
}

/// <summary>What lies between the wire and the frames.</summary>
public sealed record LinkDefinition
{
    /// <summary>Bytes have seven bits and a parity bit, which is taken off.</summary>
    public bool StripParity { get; init; }

    /// <summary>Single bytes between frames that say something.</summary>
    public IReadOnlyList<TokenDefinition> Tokens { get; init; } = [];
}

/// <summary>What a token says of the request before it.</summary>
public enum TokenMeaning : byte
{
    Nothing,

    /// <summary>It was received; the answer is still to come, where there is one.</summary>
    Received,
    Done,
    Failed,
}

/// <summary>A byte between frames.</summary>
/// <param name="Value">The byte.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Arguments">Bytes that follow it.</param>
public sealed record TokenDefinition(byte Value, string Name, TokenMeaning Meaning = TokenMeaning.Nothing, int Arguments = 0)
{
    public Place Place { get; init; }
}
