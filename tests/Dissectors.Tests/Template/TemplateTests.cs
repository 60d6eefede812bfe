using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Template;

/// <summary>6. The tests: what every protocol must stand comes with <see cref="ProtocolSuite"/>; below it, what this one means.</summary>
public sealed class TemplateTests : ProtocolSuite
{
    private static readonly Recording ByHand = Recording.Of(
        "by hand", ">TPQ\x01\0\x01\0\0\0\x05\x04pump", "<TPA\0\0\x01\0\0\0\x03xyz", ">TPQ\x02\0\x02\0\0\0\x40\x02no" + new string('x', 61), "<TPA\x05\0\x02\0\0\0\0");

    protected override IProtocol Protocol { get; } = new TemplateProtocol();

    /// <summary>Recordings of real software come first; this protocol's capture will be named here.</summary>
    protected override IEnumerable<Recording> Recordings => [ByHand];

    [Fact]
    public void A_question_is_written_with_its_answer()
    {
        var stage = new Stage(Protocol).Play(ByHand).End();
        Assert.Equal(
            """
            {"event_type":"template","command":"GET","name":"pump","bytes":5,"done":true}
            {"event_type":"template","command":"PUT","name":"no","bytes":64,"done":false}
            {"questions":2,"answers":2} resyncs 0
            """,
            stage.Result);
    }

    [Fact]
    public void It_means_actions_on_what_they_name()
    {
        var stage = new Stage(Protocol).Play(ByHand).End();
        var told = new ToldMeaning(stage.Sink).Tell(stage.Sink.Of<TemplateExchange>()).Tell(stage.Sink.Of<TemplateSession>());
        Assert.Equal(
            [
                "Client GET", "Client GET Ok", "Client WorksOn pump", "Client template.bytes_per_question 5",
                "Client PUT", "Client PUT Failure", "Client WorksOn no", "Client template.bytes_per_question 64", "close",
            ],
            told.Lines);
    }

    [Fact]
    public void Lost_bulk_costs_nothing_and_a_lost_header_is_found_again()
    {
        var stage = new Stage(Protocol);
        stage.Say(Direction.ToServer, ByHand.Turns[2].Bytes.AsSpan(0, 50)).Missing(Direction.ToServer, 24);
        stage.Say(Direction.ToServer, ByHand.Turns[0].Bytes);
        Assert.Equal(0, stage.Counters.Resyncs);
        stage.Missing(Direction.ToServer, 10).Say(Direction.ToServer, "lost"u8).Say(Direction.ToServer, ByHand.Turns[0].Bytes).End();
        Assert.Equal(1, stage.Counters.Resyncs);
        Assert.Equal(3, stage.Sink.Of<TemplateExchange>().Count);
    }
}
