using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Pumps.Compiled.Wire;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>Who is the pump, where both sides' messages look alike and either may have connected.</summary>
public sealed class SidesTests
{
    [Fact]
    public void An_answer_that_is_seen_first_doesnt_make_its_pump_a_controller() =>
        Sides(Play(Direction.ToClient, "INST_SERIALNO^S", "INST_SERIALNO", "INF_RATE", "INF_RATE^5^ml/h", "INF_START", "INF_START"), reversed: true, Endpoint.Server);

    [Fact]
    public void A_question_that_is_lost_doesnt_make_the_pump_a_controller() =>
        Sides(new Stage(Families.Compile(Families.Alaris)).Missing(Direction.ToServer, 20).Say(Direction.ToClient, Alaris("INST_SERIALNO^S"))
            .Say(Direction.ToServer, Alaris("INF_RATE")).Say(Direction.ToClient, Alaris("INF_RATE^5^ml/h")), reversed: false, Endpoint.Server);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pump_that_connects_out_is_known_by_its_first_answer(bool midStream)
    {
        var stage = new Stage(Families.Compile(Families.Alaris), midStream);
        stage.Say(Direction.ToClient, Alaris("INST_SERIALNO")).Say(Direction.ToServer, Alaris("INST_SERIALNO^S"))
            .Say(Direction.ToClient, Alaris("INF_RATE^5^ml/h")).Say(Direction.ToServer, Alaris("INF_RATE^5^ml/h")).End();
        Assert.All(stage.Sink.Of<PumpEvent>(), e => Assert.Equal(Endpoint.Client, e.Pump));
        Assert.Equal(["S", "S"], stage.Sink.Of<PumpEvent>().Select(e => stage.Sink.Name(e.Serial)));
        Assert.All(stage.Sink.Of<PumpEvent>(), e => Assert.Equal(Outcome.Ok, e.Outcome));
    }

    [Fact]
    public void Who_polls_a_pump_that_connected_out_doesnt_become_one()
    {
        var stage = new Stage(Families.Compile(Families.Bcc));
        stage.Say(Direction.ToClient, Bcc("B/1/1>MEM:GET")).Say(Direction.ToServer, Bcc("B/1/1>1,50111,INRT,5")).End();
        Assert.Equal([PumpEventKind.Query, PumpEventKind.Status], stage.Sink.Of<PumpEvent>().Select(e => e.What));
        Assert.All(stage.Sink.Of<PumpEvent>(), e => Assert.Equal(Endpoint.Client, e.Pump));
    }

    private static Stage Play(Direction first, params string[] bodies)
    {
        var stage = new Stage(Families.Compile(Families.Alaris));
        for (var i = 0; i < bodies.Length; i++)
        {
            // Only the first exchange is the wrong way round.
            stage.Say(i == 0 ? first : i == 1 ? first.Opposite() : i % 2 == 0 ? Direction.ToServer : Direction.ToClient, Alaris(bodies[i]));
        }

        return stage;
    }

    private static void Sides(Stage stage, bool reversed, Endpoint pump)
    {
        stage.End();
        Assert.NotEmpty(stage.Sink.Of<PumpEvent>());
        Assert.All(stage.Sink.Of<PumpEvent>(), e => Assert.Equal(pump, e.Pump));
        Assert.All(stage.Sink.Of<PumpEvent>().Where(e => reversed && e.What is PumpEventKind.Query or PumpEventKind.Set), e => Assert.Equal(Outcome.Ok, e.Outcome));
    }
}
