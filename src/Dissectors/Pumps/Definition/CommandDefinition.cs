namespace Sensor.Dissectors.Pumps.Definition;

/// <summary>By what an answer finds its request.</summary>
public enum PairingKey : byte
{
    /// <summary>The answer repeats the command.</summary>
    Command,

    /// <summary>One request at a time.</summary>
    Order,

    /// <summary>One request at a time for each address.</summary>
    Address,

    /// <summary>Both have the same <c>sequence</c>.</summary>
    Sequence,

    /// <summary>There are no answers, or they can't be told.</summary>
    None,
}

/// <summary>How requests and answers belong together.</summary>
public sealed record PairingDefinition
{
    public PairingKey By { get; init; } = PairingKey.Order;

    /// <summary>After so long there is no answer.</summary>
    public int TimeoutMilliseconds { get; init; } = 10_000;

    /// <summary>An answer that is the same, byte for byte, as the one before it is a repetition.</summary>
    public bool DropRepetitions { get; init; }
}

/// <summary>A command: what it is called, what it may do, what it carries and what answers it.</summary>
public sealed record CommandDefinition
{
    /// <summary>The <c>command</c> field's text; of binary fields decimal.</summary>
    public required string Key { get; init; }

    /// <summary>What events call it; null: the key.</summary>
    public string? Name { get; init; }

    /// <summary>Asking for it; null where nobody can.</summary>
    public UseDefinition? Query { get; init; }

    /// <summary>Telling it; null where nobody can.</summary>
    public UseDefinition? Set { get; init; }
    public Place Place { get; init; }
}

/// <summary>One of the two uses of a command.</summary>
public sealed record UseDefinition
{
    public SafetyClass Class { get; init; }

    /// <summary>Null: the protocol's.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>Parts of <c>arguments</c>.</summary>
    public IReadOnlyList<PartDefinition> Arguments { get; init; } = [];

    /// <summary>Parts of the answer's <c>arguments</c>.</summary>
    public IReadOnlyList<PartDefinition> Reply { get; init; } = [];

    /// <summary>What it is instead, by what its arguments are; the first that fits.</summary>
    public IReadOnlyList<VariantDefinition> Variants { get; init; } = [];

    /// <summary>What the arguments must know of the pump.</summary>
    public CodeCheck? Check { get; init; }

    /// <summary>What is so when it has been done: remote control, silence, a state.</summary>
    public IReadOnlyList<EffectDefinition> Effects { get; init; } = [];

    /// <summary>The pump answers nothing.</summary>
    public bool HasNoReply { get; init; }
    public Place Place { get; init; }
}

/// <summary>A command by its arguments.</summary>
public sealed record VariantDefinition(IReadOnlyList<FieldCondition> When, string? Name, SafetyClass? Class)
{
    public IReadOnlyList<EffectDefinition> Effects { get; init; } = [];

    /// <summary>Parts of what is left of <c>arguments</c> where the use's own have taken theirs.</summary>
    public IReadOnlyList<PartDefinition> Arguments { get; init; } = [];
    public Place Place { get; init; }
}

/// <summary>What a command brings about.</summary>
/// <param name="Means">State, Remote or Silenced.</param>
/// <param name="Word">A state, or <c>yes</c> or <c>no</c>.</param>
/// <param name="LastsMilliseconds">Ends by itself after so long unless it is said again; 0: it doesn't.</param>
public sealed record EffectDefinition(Meaning Means, string Word, int LastsMilliseconds = 0);

/// <summary>How a code is made of what the pump says of itself.</summary>
public enum CodeKind : byte
{
    /// <summary>A checksum over the field's text, written as the checksum's coding says.</summary>
    Checksum,

    /// <summary>The field's bytes, each bit turned.</summary>
    Complement,

    /// <summary>The field itself.</summary>
    Same,
}

/// <summary>A value that follows from another: <paramref name="Field"/> of the arguments from <paramref name="Of"/>, which the pump has said.</summary>
/// <param name="Field">The code.</param>
/// <param name="Of">Name of a field of the pump's: <c>serial</c> or <c>ident</c>.</param>
/// <param name="Kind">How.</param>
/// <param name="Checksum">Of <see cref="CodeKind.Checksum"/>.</param>
public sealed record CodeCheck(string Field, string Of, CodeKind Kind, ChecksumDefinition? Checksum = null);
