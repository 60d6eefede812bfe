using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Hl7.Hl7Recordings;

namespace Sensor.Dissectors.Tests.Hl7;

public sealed class Hl7PairingTests
{
    private readonly Stage _stage = new(new Hl7Protocol());

    [Fact]
    public void A_message_is_written_with_its_acknowledgement()
    {
        _stage.Play(Get("original")).End();
        var messages = _stage.Sink.Of<Hl7Message>();
        Assert.Equal([AckCode.AA, AckCode.AA, AckCode.AA, AckCode.AE, AckCode.AR], messages.Select(m => m.Ack));
        Assert.Equal([false, false, false, true, false], messages.Select(m => m.AckHasError));
        Assert.All(messages, m => Assert.Equal(20_000_000, m.AckNanoseconds));
        Assert.Equal(
            """{"frames":10,"messages":5,"acks":5,"batches":0,"types":{"ACK^A01":2,"ACK^O01":1,"ACK^R01":2,"ADT^A01":2,"ORM^O01":1,"ORU^R01":2},"ack_codes":{"AA":3,"AE":1,"AR":1}}""",
            _stage.CountersText);
    }

    [Fact]
    public void It_is_written_as_soon_as_it_is_acknowledged()
    {
        Client(Framed(Admit(1)));
        Assert.Empty(_stage.Sink.Of<Hl7Message>());
        Server(Framed(Ack(1)));
        Assert.Single(_stage.Sink.Of<Hl7Message>());
    }

    [Fact]
    public void Enhanced_mode_has_a_commit_and_an_answer()
    {
        _stage.Play(Get("enhanced")).End();
        Assert.All(_stage.Sink.Of<Hl7Message>(), m => Assert.Equal((AckCode.CA, AckCode.AA), (m.Commit, m.Ack)));
        Assert.Equal(2, _stage.Sink.Of<Hl7Message>().Count);
    }

    [Theory]
    [InlineData("CE", "AL", true)]
    [InlineData("CR", "AL", true)]
    [InlineData("CA", "NE", true)]
    [InlineData("CA", "", true)]
    [InlineData("CA", "AL", false)]
    [InlineData("CA", "ER", false)]
    public void A_commit_is_the_last_word_unless_the_application_was_asked(string code, string application, bool last)
    {
        Client(Framed(Admit(1).Replace("|2.5.1\r", $"|2.5.1|||AL|{application}\r", StringComparison.Ordinal)));
        Server(Framed(Ack(1, code)));
        Assert.Equal(last ? 1 : 0, _stage.Sink.Of<Hl7Message>().Count);
    }

    [Fact]
    public void An_answer_may_be_seen_before_its_message()
    {
        Server(Framed(Ack(1)));
        Client(Framed(Admit(1)));
        _stage.End();
        var message = Assert.Single(_stage.Sink.Of<Hl7Message>());
        Assert.Equal(AckCode.AA, message.Ack);
        Assert.Equal(Hl7Message.NoLatency, message.AckNanoseconds);
    }

    [Fact]
    public void Pipelined_messages_find_their_own_answers()
    {
        Client(Framed(Admit(1)) + Framed(Admit(2)));
        Server(Framed(Ack(2, "AE")) + Framed(Ack(1)));
        Assert.Equal([AckCode.AE, AckCode.AA], _stage.Sink.Of<Hl7Message>().Select(m => m.Ack));
    }

    [Fact]
    public void A_retry_supersedes_the_unanswered_message()
    {
        _stage.Play(Get("retry")).End();
        var messages = _stage.Sink.Of<Hl7Message>();
        Assert.Equal([(true, false, AckCode.None), (false, true, AckCode.AA)], messages.Select(m => (m.Superseded, m.Retry, m.Ack)));
    }

    [Fact]
    public void An_answered_message_sent_again_is_a_duplicate()
    {
        Client(Framed(Admit(1)));
        Server(Framed(Ack(1)));
        Client(Framed(Admit(1)));
        Server(Framed(Ack(1)));
        Assert.Equal([(false, false), (true, false)], _stage.Sink.Of<Hl7Message>().Select(m => (m.Duplicate, m.Retry)));
    }

    [Fact]
    public void An_acknowledgement_of_nothing_is_unsolicited()
    {
        Client(Framed(Admit(1)));
        Server(Framed(Ack(99)));
        _stage.Wait(2_000_000_000);
        Client(Framed(Admit(2)));
        var ack = Assert.Single(_stage.Events);
        Assert.Equal("ACK^A01", ack.GetProperty("type").GetString());
        Assert.True(ack.GetProperty("unsolicited").GetBoolean());
        Assert.Equal(Endpoint.Server, _stage.Sink.HeadersOf<Hl7Message>()[0].Actor);
    }

    [Fact]
    public void A_reply_that_is_a_message_is_written_and_answers()
    {
        _stage.Play(Get("reply"));
        Assert.Equal(["ORM^O01", "ORR^O02", "ORM^O01", "ORR^O02"], Types());
        Assert.Equal(AckCode.AA, _stage.Sink.Of<Hl7Message>()[0].Ack);
        Assert.Equal(_stage.Sink.Of<Hl7Message>()[0].Header.ControlId, _stage.Sink.Of<Hl7Message>()[1].AnswersTo);
    }

    [Fact]
    public void A_reply_to_another_connection_is_acknowledged_itself()
    {
        Client(Framed("MSH|^~\\&|PUMP||EHR||20261121||RRG^O16|X1|P|2.6\rMSA|AA|elsewhere\r"));
        Server(Framed("MSH|^~\\&|EHR||PUMP||20261121||ACK^O16|X2|P|2.6\rMSA|CA|X1\r"));
        _stage.End();
        var reply = Assert.Single(_stage.Sink.Of<Hl7Message>());
        Assert.Equal((AckCode.AA, AckCode.CA, false), (reply.Answer, reply.Commit, reply.Unsolicited));
    }

    [Fact]
    public void What_waits_is_bounded_in_number_and_time()
    {
        for (var i = 0; i < 20; i++)
        {
            Client(Framed(Admit(i)));
        }

        Assert.Equal(4, _stage.Sink.Of<Hl7Message>().Count);
        _stage.Wait(61_000_000_000);
        Client(Framed(Admit(20)));
        Assert.Equal(20, _stage.Sink.Of<Hl7Message>().Count);
        for (var i = 100; i < 112; i++)
        {
            Server(Framed(Ack(i)));
        }

        Assert.Equal(4, _stage.Sink.Of<Hl7Message>().Count(m => m.Unsolicited));
        _stage.End();
        Assert.Equal(21 + 12, _stage.Sink.Of<Hl7Message>().Count);
    }

    [Fact]
    public void With_one_side_captured_nothing_is_concluded_from_silence()
    {
        Client(Framed(Admit(1)));
        _stage.End();
        Assert.Equal(Quality.OneSided, Assert.Single(_stage.Sink.HeadersOf<Hl7Message>()).Quality);
    }

    private IEnumerable<string> Types() => _stage.Sink.Of<Hl7Message>().Select(m => _stage.Sink.Name(m.Header.Type));

    private void Client(string bytes) => _stage.Say(Direction.ToServer, Encoding.Latin1.GetBytes(bytes));

    private void Server(string bytes) => _stage.Say(Direction.ToClient, Encoding.Latin1.GetBytes(bytes));
}
