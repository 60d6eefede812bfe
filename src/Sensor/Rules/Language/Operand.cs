using Sensor.Dissectors.Packets;
using Sensor.Rules.Engine;

namespace Sensor.Rules.Language;

/// <summary>What sort of value an operand has; only equal sorts can be compared.</summary>
internal enum OperandType : byte
{
    Number,
    Flag,

    /// <summary>One of a closed set of words.</summary>
    Choice,

    /// <summary>Any text: a name from the wire, a role, a segment.</summary>
    Text,

    /// <summary>A pseudonym.</summary>
    Id,
    Address,
}

/// <summary>Where a value comes from: a field of the fact at hand, or what surrounds it. Reading allocates nothing.</summary>
internal abstract class Operand(string name, OperandType type)
{
    public string Name { get; } = name;

    public OperandType Type { get; } = type;

    public string Unit { get; init; } = "";

    public string Meaning { get; init; } = "";

    /// <summary>Words of a choice; <see cref="Number"/> is an index into them.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Slot of the fact's field, or -1.</summary>
    public virtual int Slot => -1;

    /// <summary>A number; of a flag 0 or 1; of a choice the index.</summary>
    public virtual double Number(FactView view) => throw new InvalidOperationException($"{Name} isn't a number.");

    /// <summary>Stable key of a text, choice, pseudonym or address; 0 where there is none.</summary>
    public virtual ulong Key(FactView view) => throw new InvalidOperationException($"{Name} has no key.");

    public virtual string Text(FactView view) => throw new InvalidOperationException($"{Name} isn't a text.");

    public virtual IpAddress Address(FactView view) => throw new InvalidOperationException($"{Name} isn't an address.");

    /// <summary>Any operand's value as one word, to tell values apart.</summary>
    public ulong Word(FactView view) => Type switch
    {
        OperandType.Number or OperandType.Flag or OperandType.Choice => (ulong)BitConverter.DoubleToInt64Bits(Number(view)),
        _ => Key(view),
    };
}
