using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Benchmarks.Pumps;

/// <summary>The same as <see cref="HandAlaris"/> and <see cref="HandBcc"/>, as definitions.</summary>
public static class MeasuredDefinitions
{
    private static readonly ByteSet Text = ByteSet.Of([.. Enumerable.Range(0x20, 0x5f).Select(i => (byte)i)]);

    public static ProtocolDefinition Alaris { get; } = new()
    {
        Name = "alaris",
        Title = "Alaris",
        Source = "Published drivers",
        Confidence = Confidence.Verified,
        Pump = PumpSide.Server,
        IsComplete = true,
        Frames =
        [
            new FrameDefinition
            {
                Start = [.. "!"u8], Ends = [[.. "\r"u8]], Max = 512, Alphabet = Text, Trailer = [new EdgeDefinition([.. "|"u8]), new EdgeDefinition((byte[]?)null)],
                Checksums = [CcittFalse],
            },
        ],
        Messages = [new MessageDefinition { Parts = [new FieldPart("command") { Until = [.. "^"u8] }, new FieldPart("arguments") { IsRest = true }] }],
        Pairing = new PairingDefinition { By = PairingKey.Command, TimeoutMilliseconds = 5000 },
        Commands =
        [
            new CommandDefinition { Key = "COMMS_PROTOCOL", Query = new UseDefinition { Class = SafetyClass.Identify, Reply = [Said("firmware", Meaning.Firmware)] } },
            new CommandDefinition { Key = "INST_SERIALNO", Query = new UseDefinition { Class = SafetyClass.Identify, Reply = [Said("serial", Meaning.Serial)] } },
            new CommandDefinition
            {
                Key = "REMOTE_CTRL",
                Set = new UseDefinition
                {
                    Class = SafetyClass.Session,
                    Arguments = [new SplitPart([.. "^"u8], [new FieldPart("action"), new FieldPart("code") { Value = new ValueDefinition { IsSecret = true } }])],
                    Check = new CodeCheck("code", "serial", CodeKind.Checksum, CcittFalse),
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
            new CommandDefinition { Key = "INF_START", Set = new UseDefinition { Class = SafetyClass.Start, Effects = [new EffectDefinition(Meaning.State, "running")] } },
            new CommandDefinition { Key = "INF_STOP", Set = new UseDefinition { Class = SafetyClass.Stop, Effects = [new EffectDefinition(Meaning.State, "stopped")] } },
        ],
    };

    public static ProtocolDefinition Bcc { get; } = new()
    {
        Name = "bcc",
        Title = "BCC",
        Source = "Published specification",
        Confidence = Confidence.Verified,
        Pump = PumpSide.Server,
        IsComplete = true,
        Frames =
        [
            new FrameDefinition
            {
                Start = [1], Header = 6, Ends = [[3], [0x17]], More = [0x17], Length = new LengthDefinition(1, LengthCoding.Decimal, 5), Max = 16384,
                Tail = [new EdgeDefinition((byte[]?)null), new EdgeDefinition([4])],
                Checksums = [new ChecksumDefinition { Kind = ChecksumKind.Sum, Width = 8, Coding = ChecksumCoding.Decimal, Digits = 5, FromStart = true, ThroughEnd = true }],
            },
        ],
        Messages =
        [
            new MessageDefinition { From = Sender.Controller, Parts = [new FieldPart("bed") { Until = [.. "/1/1>"u8] }, new FieldPart("command") { IsRest = true }] },
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
                ["INRT"] = new() { Means = Meaning.Quantity, Quantity = PumpQuantity.Rate, Type = Dissectors.Pumps.Definition.FieldType.Decimal, Unit = PumpUnit.MlPerHour },
                ["INVI"] = new() { Means = Meaning.Quantity, Quantity = PumpQuantity.VolumeInfused, Type = Dissectors.Pumps.Definition.FieldType.Decimal, Unit = PumpUnit.Ml },
                ["INM3"] = new() { Means = Meaning.State, Words = new Dictionary<string, string> { ["0"] = "stopped", ["1"] = "running" } },
                ["INSERNUM"] = new() { Means = Meaning.Serial },
            }),
        ],
        Pairing = new PairingDefinition { By = PairingKey.Order, TimeoutMilliseconds = 5000 },
        Commands =
        [
            new CommandDefinition { Key = "ADMIN:ALIVE", Query = new UseDefinition { Class = SafetyClass.Identify } },
            new CommandDefinition { Key = "MEM:GET", Query = new UseDefinition { Class = SafetyClass.Read } },
        ],
    };

    private static ChecksumDefinition CcittFalse => new() { Kind = ChecksumKind.Crc, Width = 16, Polynomial = 0x1021, Initial = 0xffff, Coding = ChecksumCoding.Hex };

    private static SplitPart RateAndUnit => new(
        [.. "^"u8],
        [
            new FieldPart("rate")
            {
                Value = new ValueDefinition { Means = Meaning.Quantity, Quantity = PumpQuantity.Rate, Type = Dissectors.Pumps.Definition.FieldType.Decimal, UnitField = "unit" },
            },
            new FieldPart("unit"),
        ]);

    private static FieldPart Said(string name, Meaning means) => new(name) { IsRest = true, Value = new ValueDefinition { Means = means } };
}
