using System.Runtime.InteropServices;
using System.Text;

namespace Sensor.Dissectors.Contract;

/// <summary>What sort of value a field holds.</summary>
public enum FieldType : byte
{
    /// <summary>A quantity in the field's unit.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of a closed set of words.</summary>
    Choice,

    /// <summary>An interned name.</summary>
    Name,

    /// <summary>A pseudonym: can be told from others, never read.</summary>
    Id,
}

/// <summary>A member of a fact as rules see it: its name, what it holds and how it is read. Reading allocates nothing.</summary>
public abstract class FactField
{
    private protected FactField(string name, FieldType type, string meaning)
    {
        Name = name;
        Type = type;
        Meaning = meaning;
    }

    /// <summary>As in the fact's event, or as it would stand there.</summary>
    public string Name { get; }

    public FieldType Type { get; }

    /// <summary>What it says, for the list of fields that people choose from.</summary>
    public string Meaning { get; }

    /// <summary>Of a number: ms, byte, or what it counts.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The words of a choice; <see cref="Number"/> is an index into them.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A number's value, a flag's 0 or 1, a choice's index.</summary>
    public virtual double Number(ReadOnlySpan<byte> body) => throw new InvalidOperationException($"{Name} isn't a number.");

    /// <summary>A name's number in the fact's partition.</summary>
    public virtual NameId NameOf(ReadOnlySpan<byte> body) => throw new InvalidOperationException($"{Name} isn't a name.");

    public virtual Pseudonym Id(ReadOnlySpan<byte> body) => throw new InvalidOperationException($"{Name} isn't a pseudonym.");
}

/// <summary>Describes the fields of one kind of fact.</summary>
/// <typeparam name="T">The fact.</typeparam>
public sealed class FactFields<T>
    where T : unmanaged
{
    private readonly List<FactField> _all = [];

    public delegate TValue Reader<out TValue>(in T fact);

    public IReadOnlyList<FactField> All => _all;

    /// <param name="name">Name of the field.</param>
    /// <param name="unit">What is counted or measured.</param>
    /// <param name="meaning">What it says.</param>
    /// <param name="read">Reads it.</param>
    public FactFields<T> Number(string name, string unit, string meaning, Reader<double> read) =>
        Add(new NumberField(name, FieldType.Number, meaning, read) { Unit = unit });

    public FactFields<T> Flag(string name, string meaning, Reader<bool> read) =>
        Add(new NumberField(name, FieldType.Flag, meaning, (in fact) => read(in fact) ? 1 : 0));

    /// <param name="name">Name of the field.</param>
    /// <param name="meaning">What it says.</param>
    /// <param name="choices">All words there are, each once.</param>
    /// <param name="read">Index of the word.</param>
    public FactFields<T> Choice(string name, string meaning, IReadOnlyList<string> choices, Reader<int> read) =>
        Add(new NumberField(name, FieldType.Choice, meaning, (in fact) => read(in fact)) { Choices = choices });

    public FactFields<T> Name(string name, string meaning, Reader<NameId> read) => Add(new NameField(name, meaning, read));

    public FactFields<T> Id(string name, string meaning, Reader<Pseudonym> read) => Add(new IdField(name, meaning, read));

    private FactFields<T> Add(FactField field)
    {
        _all.Add(field);
        return this;
    }

    private sealed class NumberField(string name, FieldType type, string meaning, Reader<double> read) : FactField(name, type, meaning)
    {
        public override double Number(ReadOnlySpan<byte> body) => read(in MemoryMarshal.AsRef<T>(body));
    }

    private sealed class NameField(string name, string meaning, Reader<NameId> read) : FactField(name, FieldType.Name, meaning)
    {
        public override NameId NameOf(ReadOnlySpan<byte> body) => read(in MemoryMarshal.AsRef<T>(body));
    }

    private sealed class IdField(string name, string meaning, Reader<Pseudonym> read) : FactField(name, FieldType.Id, meaning)
    {
        public override Pseudonym Id(ReadOnlySpan<byte> body) => read(in MemoryMarshal.AsRef<T>(body));
    }
}

/// <summary>The words of a choice, from where events take theirs.</summary>
public static class Choices
{
    public delegate ReadOnlySpan<byte> TextOf<in TEnum>(TEnum value);

    /// <summary>The word of each value in the order of the enumeration, whose values are 0, 1, 2, …; values that have none are "none".</summary>
    public static IReadOnlyList<string> Of<TEnum>(TextOf<TEnum> text)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Enum.GetValues<TEnum>().Select(v => text(v) is { IsEmpty: false } word ? Encoding.ASCII.GetString(word) : "none")];
    }
}
