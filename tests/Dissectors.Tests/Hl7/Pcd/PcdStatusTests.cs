using System.Globalization;
using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Hl7.Hl7Recordings;
using static Sensor.Dissectors.Tests.Hl7.Pcd.PcdRecordings;

namespace Sensor.Dissectors.Tests.Hl7.Pcd;

/// <summary>What pumps say of themselves over HL7: PCD-01, PCD-04, PCD-10.</summary>
public sealed class PcdStatusTests
{
    private readonly Stage _stage = new(new Hl7Protocol());

    [Fact]
    public void A_minute_of_a_pump_is_one_status()
    {
        Say(Running);
        Assert.Equal(
            """
            {"event_type":"pump","family":"pcd","kind":"status","serial":"0012219876543210","model":"Pump One","firmware":"3.14","library":"North ICU 7.1",
            "values":[{"quantity":"rate","new":13.3,"unit":"mL/h"},{"quantity":"dose-rate","new":4.2,"unit":"ug/kg/min"},{"quantity":"vtbi","new":250,"unit":"mL"},
            {"quantity":"volume-infused","new":41.5,"unit":"mL"},{"quantity":"volume-remaining","new":208.5,"unit":"mL"},{"quantity":"concentration","new":1.6,"unit":"mg/mL"}],
            "state":"running","drug":"Testamine","order":"ORDER","patient":"PATIENT","control_id":"CONTROL","confidence":"verified"}
            """.ReplaceLineEndings(""),
            Written(_stage.Sink.Events().Split('\n')[0]));
    }

    [Fact]
    public void The_message_is_an_ordinary_message_too()
    {
        Say(Running);
        var message = Assert.Single(_stage.End().Sink.Of<Hl7Message>());
        var status = Assert.Single(_stage.Sink.Of<PumpEvent>());
        Assert.Equal((message.Patient, message.Order, message.Header.ControlId), (status.Patient, status.Order, status.ControlId));
        Assert.Equal(21, message.Observations);
    }

    [Fact]
    public void What_it_says_is_said_for_the_pump_behind_the_gateway()
    {
        Say(Running);
        Assert.Equal(
            ["Client for pcd 0012219876543210", "Client is Serial 0012219876543210 0.7", "Client is Model Pump One 0.7", "Client is Software 3.14 0.7", "Client is DrugLibrary North ICU 7.1 0.7"],
            new ToldMeaning(_stage.Sink).Tell(_stage.Sink.Of<PumpEvent>()).Lines);
    }

    [Fact]
    public void A_rack_has_a_status_for_each_pump()
    {
        Say(Rack);
        var pumps = _stage.Sink.Of<PumpEvent>();
        Assert.Equal(["SYR-A", "SYR-B", "RACK-3/3"], pumps.Select(p => _stage.Sink.Name(p.Serial)));
        Assert.Equal([PumpState.Running, PumpState.Kvo, PumpState.Alarm], pumps.Select(p => p.State));
        Assert.Equal([2.5, 1, 7], pumps.Select(p => p.Of(PumpQuantity.Rate).New));
        Assert.Equal([50, 100, 20], pumps.Select(p => p.Of(PumpQuantity.Vtbi).New));
        Assert.Equal(5400, pumps[0].Of(PumpQuantity.TimeRemaining).New);
    }

    [Fact]
    public void For_its_upkeep_a_pump_says_what_it_is_and_not_what_it_gives()
    {
        Say(Upkeep);
        var status = Assert.Single(_stage.Sink.Of<PumpEvent>());
        Assert.Equal(("0012219876543210", "Pump One", "3.14"), (_stage.Sink.Name(status.Serial), _stage.Sink.Name(status.Model), _stage.Sink.Name(status.Firmware)));
        Assert.Equal((PumpEventKind.Status, PumpState.Unknown, 0), (status.What, status.State, status.ReadingCount));
        Assert.All(["10.9.8.7", "WARD-WIFI"], network => Assert.DoesNotContain(network, _stage.Sink.Names.Values));
    }

    [Fact]
    public void The_wards_gateway_tells_of_its_pump_as_it_changes()
    {
        _stage.Play(Captured[2]).End();
        var said = _stage.Sink.Of<PumpEvent>();
        Assert.All(said, s => Assert.Equal("A0001", _stage.Sink.Name(s.Serial)));
        Assert.Equal([13.3, 13.3, 20], said.Select(s => s.Of(PumpQuantity.Rate).New).Take(3));
        Assert.Contains(said, s => _stage.Sink.Name(s.Command) == "MDC_EVT_PUMP_DELIV_COMP");
    }

    [Fact]
    public void Laboratories_and_monitors_have_no_pumps()
    {
        Say(Laboratory + Laboratory);
        Say(BedsideMonitor);
        Say(Message("ORU^R40^ORU_R40", "M2") + "OBX|1|ST|196670^MDC_EVT_LO^MDC|1.3.1.150456.1|low|||L~PM~SP|||F|||||||MON-1\r");
        Assert.Empty(_stage.Sink.Of<PumpEvent>());
        Assert.Empty(_stage.Counters.Pumps);
    }

    [Fact]
    public void Pending_codes_are_known_by_name_and_vendors_codes_by_their_alternates()
    {
        Say(Running.Replace("|157784^", "|0^", StringComparison.Ordinal).Replace("|157884^MDC_VOL_FLUID_TBI^MDC|", "|V7^Volume^VENDOR^157884^^MDC|", StringComparison.Ordinal)
            .Replace("158014^MDC_FLOW_FLUID_PUMP_CURRENT", "158999^MDC_OTHER", StringComparison.Ordinal));
        var status = Assert.Single(_stage.Sink.Of<PumpEvent>());
        Assert.Equal((13.3, 250), (status.Of(PumpQuantity.Rate).New, status.Of(PumpQuantity.Vtbi).New));
    }

    [Theory]
    [InlineData("SYR-1", "SYR-1")]
    [InlineData("SYR-1^^0012210000000000^EUI-64", "SYR-1")]
    [InlineData("SYR-1^^00-12-21-ab-00-00-00-01^EUI-64", "001221AB00000001")]
    [InlineData("^^A0042^PUMPMAKER", "A0042")]
    [InlineData("^^0012210000000000^EUI-64", "")]
    [InlineData("X^^1.2.3^ISO~Y^^001221AB00000001^EUI-64", "001221AB00000001")]
    [InlineData("A\\T\\B", "A&B")]
    public void A_pump_has_the_name_that_tells_it_from_others(string id, string serial)
    {
        Say(Message("ORU^R01^ORU_R01", "S1") + Tree("1", id) + Values("1.1", "1", "1", "1", "1", "1"));
        Assert.Equal(serial, _stage.Sink.Name(Assert.Single(_stage.Sink.Of<PumpEvent>()).Serial));
    }

    [Fact]
    public void From_version_2_7_on_its_name_stands_behind_it()
    {
        Say(Message("ORU^R01^ORU_R01", "S1") + "OBX|1||70049^MDC_DEV_PUMP_INFUS_LVP_MDS^MDC|1.0.0.0|||||||X\rPRT|1|UC||EQUIP^Equipment^HL70912||||||LVP-9\r"
            + "OBX|2||70050^MDC_DEV_PUMP_INFUS_LVP_VMD^MDC|1.1.0.0|||||||X\rPRT|1|UC||AAP^Alert acknowledging provider||||||PHONE-1\r" + Values("1.1", "1", "1", "1", "1", "1"));
        Assert.Equal("LVP-9", _stage.Sink.Name(Assert.Single(_stage.Sink.Of<PumpEvent>()).Serial));
    }

    [Fact]
    public void A_gateway_may_tell_of_several_patients_pumps_in_one_message()
    {
        var first = Pid + "OBR|1|N1\r" + Tree("1", "LVP-1") + Values("1.1", "1", "1", "1", "1", "1");
        var second = "PID|||OTHER-2\rOBR|2|N2\r" + Tree("1", "LVP-2") + Values("1.1", "2", "2", "2", "2", "2");
        Say(Message("ORU^R01^ORU_R01", "S1") + first + second + "OBR|3|N3\r" + Tree("1", "LVP-3") + Values("1.1", "3", "3", "3", "3", "3"));
        var pumps = _stage.Sink.Of<PumpEvent>();
        Assert.Equal(["LVP-1 1", "LVP-2 2", "LVP-3 3"], pumps.Select(p => _stage.Sink.Name(p.Serial) + " " + p.Of(PumpQuantity.Rate).New.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(2, pumps.Select(p => p.Patient).Distinct().Count());
        Assert.Equal(3, pumps.Select(p => p.Order).Distinct().Count());
    }

    [Fact]
    public void An_unknown_patient_is_nobody()
    {
        Say(Running.Replace("PAT-7741^^^WARD^PI", "Unknown^^^^U", StringComparison.Ordinal));
        Assert.True(Assert.Single(_stage.Sink.Of<PumpEvent>()).Patient.IsNone);
    }

    [Fact]
    public void Of_several_sources_the_one_that_gives_counts()
    {
        Say(Message("ORU^R01^ORU_R01", "S1") + Tree("1", "LVP-1") + State("1.1", "infusing", "delivering").Replace("info-primary", "info-secondary", StringComparison.Ordinal)
            + $"OBX|10|NM|157884^MDC_VOL_FLUID_TBI^MDC|1.1.2.3|500|{Ml}\rOBX|11||0^MDC_DEV_PUMP_INFUSATE_SOURCE_SECONDARY^MDC|1.1.3.0\r"
            + $"OBX|12|NM|157884^MDC_VOL_FLUID_TBI^MDC|1.1.3.3|50|{Ml}\r");
        Assert.Equal(50, Assert.Single(_stage.Sink.Of<PumpEvent>()).Of(PumpQuantity.Vtbi).New);
    }

    [Theory]
    [InlineData("265266^MDC_DIM_MILLI_L_PER_HR^MDC", 12.5, PumpUnit.MlPerHour)]
    [InlineData("3122^^MDC", 12.5, PumpUnit.MlPerHour)]
    [InlineData("mL/min^mL/min^UCUM", 750, PumpUnit.MlPerHour)]
    [InlineData("V1^Milliliter per hour^VENDOR^265266^MDC_DIM_MILLI_L_PER_HR^MDC", 12.5, PumpUnit.MlPerHour)]
    public void Rates_are_brought_to_one_unit(string unit, double rate, PumpUnit expected)
    {
        Say(Message("ORU^R01^ORU_R01", "S1") + Tree("1", "LVP-1") + $"OBX|3|NM|157784^MDC_FLOW_FLUID_PUMP^MDC|1.1.2.2|12.5|{unit}\r");
        var reading = Assert.Single(_stage.Sink.Of<PumpEvent>()).Of(PumpQuantity.Rate);
        Assert.Equal((rate, expected), (reading.New, reading.Unit));
    }

    [Theory]
    [InlineData("ug/kg/min", PumpUnit.MicrogramPerKgPerMin)]
    [InlineData("drops", PumpUnit.Unknown)]
    [InlineData("", PumpUnit.Unknown)]
    public void A_rate_that_is_no_volume_in_time_is_a_doses(string unit, PumpUnit expected)
    {
        Say(Message("ORU^R01^ORU_R01", "S1") + Tree("1", "LVP-1") + $"OBX|3|NM|157784^MDC_FLOW_FLUID_PUMP^MDC|1.1.2.2|12.5|{unit}\r");
        var status = Assert.Single(_stage.Sink.Of<PumpEvent>());
        Assert.True(double.IsNaN(status.Of(PumpQuantity.Rate).New));
        Assert.Equal((12.5, expected), (status.Of(PumpQuantity.DoseRate).New, status.Of(PumpQuantity.DoseRate).Unit));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("12,5")]
    [InlineData("twelve")]
    [InlineData("000000000000000000000000000000000000012")]
    [InlineData("")]
    public void What_is_no_number_is_no_reading(string value)
    {
        Say(Message("ORU^R01^ORU_R01", "S1") + Tree("1", "LVP-1") + $"OBX|3|NM|157784^MDC_FLOW_FLUID_PUMP^MDC|1.1.2.2|{value}|{MlPerHour}\r");
        Assert.Equal(0, Assert.Single(_stage.Sink.Of<PumpEvent>()).ReadingCount);
    }

    [Theory]
    [InlineData("infusing", "delivering", "", PumpState.Running)]
    [InlineData("infusing", "kvo", "", PumpState.Kvo)]
    [InlineData("not-infusing", "not-delivering", "pump-stopped-by-clinician", PumpState.Stopped)]
    [InlineData("not-infusing", "not-delivering", "pump-between-doses", PumpState.Paused)]
    [InlineData("not-infusing", "not-delivering", "pump-powered-off", PumpState.Off)]
    [InlineData("not-infusing", "transitioning", "", PumpState.Paused)]
    public void What_it_does_is_said_in_words(string infusing, string delivery, string reason, PumpState state)
    {
        Say(Message("ORU^R01^ORU_R01", "S1") + Tree("1", "LVP-1") + State("1.1", infusing, delivery)
            + (reason.Length == 0 ? "" : $"OBX|9|CWE|158006^MDC_DEV_PUMP_NOT_DELIVERING_REASON^MDC|1.1.2.7|^{reason}\r"));
        Assert.Equal(state, Assert.Single(_stage.Sink.Of<PumpEvent>()).State);
    }

    [Theory]
    [InlineData("197288^MDC_EVT_PUMP_DELIV_START^MDC", "MDC_EVT_PUMP_DELIV_START", PumpState.Running, Confidence.Verified)]
    [InlineData("0^MDC_EVT_PUMP_DELIV_STOP^MDC", "MDC_EVT_PUMP_DELIV_STOP", PumpState.Stopped, Confidence.Verified)]
    [InlineData("197290^^MDC", "MDC_EVT_PUMP_DELIV_STOP", PumpState.Stopped, Confidence.Inferred)]
    [InlineData("197292^^MDC", "MDC_EVT_PUMP_DELIV_COMP", PumpState.Completed, Confidence.Verified)]
    [InlineData("0^MDC_EVT_PUMP_VOL_COUNTERS_CLEARED^MDC", "MDC_EVT_PUMP_VOL_COUNTERS_CLEARED", PumpState.Running, Confidence.Verified)]
    public void An_event_has_a_name_and_a_state(string code, string name, PumpState state, Confidence confidence)
    {
        Say(Started.Replace("197288^MDC_EVT_PUMP_DELIV_START^MDC", code, StringComparison.Ordinal));
        var status = Assert.Single(_stage.Sink.Of<PumpEvent>());
        Assert.Equal((name, state, confidence), (_stage.Sink.Name(status.Command), status.State, status.Confidence));
    }

    [Fact]
    public void An_alarm_begins_is_silenced_and_ends()
    {
        Say(Occlusion);
        Say(Alert("update", "active", "audio-paused"));
        Say(Alert("end", "inactive", "enabled"));
        var alarms = _stage.Sink.Of<PumpEvent>();
        Assert.All(alarms, a => Assert.Equal((PumpEventKind.Alarm, "SYR-A", "MDC_EVT_FLUID_LINE_OCCL"), (a.What, _stage.Sink.Name(a.Serial), _stage.Sink.Name(a.Alarm))));
        Assert.Equal([(false, Tristate.No), (false, Tristate.Yes), (true, Tristate.No)], alarms.Select(a => (a.HasEnded, a.Silenced)));
    }

    [Fact]
    public void An_alarms_words_are_not_kept()
    {
        Say(Occlusion.Replace("196940^MDC_EVT_FLUID_LINE_OCCL^MDC", "Ada Example in bed 4: occlusion", StringComparison.Ordinal));
        Assert.Equal("MDC_EVT_ALARM", _stage.Sink.Name(Assert.Single(_stage.Sink.Of<PumpEvent>()).Alarm));
    }

    [Fact]
    public void Responses_are_counted_by_message()
    {
        Say(Running);
        Say(Rack);
        Say(Laboratory);
        var (family, counters) = Assert.Single(_stage.Counters.Pumps);
        Assert.Equal(("pcd", 0, 2), (family, counters.Requests, counters.Responses));
    }

    [Fact]
    public void Places_may_be_hostile()
    {
        var places = new[] { "", ".", "....", "0.0.0.0", "-1.-1", "99999999999.1", "1.1.1.1.1.1.1.1", "a.b.c.d", new string('.', 3000), new string('1', 3000), "2147483648.1" };
        Say(Message("ORU^R01^ORU_R01", "S1") + string.Concat(places.Select(p => $"OBX|1|NM|157784^MDC_FLOW_FLUID_PUMP^MDC|{p}|1|{MlPerHour}\r")));
        Assert.NotEmpty(_stage.Sink.Of<PumpEvent>());
    }

    [Fact]
    public void Pumps_beyond_the_bound_are_left_out_and_counted()
    {
        var many = Enumerable.Range(1, 60).Select(i => $"OBX|{i}||70050^MDC_DEV_PUMP_INFUS_LVP_VMD^MDC|1.{i}.0.0|||||||X|||||||P{i}\r");
        Say(Message("ORU^R01^ORU_R01", "S1") + string.Concat(many));
        Assert.Equal(16, _stage.Sink.Of<PumpEvent>().Count);
        Assert.Equal(1, _stage.Counters.GivenUp);
    }

    [Fact]
    public void A_damaged_message_says_so_and_what_it_could()
    {
        var bytes = Encoding.Latin1.GetBytes(Framed(Running));
        _stage.Say(Direction.ToServer, bytes.AsSpan(0, 1500)).Missing(Direction.ToServer, 100).End();
        var status = Assert.Single(_stage.Sink.Of<PumpEvent>());
        Assert.Equal((Quality.Gap, "0012219876543210"), (status.Quality & Quality.Gap, _stage.Sink.Name(status.Serial)));
    }

    [Fact]
    public void Nothing_about_the_patient_is_in_clear()
    {
        foreach (var recording in All)
        {
            _stage.Play(recording);
        }

        var said = _stage.End().Result + string.Join(' ', _stage.Sink.Names.Values);
        Assert.All(["7741", "Example", "Ada", "ORDER-9", "BOLUS-1", "NURSE5"], secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }

    private void Say(string message) => _stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes(Framed(message)));

    private string Written(string line)
    {
        var status = _stage.Sink.Of<PumpEvent>()[0];
        return line.Replace(Text(status.Order), "ORDER", StringComparison.Ordinal).Replace(Text(status.Patient), "PATIENT", StringComparison.Ordinal)
            .Replace(Text(status.ControlId), "CONTROL", StringComparison.Ordinal);
    }

    private static string Text(in Pseudonym pseudonym)
    {
        Span<byte> text = stackalloc byte[Pseudonym.TextLength];
        pseudonym.Format(text);
        return Encoding.ASCII.GetString(text);
    }
}
