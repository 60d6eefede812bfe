namespace Sensor.Dissectors.Pumps.Definition;

/// <summary>One of the shapes that content has.</summary>
public sealed record MessageDefinition
{
    public Sender From { get; init; }

    /// <summary>Values that fields must have, each one of those listed (raw text, or of binary numbers decimal).</summary>
    public IReadOnlyList<FieldCondition> When { get; init; } = [];
    public required IReadOnlyList<PartDefinition> Parts { get; init; }

    /// <summary>Command where there is no field named <c>command</c>.</summary>
    public string? Command { get; init; }

    /// <summary>The pump says it by itself, it answers nothing.</summary>
    public bool IsSpontaneous { get; init; }

    /// <summary>Such a message asks; null: one without arguments does.</summary>
    public IReadOnlyList<FieldCondition>? QueryWhen { get; init; }

    /// <summary>How a field says how it ended; null: an answer says that it is done.</summary>
    public OutcomeDefinition? Outcome { get; init; }
    public Place Place { get; init; }
}

/// <summary>A field has one of some values.</summary>
public sealed record FieldCondition(string Field, IReadOnlyList<string> OneOf);

/// <summary>Where an answer says whether it is done.</summary>
/// <param name="Field">The field that says so.</param>
/// <param name="Done">Its values that say yes.</param>
/// <param name="Failed">Its values that say no; with neither given, everything but <paramref name="Done"/> does.</param>
/// <param name="Reason">The field that says why not.</param>
/// <param name="Reasons">What its values mean.</param>
public sealed record OutcomeDefinition(string Field, IReadOnlyList<string> Done, IReadOnlyList<string> Failed, string? Reason, IReadOnlyDictionary<string, string> Reasons);

/// <summary>How a field's bytes are read as a number.</summary>
public enum FieldType : byte
{
    /// <summary>Not a number.</summary>
    Text,

    /// <summary>ASCII, with a sign and a decimal point or comma; no exponent.</summary>
    Decimal,

    /// <summary>ASCII hexadecimal.</summary>
    Hex,
    U8,
    S8,
    U16BigEndian,
    U16LittleEndian,
    S16BigEndian,
    S16LittleEndian,
    U24BigEndian,
    U24LittleEndian,
    U32BigEndian,
    U32LittleEndian,
    S32BigEndian,
    S32LittleEndian,

    /// <summary>IEEE 754 single precision.</summary>
    F32BigEndian,
    F32LittleEndian,

    /// <summary>ISO/IEEE 11073-20601 FLOAT: 8 bits of decimal exponent, 24 of mantissa.</summary>
    MedicalFloat,

    /// <summary>Two decimal digits a byte, most significant first.</summary>
    Bcd,
}

/// <summary>What is done with a field's bytes before they are read.</summary>
public enum FieldDecoding : byte
{
    None,
    Base64,

    /// <summary>Two hexadecimal digits a byte.</summary>
    Hex,
}

/// <summary>What a value is to everybody else.</summary>
public enum Meaning : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One of <see cref="PumpQuantity"/>.</summary>
    Quantity,
    Serial,
    Model,
    Firmware,
    Library,
    Drug,
    Alarm,
    State,
    Remote,
    Silenced,

    /// <summary>Becomes a pseudonym.</summary>
    Patient,

    /// <summary>Becomes a pseudonym.</summary>
    Order,

    /// <summary>Outcome: the answer is no, for this reason.</summary>
    Error,
}

/// <summary>What a value means, and how it is read.</summary>
public sealed record ValueDefinition
{
    public FieldType Type { get; init; }
    public Meaning Means { get; init; }
    public PumpQuantity Quantity { get; init; }
    public PumpUnit Unit { get; init; }

    /// <summary>What a number is multiplied by, conversion to the unit included.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Field that says the unit; null where <see cref="Unit"/> does.</summary>
    public string? UnitField { get; init; }

    /// <summary>Words for raw values; of numbers, decimal. Of <see cref="Meaning.State"/> the words are states, of yes and no <c>yes</c> and <c>no</c>.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>What single bits mean, from 0, the least significant; the last that is set and means the same wins.</summary>
    public IReadOnlyList<BitDefinition> Bits { get; init; } = [];

    /// <summary>In a table: what it is made of, where it is more than one thing.</summary>
    public IReadOnlyList<PartDefinition> Parts { get; init; } = [];

    /// <summary>Follows, behind a blank, what the same message says of the same thing before it: a library's name and its date.</summary>
    public bool Joins { get; init; }

    /// <summary>Raw values that say that there is none.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Is never written, hashed or kept.</summary>
    public bool IsSecret { get; init; }
    public Place Place { get; init; }
}

/// <summary>What a bit means.</summary>
/// <param name="Bit">From 0, the least significant; -1: when no other bit that means the same is set.</param>
/// <param name="Means">State, Remote, Silenced or Alarm.</param>
/// <param name="Word">The state's word, the alarm's name; of yes and no what it is when set.</param>
public sealed record BitDefinition(int Bit, Meaning Means, string Word);

/// <summary>A piece of a message, taken from the front of what is left of it.</summary>
public abstract record PartDefinition
{
    public Place Place { get; init; }
}

/// <summary>Bytes that must stand there.</summary>
public sealed record LiteralPart(byte[] Bytes) : PartDefinition;

/// <summary>Bytes that are passed over.</summary>
public sealed record SkipPart(int Size) : PartDefinition;

/// <summary>
/// A field: so many bytes, or up to a delimiter (which is used up; without one, all that is left), or as long as bytes are of a set, or all that is left.
/// Names with a part in the engine: command, arguments, address (which of several pumps), sequence (pairs answers), ident (what a code is computed of).
/// </summary>
public sealed record FieldPart(string Name) : PartDefinition
{
    public int? Size { get; init; }
    public byte[]? Until { get; init; }
    public ByteSet? While { get; init; }
    public bool IsRest { get; init; }

    /// <summary>Bytes it may be of; else it isn't there, or, where it must be, the message doesn't fit.</summary>
    public ByteSet? Of { get; init; }
    public bool IsOptional { get; init; }
    public bool Trim { get; init; }
    public FieldDecoding Decoding { get; init; }

    /// <summary>Bits of an unsigned binary number that count: the others are taken for 0 wherever the field is looked at. 0: all.</summary>
    public uint Mask { get; init; }

    /// <summary>Of a field that isn't text but is compared or looked up: its value's text.</summary>
    public ValueDefinition Value { get; init; } = new();
}

/// <summary>The rest, split; fields by position.</summary>
public sealed record SplitPart(byte[] By, IReadOnlyList<FieldPart?> Fields) : PartDefinition;

/// <summary>The rest, split into items, each a key and a value of a table.</summary>
/// <param name="By">Between items; leading ones are passed over.</param>
/// <param name="KeySize">Bytes of the key, or 0: up to <paramref name="KeyEnd"/>.</param>
/// <param name="KeyEnd">Ends the key.</param>
/// <param name="Table">Name of the table of values.</param>
public sealed record ItemsPart(byte[] By, int KeySize, byte[]? KeyEnd, string Table) : PartDefinition;

/// <summary>The rest, split into records, each split into fields: <c>address</c>, <c>key</c>, <c>value</c> and others. Values of one address are one pump's.</summary>
public sealed record RecordsPart(byte[] By, byte[] FieldBy, IReadOnlyList<string> Fields, string Table) : PartDefinition;

/// <summary>The rest: tag, length and value, again and again; the tag, decimal, is the key.</summary>
public sealed record TlvPart(LengthCoding Tag, LengthCoding Length, string Table) : PartDefinition;

/// <summary>The rest is an XML document; fields are the texts of elements, by their paths below the root.</summary>
public sealed record XmlPart(IReadOnlyList<string> Roots, IReadOnlyList<(string Path, FieldPart Field)> Fields) : PartDefinition;

/// <summary>A field's bytes, after decoding, have parts of their own.</summary>
public sealed record InsidePart(string Field, IReadOnlyList<PartDefinition> Parts) : PartDefinition;

/// <summary>Values by key.</summary>
public sealed record ValueTable(string Name, IReadOnlyDictionary<string, ValueDefinition> Values)
{
    public Place Place { get; init; }
}
