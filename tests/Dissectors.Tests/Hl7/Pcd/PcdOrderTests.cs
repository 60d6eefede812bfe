using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Hl7.Hl7Recordings;
using static Sensor.Dissectors.Tests.Hl7.Pcd.PcdRecordings;

namespace Sensor.Dissectors.Tests.Hl7.Pcd;

/// <summary>What pumps are told over HL7 and what becomes of it: PCD-03.</summary>
public sealed class PcdOrderTests
{
    private readonly Stage _stage = new(new Hl7Protocol());

    [Fact]
    public void An_order_sets_the_rate_of_the_pump_it_names()
    {
        Ask(Order);
        Answer(Commit("O1", "CA"));
        var command = Assert.Single(Commands);
        Assert.Equal((PumpEventKind.Set, SafetyClass.Rate, Outcome.Pending, Endpoint.Client, Endpoint.Server), (command.What, command.Class, command.Outcome, command.Actor, command.Pump));
        Assert.Equal(("RGV^O15 RE", "RGV^O15 RE", "A0042", "Testamine"), (Name(command.Command), Name(command.Act), Name(command.Serial), Name(command.Drug)));
        Assert.Equal((13.3, 250, 1.6, 82), (Of(command, PumpQuantity.Rate), Of(command, PumpQuantity.Vtbi), Of(command, PumpQuantity.Concentration), Of(command, PumpQuantity.Weight)));
        Assert.Equal(20_000_000, command.LatencyNanoseconds);
    }

    [Fact]
    public void Real_software_s_order_and_report_are_read_alike()
    {
        _stage.Play(Get("pumps")).End();
        var said = _stage.Sink.Of<PumpEvent>();
        Assert.Equal([(PumpEventKind.Set, Outcome.Pending), (PumpEventKind.Status, Outcome.Unknown)], said.Select(s => (s.What, s.Outcome)));
        Assert.All(said, s => Assert.Equal(("A0042", 13.3), (Name(s.Serial), Of(s, PumpQuantity.Rate))));
        Assert.Equal("Test & amine", Name(said[0].Drug));
    }

    [Fact]
    public void The_wards_orders_and_their_answers_meet()
    {
        _stage.Play(Captured[0]).End();
        var orders = Commands;
        Assert.Equal([13.3, 20, 1900], orders.Select(o => Of(o, PumpQuantity.Rate)));
        var answers = new Stage(new Hl7Protocol()).Play(Captured[1]).End().Sink.Of<PumpEvent>();
        Assert.Equal(orders.Select(o => o.ControlId), answers.Select(a => a.ControlId));
        Assert.Equal([Outcome.Ok, Outcome.Ok, Outcome.Refused], answers.Select(a => a.Outcome));
    }

    [Fact]
    public void It_meets_its_message_by_order_patient_and_control_id()
    {
        Ask(Order);
        Answer(Commit("O1", "CA"));
        var message = Assert.Single(_stage.End().Sink.Of<Hl7Message>(), m => m.Answer == AckCode.None);
        var command = Assert.Single(Commands);
        Assert.Equal((message.Order, message.Patient, message.Header.ControlId), (command.Order, command.Patient, command.ControlId));
    }

    [Fact]
    public void It_is_said_for_the_pump_and_done_by_who_ordered()
    {
        Ask(Order);
        Answer(Commit("O1", "CA"));
        Assert.Equal(
            ["Server for pcd A0042", "Server is Serial A0042 0.7", "Client RGV^O15 RE", "Client RGV^O15 RE Pending"],
            new ToldMeaning(_stage.Sink).Tell(Commands).Lines);
    }

    [Theory]
    [InlineData("RE", "RGV^O15 RE", SafetyClass.Rate)]
    [InlineData("XO", "RGV^O15 XO", SafetyClass.Rate)]
    [InlineData("NW", "RGV^O15 NW", SafetyClass.Rate)]
    [InlineData("CH", "RGV^O15 CH", SafetyClass.Bolus)]
    [InlineData("DC", "RGV^O15 DC", SafetyClass.Stop)]
    [InlineData("HD", "RGV^O15 HD", SafetyClass.Stop)]
    [InlineData("RL", "RGV^O15 RL", SafetyClass.Start)]
    [InlineData("", "RGV^O15 ?", SafetyClass.Rate)]
    [InlineData("Ada Example", "RGV^O15 ?", SafetyClass.Rate)]
    [InlineData("A\\B", "RGV^O15 A?B", SafetyClass.Rate)]
    public void What_an_order_is_for_makes_its_class(string control, string name, SafetyClass expected)
    {
        Ask(OrderOf("O1", control));
        _stage.End();
        var command = Assert.Single(Commands);
        Assert.Equal((name, expected), (Name(command.Command), command.Class));
    }

    [Fact]
    public void An_order_without_a_rate_sets_a_volume()
    {
        Ask(Message("RGV^O15^RGV_O15", "O1") + $"ORC|RE|N1\rRXG|1|||D1|250||{Ml}\r" + Target("P1"));
        _stage.End();
        Assert.Equal(SafetyClass.Volume, Assert.Single(Commands).Class);
    }

    [Fact]
    public void A_bolus_has_its_volume_and_its_rate()
    {
        Ask(Bolus);
        _stage.End();
        var command = Assert.Single(Commands);
        Assert.Equal((SafetyClass.Bolus, 5, 600), (command.Class, Of(command, PumpQuantity.BolusVolume), Of(command, PumpQuantity.BolusRate)));
        Assert.True(double.IsNaN(Of(command, PumpQuantity.Rate)));
    }

    [Fact]
    public void A_loading_dose_is_a_bolus_and_the_steps_behind_it_are_not()
    {
        string Step(int number, string kind, int rate) =>
            $"RXG|{number}|||D55^Testamine|||||||||||{rate}|{MlPerHour}\r{(number == 1 ? Target("P1") : "")}OBX|2|CWE|0^MDCX_INFUS_ORDER_STEP_TYPE^MDC||^{kind}\r";
        Ask(Message("RGV^O15^RGV_O15", "O1") + "ORC|RE|N1\r" + Step(1, "loading dose", 100) + Step(2, "continuous", 10) + Step(3, "continuous", 20));
        _stage.End();
        Assert.Equal([SafetyClass.Bolus, SafetyClass.Rate, SafetyClass.Rate], Commands.Select(c => c.Class));
        Assert.Equal(["P1", "P1", "P1"], Commands.Select(c => Name(c.Serial)));
        Assert.Equal([10, 20], Commands.Skip(1).Select(c => Of(c, PumpQuantity.Rate)));
    }

    [Theory]
    [InlineData("AA", Outcome.Ok)]
    [InlineData("AE", Outcome.Failure)]
    [InlineData("AR", Outcome.Refused)]
    [InlineData("CE", Outcome.Failure)]
    [InlineData("CR", Outcome.Refused)]
    [InlineData("CA", Outcome.Pending)]
    public void Its_acknowledgement_says_how_it_ended(string code, Outcome outcome)
    {
        Ask(Order);
        Answer(Commit("O1", code));
        Assert.Equal(outcome, Assert.Single(Commands).Outcome);
    }

    [Fact]
    public void Accepted_for_good_is_done()
    {
        Ask(Order.Replace("|AL|ER", "|AL|NE", StringComparison.Ordinal));
        Answer(Commit("O1", "CA"));
        Assert.Equal(Outcome.Ok, Assert.Single(Commands).Outcome);
    }

    [Fact]
    public void A_refusal_has_its_reason()
    {
        Ask(Order);
        Answer(Commit("O1", "AR"));
        Assert.Equal("9002 pump is infusing", Name(Assert.Single(Commands).Reason));
    }

    [Fact]
    public void It_is_told_once_whatever_follows()
    {
        Ask(Order);
        Answer(Commit("O1", "CA"));
        Answer(Commit("O1", "AA"));
        _stage.End();
        Assert.Equal(Outcome.Pending, Assert.Single(Commands).Outcome);
    }

    [Fact]
    public void Without_an_answer_it_is_told_at_the_end()
    {
        Ask(Order);
        Assert.Empty(Commands);
        _stage.End();
        Assert.Equal((Outcome.NoAnswer, PumpEvent.NoLatency), (Assert.Single(Commands).Outcome, Assert.Single(Commands).LatencyNanoseconds));
    }

    [Fact]
    public void Its_answer_may_be_seen_first()
    {
        Answer(Commit("O1", "CR"));
        Ask(Order);
        var command = Assert.Single(Commands);
        Assert.Equal((Outcome.Refused, PumpEvent.NoLatency, "9002 pump is infusing"), (command.Outcome, command.LatencyNanoseconds, Name(command.Reason)));
    }

    [Fact]
    public void A_response_from_another_connection_is_a_status_that_names_its_order()
    {
        Ask(Refusal);
        Ask(Order);
        _stage.End();
        var (response, command) = (Commands[0], Commands[1]);
        Assert.Equal((PumpEventKind.Status, "RRG^O16", Outcome.Refused, "9010 drug isn't in the drug library"), (response.What, Name(response.Command), response.Outcome, Name(response.Reason)));
        Assert.Equal((command.ControlId, command.Order), (response.ControlId, response.Order));
        Assert.Contains("\"outcome\":\"refused\",\"reason\":\"9010 drug isn't in the drug library\"", _stage.Sink.Events().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("|||207^x|F|9005^Parameter (rate of Ada) outside of range", "9005 a parameter is out of range")]
    [InlineData("|||101^x|E", "101 a field is missing")]
    [InlineData("|||207^x|E|77^Ada Example", "77")]
    [InlineData("|||", "")]
    [InlineData("|||99999999999999999999999", "")]
    public void Reasons_are_told_by_their_codes(string error, string reason)
    {
        Ask(Message("RRG^O16^RRG_O16", "A1") + $"MSA|AE|O1\rERR{error}\r");
        Assert.Equal(reason, Name(Assert.Single(Commands).Reason));
    }

    [Fact]
    public void A_pump_may_be_named_by_its_system_and_its_place_there()
    {
        Ask(Message("RGV^O15^RGV_O15", "O1") + $"ORC|RE|N1\rRXG|1|||D1|250||{Ml}\rOBX|1||69985^MDC_DEV_PUMP_INFUS_MDS^MDC|1.0.0.0|||||||X|||||||RACK-3\r"
            + "OBX|2||69986^MDC_DEV_PUMP_INFUS_VMD^MDC|1.3.0.0|||||||X\r");
        _stage.End();
        Assert.Equal("RACK-3/3", Name(Assert.Single(Commands).Serial));
    }

    [Fact]
    public void Orders_beyond_the_bound_are_told_at_once_and_counted()
    {
        for (var i = 0; i < 20; i++)
        {
            Ask(Order.Replace("|O1|", $"|O{i}|", StringComparison.Ordinal));
        }

        Assert.NotEmpty(Commands);
        _stage.End();
        Assert.Equal(20, Commands.Count);
        Assert.Equal(20, Commands.Select(c => c.ControlId).Distinct().Count());
        Assert.True(_stage.Counters.GivenUp > 0);
    }

    [Fact]
    public void Requests_are_counted_by_command()
    {
        Ask(Order + Titration);
        Ask(Bolus);
        _stage.End();
        var counters = Assert.Single(_stage.Counters.Pumps).Counters;
        Assert.Equal((3, 0), (counters.Requests, counters.Responses));
        Assert.Equal((1, 1, 1), (counters.Commands["RGV^O15 RE"u8], counters.Commands["RGV^O15 XO"u8], counters.Commands["RGV^O15 CH"u8]));
    }

    private IReadOnlyList<PumpEvent> Commands => _stage.Sink.Of<PumpEvent>();

    private string Name(NameId id) => _stage.Sink.Name(id);

    private static double Of(in PumpEvent command, PumpQuantity quantity) => command.Of(quantity).New;

    private void Ask(string message) => _stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes(Framed(message)));

    private void Answer(string message) => _stage.Say(Direction.ToClient, Encoding.Latin1.GetBytes(Framed(message)));
}
