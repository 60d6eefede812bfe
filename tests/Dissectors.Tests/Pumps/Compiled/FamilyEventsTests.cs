using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>What whole conversations tell.</summary>
public sealed class FamilyEventsTests
{
    private static string Told(ProtocolDefinition definition, Recording recording)
    {
        var stage = new Stage(Families.Compile(definition)).Play(recording).End();
        return string.Join('\n', stage.Sink.Of<PumpEvent>().Select(e => Brief(e, stage.Sink))) + "\n" + stage.CountersText;
    }

    /// <summary>An event in a line: what is nothing is left out.</summary>
    internal static string Brief(PumpEvent e, ListSink names)
    {
        List<string> words = [e.What.ToString(), names.Name(e.Serial), names.Name(e.Command)];
        if (e.What is PumpEventKind.Query or PumpEventKind.Set)
        {
            words.AddRange([e.Class.ToString(), e.Outcome.ToString(), names.Name(e.Reason), e.LatencyNanoseconds >= 0 ? "" : "no latency"]);
        }

        for (var i = 0; i < e.ReadingCount; i++)
        {
            var reading = e.Readings[i];
            words.Add($"{reading.Quantity} {Wire.Number(reading.New)}{(double.IsNaN(reading.Old) ? "" : " was " + Wire.Number(reading.Old))} {reading.Unit}");
        }

        words.AddRange(
        [
            e.State == PumpState.Unknown ? "" : e.State.ToString(), e.OldState == PumpState.Unknown ? "" : "was " + e.OldState,
            names.Name(e.Model), names.Name(e.Firmware), names.Name(e.Library), names.Name(e.Drug), names.Name(e.Alarm), e.HasEnded ? "ended" : "",
            e.Remote == Tristate.Unknown ? "" : "remote " + e.Remote, e.Silenced == Tristate.Unknown ? "" : "silenced " + e.Silenced,
            e.CodeIsRight == Tristate.Unknown ? "" : "code " + e.CodeIsRight, e.IsForeign ? "foreign" : "", e.Failures > 0 ? $"{e.Failures} failed" : "",
            e.Patient.IsNone ? "" : "patient", e.Quality == Contract.Quality.Clean ? "" : e.Quality.ToString(),
        ]);
        return string.Join(' ', words.Where(w => w.Length > 0));
    }

    [Fact]
    public void Alaris() => Assert.Equal(
        """
        Query COMMS_PROTOCOL Identify Ok
        Status Asena Rev 2.1.5
        Query 8002-51740 INST_SERIALNO Identify Ok
        Set 8002-51740 REMOTE_CTRL Session Ok remote Yes code Yes
        Set 8002-51740 INF_RATE Rate Ok Rate 0.1 MlPerHour
        Query 8002-51740 INF_RATE Read Ok
        Set 8002-51740 INF_START Start Ok Running
        Query 8002-51740 INF Read Ok
        Status 8002-51740 Rate 0.2 was 0.1 MlPerHour VolumeInfused 1.5 Ml Running was Running Asena Rev 2.1.5 AL_OCC remote Yes
        Alarm 8002-51740 Running AL_OCC
        Query 8002-51740 INF Read Ok
        Alarm 8002-51740 Running AL_OCC ended
        Set 8002-51740 INF_STOP Stop Ok Stopped
        Set 8002-51740 REMOTE_CTRL Session Ok remote No
        {"requests":10,"responses":10,"commands":{"COMMS_PROTOCOL":1,"INF":2,"INF_RATE":2,"INF_START":1,"INF_STOP":1,"INST_SERIALNO":1,"REMOTE_CTRL":2}}
        """,
        Told(Families.Alaris, AlarisSuite.Session));

    [Fact]
    public void Bcc() => Assert.Equal(
        """
        Query ADMIN:ALIVE Identify Ok
        Query MEM:GET Read Ok
        Status 4711 Rate 12.5 MlPerHour VolumeInfused 1.4 Ml Running 688F
        Status 4712 Heparin pressure
        Alarm 4712 pressure
        Query MEM:GET Read Ok
        Status 4711 Rate 13 was 12.5 MlPerHour VolumeInfused 1.5 was 1.4 Ml Running was Running 688F
        Status 4712 Heparin patient
        Alarm 4712 pressure ended
        Query MEM:GET Read Refused pump removed
        {"requests":4,"responses":4,"commands":{"ADMIN:ALIVE":1,"MEM:GET":3}}
        """,
        Told(Families.Bcc, BccSuite.Session));

    [Fact]
    public void Dianet() => Assert.Equal(
        """
        Query 74565 IDENT Identify Ok
        Set 74565 CC_MODE remote Session Ok remote Yes code Yes
        Set 74565 SOLLWERT Rate Ok Rate 20 MlPerHour
        Set 74565 START Start Ok Running
        Query 74565 STATUS Read Ok
        Status 74565 VolumeRemaining 12.6 Ml Rate 20 was 20 MlPerHour Running was Running pressure remote Yes
        Alarm 74565 Running pressure
        Set 74565 STOP Stop Refused
        {"requests":6,"responses":6,"commands":{"AKTION":2,"CC_MODE":1,"IDENT":1,"SOLLWERT":1,"STATUS":1}}
        """,
        Told(Families.Dianet, DianetSuite.Session));

    [Fact]
    public void Fresenius() => Assert.Equal(
        """
        Set DC Session Ok
        Query LE Read Ok
        Status Rate 5 MlPerHour VolumeInfused 5 Ml
        Set PR Rate Ok Rate 20 was 5 MlPerHour
        Set PR Rate Refused out of limits Rate 6553.5 was 20 MlPerHour
        Query LE Read Failure 2
        Alarm pressure
        Alarm pressure ended
        {"requests":5,"responses":5,"commands":{"DC":1,"LE":2,"PR":2}}
        """,
        Told(Families.Fresenius, FreseniusSuite.Session));

    [Fact]
    public void Terumo() => Assert.Equal(
        """
        Query 000100700000001201000001 STATUS Read Ok
        Status 000100700000001201000001 Rate 20 MlPerHour Running
        Query 000100700000001201000001 STATUS Read Ok
        Status 000100700000001201000001 Vtbi 25.6 Ml Rate 20 was 20 MlPerHour Stopped was Running
        Set 000100700000001201000001 9 Unknown Refused undefined
        {"requests":3,"responses":4,"commands":{"?":1,"STATUS":2}}
        """,
        Told(Families.Terumo, TerumoSuite.Session));
}
