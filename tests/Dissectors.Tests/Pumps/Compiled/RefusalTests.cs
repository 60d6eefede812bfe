using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Compiled;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>What can't be meant is refused in one sentence.</summary>
public sealed class RefusalTests
{
    private static readonly FieldPart Name = new("command") { Size = 2 };

    public static TheoryData<string, ProtocolDefinition> Wrong => new()
    {
        { "There is no field x to look at.", Set(u => u with { Variants = [new VariantDefinition([new FieldCondition("x", ["1"])], null, null)] }) },
        { "There is no field x that could be a code.", Set(u => u with { Check = new CodeCheck("x", "command", CodeKind.Same) }) },
        { "The pump never says a field ident that a code could be made of.", Set(u => u with { Arguments = [new FieldPart("code") { IsRest = true }], Check = new CodeCheck("code", "ident", CodeKind.Same) }) },
        { "There is no table of values t.", Message(Name, new ItemsPart([1], 1, null, "t")) },
        { "There are two commands AA.", Families.Alaris with { Commands = [.. Families.Alaris.Commands, Aa, Aa] } },
        { "There is no field unit that could say the unit.", Message(Name with { Value = Families.Quantity(PumpQuantity.Rate, FieldType.Decimal) with { UnitField = "unit" } }) },
        { "There is no state fast.", Set(u => u with { Effects = [new EffectDefinition(Meaning.State, "fast")] }) },
        { "There is no field x before it that could have parts.", Message(Name, new InsidePart("x", [new SkipPart(1)])) },
        { "Parts stand in each other more than 8 deep.", Message(Name, Deep(9)) },
        { "There are more than 256 commands.", Families.Alaris with { Commands = [.. Enumerable.Range(0, 257).Select(i => Aa with { Key = $"C{i}" })] } },
        { "A message has more than 64 parts.", Message([Name, .. Enumerable.Repeat(new SkipPart(1), 64)]) },
        { "The field command needs one of size, until, while and rest.", Message(new FieldPart("command")) },
        { "There are two fields command in one message.", Message(Name, Name) },
        { "Answers can't be paired by sequence, because no message has a field of that name.", Families.Alaris with { Pairing = new PairingDefinition { By = PairingKey.Sequence } } },
        { "The field command can't be secret: events show it, or answers are found by it.", Message(Name with { Value = Secret }) },
        { "The field code is secret, and events would show it as the reason.", Refusing(new FieldPart("code") { IsRest = true, Value = Secret }) },
        { "The field unit is secret, and can't say the unit.", Message(Name, RateIn("unit"), new FieldPart("unit") { IsRest = true, Value = Secret }) },
        { "Bits are counted from 0 to 52.", Message(Name with { Value = new ValueDefinition { Bits = [new BitDefinition(53, Meaning.State, "running")] } }) },
        { "A protocol's name is of 2 to 32 lower-case letters, digits and hyphens.", Families.Alaris with { Name = "Al aris" } },
    };

    private static readonly ValueDefinition Secret = new() { IsSecret = true };

    private static FieldPart RateIn(string unit) => new("rate") { Size = 2, Value = Families.Quantity(PumpQuantity.Rate, FieldType.Decimal) with { UnitField = unit } };

    private static ProtocolDefinition Refusing(FieldPart code) => Families.Alaris with
    {
        Commands = [], Messages = [new MessageDefinition { Parts = [Name, code], Outcome = new OutcomeDefinition("command", ["OK"], [], "code", new Dictionary<string, string>()) }],
    };

    private static CommandDefinition Aa { get; } = new() { Key = "AA", Set = new UseDefinition { Class = SafetyClass.Start } };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_definition_is_refused(string sentence, ProtocolDefinition definition)
    {
        var faults = new DefinitionFaults();
        Assert.Null(PumpProtocol.Compile(definition, faults));
        Assert.Contains(sentence, faults.All.Select(f => f.Sentence));
    }

    /// <summary>Whatever stands in a definition: it is compiled or refused, and what is compiled stands any bytes.</summary>
    [Fact]
    public void Any_definition_is_compiled_or_refused()
    {
        var random = new Random(20261122);
        var compiled = 0;
        for (var i = 0; i < 4000; i++)
        {
            var definition = new RandomDefinition(random).Make();
            var faults = new DefinitionFaults();
            var protocol = PumpProtocol.Compile(definition, faults);
            Assert.Equal(protocol is null, !faults.IsSound);
            if (protocol is null)
            {
                continue;
            }

            compiled++;
            var stage = new Stage(protocol, midStream: random.Next(4) == 0);
            for (var n = 0; n < 6; n++)
            {
                var bytes = new byte[random.Next(200)];
                for (var b = 0; b < bytes.Length; b++)
                {
                    bytes[b] = RandomDefinition.Alphabet[random.Next(RandomDefinition.Alphabet.Length)];
                }

                stage.Say((Contract.Direction)random.Next(2), bytes, random.Next(1, 50));
            }

            _ = stage.End().Result;
        }

        Assert.InRange(compiled, 150, 4000);
    }

    private static ProtocolDefinition Set(Func<UseDefinition, UseDefinition> change) => Families.Alaris with { Commands = [Aa with { Set = change(Aa.Set!) }] };

    private static ProtocolDefinition Message(params PartDefinition[] parts) => Families.Alaris with { Commands = [], Messages = [new MessageDefinition { Parts = parts }] };

    private static InsidePart Deep(int levels) => new("command", levels == 1 ? [new SkipPart(1)] : [Deep(levels - 1)]);
}
