using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Dissectors.Tests.Pumps.Framing;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>Definitions of all that the records can hold, sound ones among them.</summary>
internal sealed class RandomDefinition(Random random)
{
    private static readonly string[] Names = ["command", "arguments", "address", "sequence", "ident", "serial", "a", "b", "c", "d", "e", "f", "g", "h", ""];
    private int _depth;

    public static ReadOnlySpan<byte> Alphabet => "!|\r^;,=ab01<>\u0001\u0002\u0003AB7F/\0"u8;

    private bool IsOdd => random.Next(150) == 0;

    public ProtocolDefinition Make() => new()
    {
        Name = IsOdd ? "X" : "random",
        Title = "Random",
        Source = "Random",
        Pump = Any<PumpSide>(),
        IsComplete = random.Next(2) == 0,
        Frames = [new FrameDefinition { Start = [.. "!"u8], Ends = [[.. "\r"u8]], Max = 512 }],
        Messages = Some(2, 1, Message),
        Values = [new ValueTable("t", Some(4, 1, () => "").Select((_, i) => $"{i}").ToDictionary(k => k, _ => Value()))],
        Pairing = new PairingDefinition { By = Any<PairingKey>(), DropRepetitions = random.Next(2) == 0, TimeoutMilliseconds = IsOdd ? random.Next(-5, 5) : 1000 },
        Commands = [.. Some(3, 0, () => "").Select((_, i) => Command($"{(char)('a' + i)}"))],
        Link = new LinkDefinition { Tokens = random.Next(2) == 0 ? [] : [new TokenDefinition(0x02, "nak", Any<TokenMeaning>(), random.Next(2))] },
    };

    private MessageDefinition Message() => new()
    {
        From = Any<Sender>(),
        When = random.Next(5) == 0 ? [Condition()] : [],
        Parts = Parts(),
        IsSpontaneous = random.Next(8) == 0,
        QueryWhen = random.Next(8) == 0 ? [Condition()] : null,
        Outcome = random.Next(5) == 0 ? new OutcomeDefinition(Name(), ["a"], random.Next(2) == 0 ? [] : ["b"], random.Next(2) == 0 ? null : Name(), new Dictionary<string, string> { ["1"] = "one" }) : null,
    };

    private CommandDefinition Command(string key) => new() { Key = key, Query = random.Next(3) == 0 ? null : Use(), Set = random.Next(3) == 0 ? null : Use() };

    private UseDefinition Use() => new()
    {
        Class = Any<SafetyClass>(),
        Arguments = random.Next(2) == 0 ? [] : Parts(),
        Reply = random.Next(2) == 0 ? [] : Parts(),
        Variants = random.Next(6) == 0 ? [new VariantDefinition([Condition()], "v", null) { Arguments = random.Next(3) == 0 ? Parts() : [] }] : [],
        Check = random.Next(30) == 0 ? new CodeCheck(Name(), Name(), Any<CodeKind>(), random.Next(2) == 0 ? null : Known.Preset("xmodem", ChecksumCoding.Hex)) : null,
        Effects = random.Next(6) == 0 ? [new EffectDefinition(IsOdd ? Any<Meaning>() : Meaning.Remote, IsOdd ? "running" : "yes", random.Next(2000))] : [],
        HasNoReply = random.Next(6) == 0,
    };

    private PartDefinition[] Parts()
    {
        // What stands behind a part that takes all the rest is refused.
        var parts = Some(3, 1, Part).ToList();
        var last = parts.FindIndex(p => p is FieldPart { IsRest: true } or SplitPart or ItemsPart or RecordsPart or TlvPart or XmlPart);
        return last < 0 || IsOdd ? [.. parts] : [.. parts.Take(last + 1)];
    }

    private PartDefinition Part()
    {
        switch (random.Next(12))
        {
            case 0:
                return new LiteralPart(Bytes());
            case 1:
                return new SkipPart(random.Next(IsOdd ? -2 : 1, 4));
            case 2:
                return new SplitPart(Bytes(), Some<FieldPart?>(3, 1, () => random.Next(5) == 0 ? null : Field()));
            case 3:
                return new ItemsPart(Bytes(), random.Next(2), Bytes(), Table());
            case 4:
                return new RecordsPart(Bytes(), Bytes(), IsOdd ? ["a"] : ["address", "key", "value"], Table());
            case 5:
                return new TlvPart(IsOdd ? Any<LengthCoding>() : LengthCoding.U8, LengthCoding.Ber, Table());
            case 6:
                return new XmlPart(["a"], [("b", Field()), ("a/b", Field())]);
            case 7 when _depth < 10 && IsOdd:
                _depth++;
                var inside = new InsidePart(Name(), Parts());
                _depth--;
                return inside;
            default:
                return Field();
        }
    }

    private FieldPart Field()
    {
        var way = random.Next(5);
        return new FieldPart(Name())
        {
            Size = way == 0 ? random.Next(IsOdd ? -1 : 1, 5) : null,
            Until = way == 1 ? Bytes() : null,
            While = way == 2 ? ByteSet.Of("ab01"u8) : null,
            IsRest = way == 3,
            Of = random.Next(4) == 0 ? ByteSet.Of(Alphabet) : null,
            IsOptional = random.Next(3) == 0,
            Trim = random.Next(3) == 0,
            Decoding = random.Next(4) == 0 ? Any<FieldDecoding>() : FieldDecoding.None,
            Value = way == 4 ? Value() with { Type = FieldType.U8, Bits = [] } : Value(),
        };
    }

    private ValueDefinition Value()
    {
        var means = random.Next(2) == 0 ? Meaning.None : Any<Meaning>();
        var type = means == Meaning.Quantity || random.Next(3) == 0 ? random.Next(2) == 0 ? FieldType.Hex : FieldType.Decimal : IsOdd ? Any<FieldType>() : FieldType.Text;
        return new ValueDefinition
        {
            Means = means,
            Quantity = IsOdd ? PumpQuantity.None : (PumpQuantity)random.Next(1, 9),
            Type = type,
            Unit = Any<PumpUnit>(),
            Scale = IsOdd ? 0 : random.NextDouble(),
            UnitField = random.Next(40) == 0 ? Name() : null,
            Words = random.Next(4) == 0 ? new Dictionary<string, string> { ["0"] = means == Meaning.State ? "running" : "yes", ["a"] = means == Meaning.State ? "off" : "no" } : [],
            Bits = type == FieldType.Hex && random.Next(4) == 0 ? [new BitDefinition(random.Next(IsOdd ? -3 : 0, 31), Meaning.State, "running"), new BitDefinition(1, Meaning.Alarm, "air")] : [],
            Absent = random.Next(4) == 0 ? ["1", "0xF"] : [],
            IsSecret = random.Next(10) == 0,
        };
    }

    private FieldCondition Condition() => new(Name(), IsOdd ? [] : ["1", "0"]);

    private string Name() => Names[random.Next(IsOdd ? Names.Length : Names.Length - 1)];

    private string Table() => IsOdd ? "u" : "t";

    private byte[] Bytes() => IsOdd ? [] : [Alphabet[random.Next(Alphabet.Length)]];

    private T Any<T>()
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    private List<T> Some<T>(int most, int least, Func<T> make) => [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => make())];
}
