using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Hl7.Hl7Recordings;

namespace Sensor.Dissectors.Tests.Hl7;

public sealed class Hl7MessageTests
{
    private const string Msh = "MSH|^~\\&|HIS^1.2.3^ISO|NORTH|ENGINE|HUB|20261121||ORM^O01^ORM_O01|C1|P|2.5.1\r";

    private readonly Stage _stage = new(new Hl7Protocol());

    [Fact]
    public void Identifiers_leave_as_pseudonyms_of_their_canonical_form()
    {
        var message = Read(Msh + "PID|1|old| 47\\T\\11 ^^^NORTH^MR~999|x\rPV1|1||||||||||||||||||V7^^^N\rORC|NW|O1^HIS\rOBR|1|O2^HIS||||||||||||||||A9\r");
        Assert.Equal(Pseudonym(PseudonymKind.Patient, "47&11"), message.Patient);
        Assert.Equal(Pseudonym(PseudonymKind.Visit, "V7"), message.Visit);
        Assert.Equal(Pseudonym(PseudonymKind.Order, "O1"), message.Order);
        Assert.Equal(Pseudonym(PseudonymKind.Accession, "A9"), message.Accession);
        Assert.Equal(Pseudonym(PseudonymKind.Message, "C1"), message.Header.ControlId);
    }

    [Fact]
    public void No_patient_visit_order_or_control_id_is_ever_in_clear()
    {
        _stage.Play(Get("original")).End();
        Assert.All(_stage.Sink.Names.Values, name => Assert.DoesNotMatch("47|Doe|ORD|ACC|C00|Attending|Main", name));
        Assert.DoesNotMatch("4711|Doe|ORD1|ACC|C00|Attending|Main", _stage.Sink.Events());
    }

    [Theory]
    [InlineData("PID|1||\"\"\r")]
    [InlineData("PID|1||  \r")]
    [InlineData("PID|1\r")]
    [InlineData("PV1|1\r")]
    public void What_is_empty_or_null_has_no_pseudonym(string segment) => Assert.True(Read(Msh + segment).Patient.IsNone);

    [Fact]
    public void Bytes_segments_and_observations_are_counted()
    {
        var message = Read(Msh + "PID|1\rOBR|1\rOBX|1\rOBX|2\rNTE|1\r");
        Assert.Equal((Msh.Length + 30, 6, 2), ((int)message.Bytes, message.Segments, message.Observations));
    }

    [Theory]
    [InlineData("ADT^A01^ADT_A01", "ADT^A01")]
    [InlineData("ACK", "ACK")]
    [InlineData("", "?")]
    [InlineData("ADT^A01~X", "ADT^A01")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA^BBBBBBBBBBBBBBBBBBBB", "AAAAAAAAAAAAAAAAAAAA^BBBBBBBBBB")]
    public void The_type_is_code_and_trigger(string field, string expected)
    {
        Read(Msh.Replace("ORM^O01^ORM_O01", field, StringComparison.Ordinal));
        Assert.Contains($"\"types\":{{\"{expected}\":1}}", _stage.CountersText, StringComparison.Ordinal);
    }

    [Fact]
    public void It_means_an_action_its_parties_and_its_size()
    {
        _stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes(Framed(Msh))).Say(Direction.ToClient, Encoding.Latin1.GetBytes(Framed(Ack(0).Replace("C0", "C1", StringComparison.Ordinal))));
        var told = new ToldMeaning(_stage.Sink).Tell(_stage.Sink.Of<Hl7MessageSeen>()).Tell(_stage.Sink.Of<Hl7Message>());
        Assert.Equal(
            [
                "Client is Hl7Application HIS 0.6", "Client is Hl7Facility NORTH 0.6", "Client ORM^O01", "Client ActsAs HIS",
                "Client Addresses ENGINE", "Client WorksOn ORM_O01", "Server is Hl7Application ENGINE 0.4", "Server is Hl7Facility HUB 0.4",
                "Client ORM^O01 Ok", $"Client hl7.bytes_per_message {Msh.Length}", "Client hl7.ack_latency 20000",
            ],
            told.Lines);
    }

    [Fact]
    public void The_connection_is_the_session()
    {
        _stage.Play(Get("original"));
        Assert.Empty(_stage.Sink.Of<Hl7Session>());
        _stage.End();
        Assert.Equal(["close"], new ToldMeaning(_stage.Sink).Tell(_stage.Sink.Of<Hl7Session>()).Lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_message_ends_with_its_last_byte_also_when_the_end_of_its_frame_comes_later_in_any_pieces(int size)
    {
        var stage = new Stage(new Hl7Protocol());
        stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes(Vt + Admit(1)));
        stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes(End), size);
        stage.Say(Direction.ToClient, Encoding.Latin1.GetBytes(Framed(Ack(1))));

        Assert.Equal(40, stage.Events[0].GetProperty("ack").GetProperty("latency_ms").GetInt32());
    }

    [Fact]
    public void Types_are_bounded_and_the_rest_is_counted_as_other()
    {
        var tally = new Tally();
        for (var i = 0; i < 300; i++)
        {
            tally.Count(Encoding.ASCII.GetBytes($"T{i}"));
        }

        tally.Count("T5"u8);
        var sum = new Tally();
        sum.Add(tally);
        Assert.Equal(2, sum["T5"u8]);
        using var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            sum.WriteTo(json, "t"u8);
            json.WriteEndObject();
        }

        Assert.EndsWith("\"other\":44}}", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    private Hl7Message Read(string message) =>
        _stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes(Framed(message))).End().Sink.Of<Hl7Message>()[^1];

    private Pseudonym Pseudonym(PseudonymKind kind, string value) => _stage.Context.Pseudonyms.Of(kind, Encoding.ASCII.GetBytes(value));
}
