using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Pumps.Compiled.Wire;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>Where one request waits at a time and one isn't answered, the answers after it stay with their own requests.</summary>
public sealed class PairingTests
{
    private const long Millisecond = 1_000_000;

    /// <summary>Answers don't say what they answer.</summary>
    private static readonly ProtocolDefinition Ordered = Families.Alaris with
    {
        Pump = PumpSide.Server,
        Messages =
        [
            new MessageDefinition { From = Sender.Controller, Parts = [new FieldPart("command") { Until = [.. "="u8] }, new FieldPart("arguments") { IsRest = true }] },
            new MessageDefinition { From = Sender.Pump, Parts = [new FieldPart("arguments") { IsRest = true }] },
        ],
        Pairing = new PairingDefinition { By = PairingKey.Order, TimeoutMilliseconds = 5000 },
        Commands = [Asks("A", PumpQuantity.Rate, PumpUnit.MlPerHour), Asks("V", PumpQuantity.VolumeInfused, PumpUnit.Ml)],
    };

    [Fact]
    public void An_answer_that_is_missing_shifts_none_of_the_others()
    {
        var stage = new Stage(Families.Compile(Ordered));
        for (var i = 0; i < 20; i++)
        {
            stage.Wait(130 * Millisecond).Say(Direction.ToServer, Alaris(i % 2 == 0 ? "A" : "V"));
            if (i != 4)
            {
                stage.Say(Direction.ToClient, Alaris(i % 2 == 0 ? "5" : $"{100 + i}"));
            }
        }

        var told = stage.End().Sink.Of<PumpEvent>();
        Assert.Equal([Outcome.Unknown], told.Where(e => e.What == PumpEventKind.Query && e.Outcome != Outcome.Ok).Select(e => e.Outcome));
        Assert.All(told.Where(e => e.What == PumpEventKind.Status), e => Assert.True(e.Of(PumpQuantity.Rate).New == 5 && !(e.Of(PumpQuantity.VolumeInfused).New < 100)));
    }

    [Fact]
    public void Where_it_cant_be_told_whose_an_answer_is_nothing_is_taken_from_it()
    {
        var stage = new Stage(Families.Compile(Ordered));
        stage.Say(Direction.ToServer, Alaris("A")).Say(Direction.ToServer, Alaris("V")).Say(Direction.ToClient, Alaris("5")).Say(Direction.ToClient, Alaris("100")).End();
        Assert.Equal([Outcome.Unknown, Outcome.Unknown], stage.Sink.Of<PumpEvent>().Select(e => e.Outcome));
    }

    [Fact]
    public void A_connection_whose_first_request_isnt_answered_finds_its_answers_again()
    {
        var stage = new Stage(Families.Compile(Ordered));
        for (var i = 0; i < 20; i++)
        {
            stage.Wait(110 * Millisecond).Say(Direction.ToServer, Alaris(i % 2 == 0 ? "A" : "V"));
            if (i != 0)
            {
                stage.Say(Direction.ToClient, Alaris(i % 2 == 0 ? "5" : $"{100 + i}"));
            }
        }

        var told = stage.End().Sink.Of<PumpEvent>();
        Assert.InRange(told.Count(e => e.What == PumpEventKind.Query && e.Outcome == Outcome.Ok), 12, 19);
        Assert.All(told.Where(e => e.What == PumpEventKind.Status), e => Assert.False(e.Of(PumpQuantity.Rate).New > 5 || e.Of(PumpQuantity.VolumeInfused).New < 100));
    }

    private static CommandDefinition Asks(string key, PumpQuantity quantity, PumpUnit unit) => new()
    {
        Key = key,
        Query = new UseDefinition
        {
            Class = SafetyClass.Read, Reply = [new FieldPart("r") { IsRest = true, Value = Families.Quantity(quantity, Sensor.Dissectors.Pumps.Definition.FieldType.Decimal) with { Unit = unit } }],
        },
    };
}
