using Sensor.Dissectors.Bedside.Sdc;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Identity.Http;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Bedside.SdcWire;

namespace Sensor.Dissectors.Tests.Bedside;

/// <summary>SDC over HTTP in clear: what consumers ask of providers, and what comes of it.</summary>
public sealed class SdcTests : ProtocolSuite
{
    private readonly Stage _stage = new(new HttpProtocol(context => new SdcDialogues(context)));

    protected override IProtocol Protocol { get; } = new HttpProtocol(context => new SdcDialogues(context));

    protected override IEnumerable<Recording> Recordings => [Session];

    private IReadOnlyList<PumpEvent> Told => _stage.Sink.Of<PumpEvent>();

    [Fact]
    public void Commands_are_told_with_their_class_and_their_outcome()
    {
        _stage.Play(Session).End();

        Assert.Equal(["Metadata", "GetMdib", "SetValue", "SetAlertState", "GetMdib"], Told.Select(t => Name(t.Command)));
        Assert.Equal(
            [SafetyClass.Unknown, SafetyClass.Read, SafetyClass.Rate, SafetyClass.AlarmSilence, SafetyClass.Read], Told.Select(t => t.Class));
        Assert.Equal([Outcome.Unknown, Outcome.Ok, Outcome.Pending, Outcome.Failure, Outcome.Ok], Told.Select(t => t.Outcome));
        Assert.Equal([0, 0, 0, 0, 1L], Told.Select(t => t.Repeats));
        Assert.Equal(Confidence.Guess, Told[2].Confidence);
        Assert.Equal(
            ("sdc", SdcWire.Endpoint, "Syringe 7 <neo>", "2.1.0", Contract.Endpoint.Server, Contract.Endpoint.Client),
            (Name(Told[2].Family), Name(Told[2].Serial), Name(Told[2].Model), Name(Told[2].Firmware), Told[2].Pump, Told[2].Actor));
        Assert.DoesNotContain("Doe", _stage.Result, StringComparison.Ordinal);
        Assert.Equal(
            """{"requests":4,"responses":5,"commands":{"GetMdib":2,"SetAlertState":1,"SetValue":1}}""", Text(_stage.Counters.Pumps.Single().Counters));
    }

    [Fact]
    public void A_report_says_how_an_operation_ended_and_carries_its_number()
    {
        _stage.Play(Session);
        var (ordered, before) = (Told[2].ControlId, Told.Count);
        var reports = new Stage(new HttpProtocol(context => new SdcDialogues(context))).Play(Recording.Of("reports", ">" + Post(OperationReport("Fin", 31)), "<HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")).End();

        var told = Assert.Single(reports.Sink.Of<PumpEvent>());
        Assert.Equal(
            ("OperationInvokedReport", PumpEventKind.Status, Outcome.Ok, Contract.Endpoint.Client), (reports.Sink.Name(told.Command), told.What, told.Outcome, told.Pump));
        Assert.Equal((ordered, false), (told.ControlId, ordered.IsNone));
        Assert.Equal(4, before);
    }

    [Fact]
    public void A_response_may_be_seen_before_its_request()
    {
        _stage.Play(Recording.Of(
            "early", "<" + Ok(Response("SetService", "Activate", 5, "Fin", 1)), ">" + Post(Request("SetService", "Activate", 5, "start_bolus")))).End();

        Assert.Equal(
            ("Activate", SafetyClass.Bolus, Outcome.Ok, PumpEvent.NoLatency), Told.Select(t => (Name(t.Command), t.Class, t.Outcome, t.LatencyNanoseconds)).Single());
    }

    [Fact]
    public void What_is_never_answered_is_told_at_the_end()
    {
        _stage.Play(Recording.Of("unanswered", ">" + Post(Request("ContextService", "SetContextState", 6, "op.patient")), "<HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n")).End();

        Assert.Equal(("SetContextState", SafetyClass.Configuration, Outcome.NoAnswer), Told.Select(t => (Name(t.Command), t.Class, t.Outcome)).Single());
    }

    [Fact]
    public void A_hole_in_a_body_costs_one_message()
    {
        var (first, second) = (Post(Request("SetService", "SetString", 1, "a")), Post(Request("SetService", "SetValue", 2, "b")));
        _stage.Say(Direction.ToServer, System.Text.Encoding.Latin1.GetBytes(first[..^100]));
        _stage.Missing(Direction.ToServer, 100);
        _stage.Say(Direction.ToServer, System.Text.Encoding.Latin1.GetBytes(second)).End();

        Assert.Equal(["SetValue"], Told.Select(t => Name(t.Command)));
    }

    [Fact]
    public void Of_long_messages_the_beginning_is_enough()
    {
        var body = Request("SetService", "SetValue", 1, "b", new string('x', 200_000));
        _stage.Play(Recording.Of("long", ">" + Post(body) + Post(Request("SetService", "SetString", 2, "c")))).End();

        Assert.Equal(["SetValue", "SetString"], Told.Select(t => Name(t.Command)));
    }

    [Theory]
    [InlineData("Content-Encoding: gzip\r\n")]
    [InlineData("Content-Type: text/html\r\n")]
    public void Other_bodies_are_not_looked_at(string more)
    {
        _stage.Play(Recording.Of("other", ">" + Post(Request("SetService", "SetValue", 1, "b"), more))).End();

        Assert.Empty(Told);
    }

    [Fact]
    public void SOAP_that_is_not_of_medical_devices_is_not_told()
    {
        _stage.Play(Recording.Of("printer", ">" + Post(Envelope("http://schemas.example/CreatePrintJob", "<a/>")), "<" + Ok(Envelope("http://schemas.example/CreatePrintJobResponse", "<a/>")))).End();

        Assert.Empty(Told);
        Assert.True(_stage.Counters.Pumps.Single().Counters.IsEmpty);
    }

    private static string Text(PumpCounters counters)
    {
        using var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream))
        {
            counters.WriteTo(json);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private string Name(NameId id) => _stage.Sink.Name(id);
}
