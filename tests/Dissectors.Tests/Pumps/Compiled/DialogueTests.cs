using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Pumps.Compiled.Wire;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>How questions and answers find each other, what is remembered and for how long, and what is said of damage.</summary>
public sealed class DialogueTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void An_answer_may_be_seen_before_its_question()
    {
        var stage = new Play(new Stage(Families.Compile(Families.Alaris with { Pump = PumpSide.Server }))).Pump("INST_SERIALNO^8002-51740").Host("INST_SERIALNO").Pump("INF_RATE^5^ml/h").Host("INF_RATE^5^ml/h").Done();
        Assert.Equal(
            ["Query 8002-51740 INST_SERIALNO Identify Ok no latency", "Set 8002-51740 INF_RATE Rate Ok no latency Rate 5 MlPerHour"],
            stage);
    }

    [Fact]
    public void Answers_find_their_questions_by_command_in_any_order() => Assert.Equal(
        ["Query S COMMS_PROTOCOL Identify Ok", "Status S R", "Set S INF_START Start Ok Running"],
        Alaris().Host("INST_SERIALNO").Pump("INST_SERIALNO^S").Host("INF_START").Host("COMMS_PROTOCOL").Pump("COMMS_PROTOCOL^R").Pump("INF_START").Done()[1..]);

    [Fact]
    public void Without_an_answer_there_is_none_after_the_time_of_the_definition() => Assert.Equal(
        ["Set INF_START Start NoAnswer no latency", "Set INF_STOP Stop Ok Stopped"],
        Alaris().Host("COMMS_PROTOCOL").Pump("COMMS_PROTOCOL^").Host("INF_START").Wait(6 * Second).Host("INF_STOP").Pump("INF_STOP").Done()[1..]);

    [Fact]
    public void Who_asks_again_has_given_up_on_what_he_asked_before() => Assert.Equal(
        ["Set INF_START Start NoAnswer no latency", "Set INF_START Start Ok Running"],
        Alaris().Host("COMMS_PROTOCOL").Pump("COMMS_PROTOCOL^").Host("INF_START").Wait(Second).Host("INF_START").Pump("INF_START").Done()[1..]);

    [Fact]
    public void Nobody_is_blamed_where_only_one_side_was_captured()
    {
        Assert.Equal(["Set INF_START Start Unknown no latency OneSided"], Alaris().Host("INF_START").Done());
        Assert.Equal(["Status R"], Alaris(midStream: true).Pump("COMMS_PROTOCOL^R").Done());
    }

    [Fact]
    public void Nobody_is_blamed_where_bytes_are_missing()
    {
        var play = Alaris().Host("COMMS_PROTOCOL").Pump("COMMS_PROTOCOL^").Host("INF_START");
        play.Stage.Missing(Direction.ToClient, 20);
        Assert.Equal(["Set INF_START Start Unknown no latency Gap"], play.Done()[1..]);
    }

    [Fact]
    public void More_open_questions_than_there_is_room_for_are_told_as_they_are()
    {
        var play = Alaris();
        for (var i = 0; i < 11; i++)
        {
            play.Host("INF_START");
        }

        Assert.Equal(11, play.Done().Length);
        Assert.Equal(3, play.Stage.Counters.GivenUp);
    }

    [Fact]
    public void A_code_is_right_wrong_or_nobody_knows() => Assert.Equal(
        ["code Yes", "code No", ""],
        [
            Code(Alaris().Host("INST_SERIALNO").Pump("INST_SERIALNO^8002-51740").Host("REMOTE_CTRL^ENABLED^3CC1").Done()),
            Code(Alaris().Host("INST_SERIALNO").Pump("INST_SERIALNO^8002-51740").Host("REMOTE_CTRL^ENABLED^9535").Done()),
            Code(Alaris().Host("REMOTE_CTRL^ENABLED^3CC1").Done()),
        ]);

    [Fact]
    public void Remote_control_ends_by_itself()
    {
        var play = Alaris().Host("REMOTE_CTRL^ENABLED^3CC1").Pump("REMOTE_CTRL^ENABLED^****").Host("INF_RATE").Pump("INF_RATE^1^ml/h")
            .Wait(4 * Second).Host("INF_RATE").Pump("INF_RATE^2^ml/h");
        Assert.Equal(["Status Rate 1 MlPerHour remote Yes", "Status Rate 2 was 1 MlPerHour remote No"], play.Done().Where(e => e.StartsWith("Status", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_flows_on_is_told_once_a_minute()
    {
        var play = Alaris();
        for (var i = 0; i < 180; i++)
        {
            play.Wait(Second).Host("INF").Pump($"INF^S^-^INF^5^ml/h^^{i}^ml");
        }

        Assert.InRange(play.Done().Count(e => e.StartsWith("Status", StringComparison.Ordinal)), 3, 4);
    }

    [Fact]
    public void A_command_that_isnt_in_a_complete_table_is_foreign() => Assert.Equal(
        ["Set PURGE Unknown Unknown no latency foreign OneSided"], Alaris().Host("PURGE^1").Done());

    [Fact]
    public void Damage_is_told_at_every_power_of_two_and_forgotten_with_a_good_frame()
    {
        var play = Alaris();
        for (var i = 0; i < 5; i++)
        {
            play.Stage.Say(Direction.ToServer, "!INF_STOP|0000\r"u8);
        }

        play.Host("INF_STOP").Pump("INF_STOP");
        play.Stage.Say(Direction.ToServer, "!INF_STOP|0000\r"u8);
        Assert.Equal(["Damage 1 failed", "Damage 2 failed", "Damage 4 failed", "Set INF_STOP Stop Ok Stopped", "Damage 1 failed"], play.Done());
    }

    [Fact]
    public void In_mid_stream_a_message_that_only_pumps_send_says_who_is_the_pump()
    {
        var stage = new Stage(Families.Compile(Families.Bcc), midStream: true);
        stage.Say(Direction.ToServer, Bcc("B/1/1>1,50111,INRT,5")).Say(Direction.ToClient, Bcc("B/1/1>MEM:GET")).Say(Direction.ToServer, Bcc("B/1/1>1,50111,INRT,6")).End();
        Assert.All(stage.Sink.Of<PumpEvent>(), e => Assert.Equal(Endpoint.Client, e.Pump));
        Assert.Equal([PumpEventKind.Status, PumpEventKind.Query, PumpEventKind.Status], stage.Sink.Of<PumpEvent>().Select(e => e.What));
    }

    [Fact]
    public void A_block_said_again_is_heard_once()
    {
        var stage = new Stage(Families.Compile(Families.Bcc));
        var block = Bcc("B/1/1>1,50111,INRT,5");
        stage.Say(Direction.ToServer, Bcc("B/1/1>MEM:GET")).Say(Direction.ToClient, block).Say(Direction.ToServer, [0x15]).Say(Direction.ToClient, block)
            .Say(Direction.ToServer, Bcc("B/1/1>MEM:GET")).Say(Direction.ToClient, block).End();
        Assert.Equal("""{"requests":2,"responses":2,"commands":{"MEM:GET":2}}""", stage.CountersText);
        Assert.All(stage.Sink.Of<PumpEvent>().Where(e => e.What == PumpEventKind.Query), e => Assert.Equal(Outcome.Ok, e.Outcome));
    }

    [Fact]
    public void A_connection_knows_so_many_pumps_and_no_more()
    {
        var stage = new Stage(Families.Compile(Families.Bcc));
        stage.Say(Direction.ToServer, Bcc("B/1/1>MEM:GET"));
        stage.Say(Direction.ToClient, Bcc("B/1/1>" + string.Join('\u001e', Enumerable.Range(100, 60).Select(i => $"1,{i},INRT,{i}")))).End();
        Assert.Equal(48, stage.Sink.Of<PumpEvent>().Count(e => e.What == PumpEventKind.Status));
    }

    [Fact]
    public void A_connection_is_orderly_when_all_of_it_was_seen()
    {
        Assert.True(Session(Alaris().Host("INF_STOP").Pump("INF_STOP").Stage.End()));
        Assert.False(Session(Alaris().Host("INF_STOP").Pump("INF_STOP").Stage.End(EndCause.Idle)));
        Assert.False(Session(Alaris(midStream: true).Host("INF_STOP").Pump("INF_STOP").Stage.End()));
    }

    [Fact]
    public void Commands_mean_acts_and_what_a_pump_says_of_itself_claims()
    {
        var stage = Alaris().Host("INST_SERIALNO").Pump("INST_SERIALNO^S").Host("INF_START").Pump("INF_START").Stage.End();
        var told = new ToldMeaning(stage.Sink).Tell(stage.Sink.Of<PumpEvent>()).Lines;
        Assert.Contains("Server for alaris S", told);
        Assert.Contains("Server is Serial S 0.7", told);
        Assert.Equal(["Client INST_SERIALNO?", "Client INST_SERIALNO? Ok", "Client INF_START", "Client INF_START Ok"], told.Where(l => l.Contains("Client", StringComparison.Ordinal) && !l.Contains("pump.", StringComparison.Ordinal)));
    }

    private static bool Session(Stage stage) => Assert.Single(stage.Sink.Of<PumpSession>()).IsOrderly;

    private static string Code(string[] told) => string.Join(' ', told[^1].Split(' ').SkipWhile(w => w != "code").Take(2));

    private static Play Alaris(bool midStream = false) => new(new Stage(Families.Compile(Families.Alaris), midStream));
}
