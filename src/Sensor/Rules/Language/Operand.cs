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

/// <summary>
/// Where a value comes from: a field of the fact at hand, or what surrounds it. The view reads it once for each fact, when it is first asked for; reading allocates
/// nothing.
/// </summary>
/// <param name="name">As conditions call it.</param>
/// <param name="type">What it holds.</param>
/// <param name="slot">Its place in a <see cref="FactView"/>.</param>
internal sealed class Operand(string name, OperandType type, int slot)
{
    public string Name { get; } = name;

    public OperandType Type { get; } = type;

    public int Slot { get; } = slot;

    public string Unit { get; init; } = "";

    public string Meaning { get; init; } = "";

    /// <summary>The words of a choice, <see cref="Number"/> being an index into them; of a text all words it can have, where those are known.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>A number that begins anew after its largest, as the hours of the day do.</summary>
    public bool GoesRound { get; init; }

    /// <summary>Of an address: whose.</summary>
    public Side Side { get; init; }

    /// <summary>It belongs to one kind of fact.</summary>
    public bool IsField => Slot < FactView.MaxFields;

    /// <summary>A number; of a flag 0 or 1; of a choice the index.</summary>
    public double Number(FactView view) => view[Slot].Number;

    /// <summary>Stable key of a text, pseudonym or address, 0 where there is none; of a choice the index and 1, of a flag 0 or 1.</summary>
    public ulong Key(FactView view) => view[Slot].Key;

    public string Text(FactView view) => Type switch
    {
        OperandType.Choice => Words[(int)view[Slot].Number],
        OperandType.Address => Address(view).ToString(),
        _ => view[Slot].Text ?? "",
    };

    public IpAddress Address(FactView view) => view.AddressOf(Side);

    /// <summary>Any operand's value as one word, to tell values apart. Devices that one address speaks for are told apart.</summary>
    public ulong Word(FactView view) => Type switch
    {
        OperandType.Number => (ulong)BitConverter.DoubleToInt64Bits(Number(view)),
        OperandType.Address when view.Device(Side) is { Nameplate: not null } device => device.Key,
        _ => Key(view),
    };
}
