using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Dissectors.Tests.Pumps.Framing;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>Definitions of published protocols, made without a file: each shows other parts of the language.</summary>
internal static class Families
{
    public static readonly ValueDefinition Serial = new() { Means = Meaning.Serial };

    public static readonly ByteSet Hex = ByteSet.Of("0123456789ABCDEF"u8);

    /// <summary>Texts that are split, variants, a code made of the serial number, effects that last so long.</summary>
    public static ProtocolDefinition Alaris { get; } = Known.Alaris with
    {
        Name = "alaris",
        Confidence = Confidence.Verified,
        Pump = PumpSide.Answers,
        IsComplete = true,
        Messages = [new MessageDefinition { Parts = [new FieldPart("command") { Until = [.. "^"u8] }, new FieldPart("arguments") { IsRest = true }] }],
        Pairing = new PairingDefinition { By = PairingKey.Command, TimeoutMilliseconds = 5000 },
        Commands =
        [
            new CommandDefinition { Key = "COMMS_PROTOCOL", Query = new UseDefinition { Class = SafetyClass.Identify, Reply = [Split(new FieldPart("firmware") { Value = new ValueDefinition { Means = Meaning.Firmware } })] } },
            new CommandDefinition { Key = "INST_SERIALNO", Query = new UseDefinition { Class = SafetyClass.Identify, Reply = [Split(new FieldPart("serial") { Value = Serial })] } },
            new CommandDefinition
            {
                Key = "REMOTE_CTRL",
                Set = new UseDefinition
                {
                    Class = SafetyClass.Session,
                    Arguments = [Split(new FieldPart("action"), new FieldPart("code") { Value = new ValueDefinition { IsSecret = true } })],
                    Check = new CodeCheck("code", "serial", CodeKind.Checksum, Known.Preset("ccitt-false", ChecksumCoding.Hex)),
                    Variants =
                    [
                        new VariantDefinition([new FieldCondition("action", ["ENABLED"])], null, null) { Effects = [new EffectDefinition(Meaning.Remote, "yes", 3000)] },
                        new VariantDefinition([new FieldCondition("action", ["DISABLED"])], null, null) { Effects = [new EffectDefinition(Meaning.Remote, "no")] },
                    ],
                },
            },
            new CommandDefinition
            {
                Key = "INF_RATE",
                Query = new UseDefinition { Class = SafetyClass.Read, Reply = [RateAndUnit] },
                Set = new UseDefinition { Class = SafetyClass.Rate, Arguments = [RateAndUnit] },
            },
            new CommandDefinition
            {
                Key = "INF",
                Query = new UseDefinition
                {
                    Class = SafetyClass.Read,
                    Reply =
                    [
                        Split(
                            new FieldPart("serial") { Value = Serial },
                            new FieldPart("alarm") { Value = new ValueDefinition { Means = Meaning.Alarm, Absent = ["-"] } },
                            new FieldPart("mode") { Value = new ValueDefinition { Means = Meaning.State, Words = Words(("SET", "stopped"), ("INF", "running")) } },
                            new FieldPart("rate") { Value = Quantity(PumpQuantity.Rate, FieldType.Decimal) with { UnitField = "unit" } },
                            new FieldPart("unit"),
                            null,
                            new FieldPart("volume") { Value = Quantity(PumpQuantity.VolumeInfused, FieldType.Decimal) with { Unit = PumpUnit.Ml } }),
                    ],
                },
            },
            new CommandDefinition { Key = "INF_START", Set = new UseDefinition { Class = SafetyClass.Start, Effects = [new EffectDefinition(Meaning.State, "running")] } },
            new CommandDefinition { Key = "INF_STOP", Set = new UseDefinition { Class = SafetyClass.Stop, Effects = [new EffectDefinition(Meaning.State, "stopped")] } },
        ],
    };

    /// <summary>Records of many pumps, blocks that belong together, errors.</summary>
    public static ProtocolDefinition Bcc { get; } = Known.Bcc with
    {
        Name = "bcc",
        Confidence = Confidence.Verified,
        IsComplete = true,
        Messages =
        [
            new MessageDefinition
            {
                From = Sender.Controller,
                Parts = [new FieldPart("bed") { Until = [.. "/1/1>"u8] }, new FieldPart("command") { IsRest = true, Of = ByteSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ:"u8) }],
            },
            new MessageDefinition
            {
                From = Sender.Pump,
                Parts = [new FieldPart("bed") { Until = [.. "/1/1>"u8] }, new RecordsPart([0x1e], [.. ","u8], ["time", "address", "key", "value"], "parameters")],
            },
        ],
        Values =
        [
            new ValueTable("parameters", new Dictionary<string, ValueDefinition>
            {
                ["INRT"] = Quantity(PumpQuantity.Rate, FieldType.Decimal) with { Unit = PumpUnit.MlPerHour, Absent = ["_NV", "_NA"] },
                ["INVI"] = Quantity(PumpQuantity.VolumeInfused, FieldType.Decimal) with { Unit = PumpUnit.Ml, Absent = ["_NV", "_NA"] },
                ["INSERNUM"] = Serial,
                ["GNMODEL"] = new ValueDefinition { Means = Meaning.Model },
                ["DLNAME"] = new ValueDefinition { Means = Meaning.Library },
                ["INSOL"] = new ValueDefinition { Means = Meaning.Drug },
                ["INM3"] = new ValueDefinition { Means = Meaning.State, Words = Words(("0", "stopped"), ("1", "running")) },
                ["INM4"] = new ValueDefinition { Means = Meaning.Remote, Words = Words(("0", "no"), ("1", "yes")) },
                ["INA3"] = new ValueDefinition { Means = Meaning.Alarm, Words = Words(("1", "pressure")), Absent = ["0"] },
                ["INA4"] = new ValueDefinition { Means = Meaning.Alarm, Words = Words(("1", "air")), Absent = ["0"] },
                ["PATID"] = new ValueDefinition { Means = Meaning.Patient },
                ["GNERR"] = new ValueDefinition { Means = Meaning.Error, Words = Words(("39", "pump removed")) },
            }),
        ],
        Pairing = new PairingDefinition { By = PairingKey.Order, TimeoutMilliseconds = 5000, DropRepetitions = true },
        Commands =
        [
            new CommandDefinition { Key = "ADMIN:ALIVE", Query = new UseDefinition { Class = SafetyClass.Identify } },
            new CommandDefinition { Key = "MEM:GET", Query = new UseDefinition { Class = SafetyClass.Read } },
        ],
        Link = new LinkDefinition { Tokens = [new TokenDefinition(0x06, "ack"), new TokenDefinition(0x15, "nak")] },
    };

    /// <summary>Binary structures and bits; the third byte says who speaks; a complement of what the pump said of itself.</summary>
    public static ProtocolDefinition Dianet { get; } = Known.Dianet with
    {
        Name = "dianet",
        IsComplete = true,
        Messages =
        [
            new MessageDefinition
            {
                From = Sender.Pump,
                When = [new FieldCondition("answer", ["6", "21"])],
                Parts = [Letter, Number("command", FieldType.U8), Number("answer", FieldType.U8), new FieldPart("arguments") { IsRest = true }],
                Outcome = new OutcomeDefinition("answer", ["6"], ["21"], null, new Dictionary<string, string>()),
            },
            new MessageDefinition { From = Sender.Controller, Parts = [Letter, Number("command", FieldType.U8), new FieldPart("arguments") { IsRest = true }] },
        ],
        Pairing = new PairingDefinition { By = PairingKey.Command },
        Commands =
        [
            new CommandDefinition
            {
                Key = "1", Name = "IDENT",
                Query = new UseDefinition { Class = SafetyClass.Identify, Reply = [new FieldPart("ident") { Size = 4, Value = new ValueDefinition { Type = FieldType.U32BigEndian, Means = Meaning.Serial } }] },
            },
            new CommandDefinition
            {
                Key = "0x02", Name = "STATUS",
                Query = new UseDefinition
                {
                    Class = SafetyClass.Read,
                    Reply =
                    [
                        new SkipPart(1),
                        new FieldPart("alarms") { Value = new ValueDefinition { Type = FieldType.U32BigEndian, Bits = [new BitDefinition(3, Meaning.Alarm, "pressure"), new BitDefinition(8, Meaning.Alarm, "door open")] } },
                        new FieldPart("state")
                        {
                            Value = new ValueDefinition
                            {
                                Type = FieldType.U32BigEndian,
                                Bits = [new BitDefinition(2, Meaning.Remote, "yes"), new BitDefinition(6, Meaning.State, "stopped"), new BitDefinition(7, Meaning.State, "running")],
                            },
                        },
                        new FieldPart("left") { Value = Quantity(PumpQuantity.VolumeRemaining, FieldType.U32BigEndian) with { Unit = PumpUnit.Ml, Scale = 0.1, Absent = ["0xFFFFFFFF"] } },
                    ],
                },
            },
            new CommandDefinition
            {
                Key = "16", Name = "CC_MODE",
                Set = new UseDefinition
                {
                    Class = SafetyClass.Session,
                    Arguments = [new FieldPart("code") { Size = 4, Value = new ValueDefinition { IsSecret = true } }, Number("mode", FieldType.U8)],
                    Check = new CodeCheck("code", "ident", CodeKind.Complement),
                    Variants = [new VariantDefinition([new FieldCondition("mode", ["1", "2"])], "CC_MODE remote", null) { Effects = [new EffectDefinition(Meaning.Remote, "yes")] }],
                },
            },
            new CommandDefinition
            {
                Key = "17", Name = "AKTION",
                Set = new UseDefinition
                {
                    Class = SafetyClass.Configuration,
                    Arguments = [Number("action", FieldType.U8), Number("flag", FieldType.U8)],
                    Variants =
                    [
                        new VariantDefinition([new FieldCondition("action", ["0"]), new FieldCondition("flag", ["1"])], "START", SafetyClass.Start) { Effects = [new EffectDefinition(Meaning.State, "running")] },
                        new VariantDefinition([new FieldCondition("action", ["0"]), new FieldCondition("flag", ["0"])], "STOP", SafetyClass.Stop) { Effects = [new EffectDefinition(Meaning.State, "stopped")] },
                    ],
                },
            },
            new CommandDefinition
            {
                Key = "18", Name = "SOLLWERT",
                Set = new UseDefinition
                {
                    Class = SafetyClass.Rate,
                    Arguments = [new FieldPart("rate") { Value = Quantity(PumpQuantity.Rate, FieldType.U32BigEndian) with { Unit = PumpUnit.MlPerHour, Scale = 0.01 } }],
                },
            },
        ],
    };

    /// <summary>Items, addresses, answers without a command, tokens that answer, things said unasked.</summary>
    public static ProtocolDefinition Fresenius { get; } = Known.Fresenius with
    {
        Name = "fresenius",
        Messages =
        [
            new MessageDefinition
            {
                From = Sender.Pump,
                IsSpontaneous = true,
                When = [new FieldCondition("status", ["E"])],
                Parts = [Address, new FieldPart("status") { Size = 1, Of = ByteSet.Of("E"u8) }, new LiteralPart([.. ";"u8]), new ItemsPart([.. ";"u8], 1, null, "variables")],
            },
            new MessageDefinition
            {
                From = Sender.Pump,
                Parts = [Address, new FieldPart("status") { Size = 1, Of = ByteSet.Of("CI"u8) }, new FieldPart("separator") { While = ByteSet.Of(";"u8), IsOptional = true }, new FieldPart("arguments") { IsRest = true }],
                Outcome = new OutcomeDefinition("status", ["C"], ["I"], "arguments", new Dictionary<string, string> { ["03"] = "disabled", ["08"] = "out of limits" }),
            },
            new MessageDefinition
            {
                From = Sender.Controller,
                Parts = [Address, new FieldPart("command") { Size = 2, Of = ByteSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8) }, new FieldPart("separator") { While = ByteSet.Of(";"u8), IsOptional = true }, new FieldPart("arguments") { IsRest = true }],
            },
        ],
        Values =
        [
            new ValueTable("variables", new Dictionary<string, ValueDefinition>
            {
                ["d"] = Quantity(PumpQuantity.Rate, FieldType.Hex) with { Unit = PumpUnit.MlPerHour, Scale = 0.1 },
                ["r"] = Quantity(PumpQuantity.VolumeInfused, FieldType.Hex) with { Unit = PumpUnit.Ml, Scale = 0.001 },
                ["a"] = new ValueDefinition { Type = FieldType.Hex, Means = Meaning.Alarm, Words = Words(("8", "pressure")), Absent = ["0"] },
            }),
        ],
        Pairing = new PairingDefinition { By = PairingKey.Address, TimeoutMilliseconds = 2000 },
        Commands =
        [
            new CommandDefinition { Key = "DC", Set = new UseDefinition { Class = SafetyClass.Session, HasNoReply = true } },
            new CommandDefinition { Key = "LE", Query = new UseDefinition { Class = SafetyClass.Read, Reply = [new ItemsPart([.. ";"u8], 1, null, "variables")] } },
            new CommandDefinition { Key = "PR", Set = new UseDefinition { Class = SafetyClass.Rate, Arguments = [new FieldPart("rate") { IsRest = true, Value = Quantity(PumpQuantity.Rate, FieldType.Hex) with { Unit = PumpUnit.MlPerHour, Scale = 0.1 } }] } },
            new CommandDefinition { Key = "PO", Set = new UseDefinition { Class = SafetyClass.Stop, Effects = [new EffectDefinition(Meaning.State, "paused")] } },
        ],
    };

    /// <summary>A document with binary blocks in it.</summary>
    public static ProtocolDefinition Terumo { get; } = Known.Terumo with
    {
        Name = "terumo",
        Pump = PumpSide.Client,
        Messages =
        [
            new MessageDefinition
            {
                From = Sender.Pump,
                Parts = [Xml("REP"), Inside(Number("sequence", FieldType.U8), Number("command", FieldType.U8), new SkipPart(2), Number("result", FieldType.U8), new FieldPart("arguments") { IsRest = true })],
                Outcome = new OutcomeDefinition("result", ["0"], [], "result", new Dictionary<string, string> { ["0x11"] = "undefined" }),
            },
            new MessageDefinition
            {
                From = Sender.Controller,
                Parts = [Xml("REQ"), Inside(Number("sequence", FieldType.U8), Number("command", FieldType.U8), new FieldPart("arguments") { IsRest = true })],
                QueryWhen = [new FieldCondition("command", ["1"])],
            },
        ],
        Pairing = new PairingDefinition { By = PairingKey.Sequence },
        Commands =
        [
            new CommandDefinition
            {
                Key = "1", Name = "STATUS",
                Query = new UseDefinition
                {
                    Class = SafetyClass.Read,
                    Reply =
                    [
                        new SkipPart(2),
                        new FieldPart("state") { Value = new ValueDefinition { Type = FieldType.U8, Means = Meaning.State, Words = Words(("0", "stopped"), ("1", "running")) } },
                        new FieldPart("rate") { Value = Quantity(PumpQuantity.Rate, FieldType.U24BigEndian) with { Unit = PumpUnit.MlPerHour, Scale = 0.01 } },
                        new FieldPart("vtbi") { Value = Quantity(PumpQuantity.Vtbi, FieldType.U24BigEndian) with { Unit = PumpUnit.Ml, Scale = 0.1, Absent = ["0xFFFFFF", "0xEEEEEE"] } },
                    ],
                },
            },
        ],
    };

    public static PumpProtocol Compile(ProtocolDefinition definition)
    {
        var faults = new DefinitionFaults();
        var protocol = PumpProtocol.Compile(definition, faults);
        Assert.True(protocol is not null, string.Join(" ", faults.All));
        return protocol;
    }

    public static ValueDefinition Quantity(PumpQuantity quantity, FieldType type) => new() { Means = Meaning.Quantity, Quantity = quantity, Type = type };

    public static Dictionary<string, string> Words(params (string Raw, string Word)[] words) => words.ToDictionary(w => w.Raw, w => w.Word);

    public static SplitPart Split(params FieldPart?[] fields) => new([.. "^"u8], fields);

    public static FieldPart Number(string name, FieldType type) => new(name) { Value = new ValueDefinition { Type = type } };

    private static SplitPart RateAndUnit => Split(new FieldPart("rate") { Value = Quantity(PumpQuantity.Rate, FieldType.Decimal) with { UnitField = "unit" } }, new FieldPart("unit"));

    private static FieldPart Letter => new("address") { Size = 1, Of = ByteSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8) };

    private static FieldPart Address => new("address") { Size = 1, IsOptional = true, Of = ByteSet.Of("0123456789"u8) };

    private static XmlPart Xml(string root) => new([root], [("DEVID", new FieldPart("serial") { Value = Serial }), ("CMD", new FieldPart("block") { Decoding = FieldDecoding.Base64 })]);

    private static InsidePart Inside(params PartDefinition[] parts) => new("block", parts);
}
