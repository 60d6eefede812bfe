using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>Rules of the protocol that DCMTK's tools don't touch, and what becomes of those who break them.</summary>
public sealed class ConversationTests
{
    private const ushort Echo = 0x30;

    [Fact]
    public void A_command_may_come_in_fragments_over_several_pdus()
    {
        var set = Wire.Ask(Echo, 5, Wire.Verification);
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, Wire.Data(Wire.Pdv(1, 1, set[..10]), Wire.Pdv(1, 1, set[10..31])));
        session.Feeder.Segment(Direction.ToServer, Wire.Data(Wire.Pdv(1, 1, []), Wire.Pdv(1, 3, set[31..])));
        session.Feeder.End();
        Assert.Equal(5, Assert.Single(session.Operations).MessageId);
        Assert.Equal("", session.Violations);
    }

    [Fact]
    public void A_commands_last_fragment_may_be_empty()
    {
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, Wire.Data(Wire.Pdv(1, 1, Wire.Ask(Echo, 5)), Wire.Pdv(1, 3)));
        session.Feeder.End();
        Assert.Equal(5, Assert.Single(session.Operations).MessageId);
    }

    [Fact]
    public void Command_and_data_may_share_a_pdu()
    {
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, Wire.Data(
            Wire.Pdv(1, 3, Wire.Ask(DimseCommand.StoreRequest, 1, dataSet: true)), Wire.Pdv(1, 0, new byte[100]), Wire.Pdv(1, 2, new byte[11])));
        session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Answer(DimseCommand.StoreRequest, 1)));
        Assert.Equal(111, Assert.Single(session.Operations).RequestBytes);
        Assert.Equal("", session.Violations);
    }

    [Fact]
    public void A_command_longer_than_any_is_read_as_far_as_the_bound()
    {
        var session = Open();
        var set = Wire.Set(Wire.Element(0x00000100, Wire.Little16(Echo)), Wire.Element(0x00000902, new byte[10_000]));
        session.Feeder.Bytes(Direction.ToServer, Wire.Command(set), 100);
        session.Feeder.Segment(Direction.ToServer, Wire.Release);
        session.Feeder.End();
        Assert.Equal(1, session.Counters.Commands(Echo));
        Assert.NotEqual(0, session.Counters[DicomViolation.CommandTooLong]);
        Assert.Equal(1, session.Counters[PduType.ReleaseRequest]);
    }

    [Fact]
    public void Answers_find_their_requests_in_any_order()
    {
        var session = Open();
        for (var id = 1; id <= 5; id++)
        {
            session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(Echo, id)));
        }

        foreach (var id in (int[])[3, 1, 5, 2, 4])
        {
            session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Answer(Echo, id, 0x0100 + id)));
        }

        Assert.Equal([3, 1, 5, 2, 4], session.Operations.Select(o => (int)o.MessageId));
        Assert.All(session.Operations, o => Assert.Equal(0x0100 + o.MessageId, o.Status));
    }

    [Fact]
    public void Requests_of_one_id_are_answered_in_order()
    {
        var session = Open();
        foreach (var field in (ushort[])[DimseCommand.GetRequest, Echo, Echo])
        {
            session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(field, 1)));
        }

        session.Feeder.Segment(Direction.ToClient, [.. Wire.Command(Wire.Answer(Echo, 1)), .. Wire.Command(Wire.Answer(Echo, 1, 0x0110))]);
        Assert.Equal([(Echo, 0), (Echo, 0x0110)], session.Operations.Select(o => (o.Command, (int)o.Status)));
    }

    [Fact]
    public void With_too_many_requests_open_the_oldest_is_told_without_an_answer()
    {
        var session = Open();
        for (var id = 1; id <= 20; id++)
        {
            session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(Echo, id)));
        }

        Assert.Equal([1, 2, 3, 4], session.Operations.Select(o => (int)o.MessageId));
        Assert.Equal(4, session.Counters.Unanswered);
    }

    [Fact]
    public void With_too_many_early_answers_the_oldest_is_told_without_its_request()
    {
        var session = Open();
        for (var id = 1; id <= 10; id++)
        {
            session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Answer(Echo, id)));
        }

        Assert.Equal([1, 2], session.Operations.Select(o => (int)o.MessageId));
        Assert.Equal(2, session.Counters.Unasked);
    }

    [Fact]
    public void Pending_answers_are_counted_and_the_last_one_ends_the_operation()
    {
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(DimseCommand.FindRequest, 1, Wire.StudyFind)));
        for (var i = 0; i < 100; i++)
        {
            session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Answer(DimseCommand.FindRequest, 1, 0xFF00, dataSet: true)));
            session.Feeder.Segment(Direction.ToClient, Wire.Data(Wire.Pdv(1, 2, new byte[50])));
        }

        Assert.Empty(session.Operations);
        session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Answer(DimseCommand.FindRequest, 1)));
        var find = Assert.Single(session.Operations);
        Assert.Equal((100, 5000, Outcome.Ok), (find.Pending, find.ResponseBytes, find.Outcome));
        Assert.True(find.LastResponse > find.FirstResponse && find.FirstResponse > find.Start);
    }

    [Fact]
    public void An_operation_is_told_when_it_is_asked_for_and_once_more_when_it_is_over()
    {
        var session = Open();
        var move = Wire.Ask(DimseCommand.MoveRequest, 1, Wire.StudyMove, false, Wire.Element(0x00000600, "ELSEWHERE"));
        session.Feeder.Segment(Direction.ToServer, Wire.Command(move));
        var requested = Assert.Single(session.Sink.Of<DimseRequested>());
        Assert.Equal("ELSEWHERE", session.Name(requested.MoveDestination));
        Assert.Empty(session.Operations);
    }

    [Fact]
    public void A_command_within_a_data_set_is_a_violation_and_ends_the_data_set()
    {
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(DimseCommand.StoreRequest, 1, dataSet: true)));
        session.Feeder.Segment(Direction.ToServer, Wire.Data(Wire.Pdv(1, 0, new byte[100])));
        session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Answer(DimseCommand.StoreRequest, 1)));
        Assert.Empty(session.Operations);
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(Echo, 2)));
        Assert.Single(session.Operations);
        Assert.Equal("Interleaved=1", session.Violations);
    }

    [Fact]
    public void Data_that_no_command_announced_is_a_violation()
    {
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, Wire.Data(Wire.Pdv(1, 2, new byte[100])));
        session.Feeder.Segment(Direction.ToClient, Wire.Data(Wire.Pdv(2, 0x82, new byte[100])));
        Assert.Equal("PdvIrregular=1 DataWithoutCommand=2", session.Violations);
        Assert.Equal(200, session.Counters.PdvBytes);
    }

    [Fact]
    public void A_refused_context_is_not_to_be_used()
    {
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, Wire.Request());
        session.Feeder.Segment(Direction.ToClient, Wire.Accept(result: 3));
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(Echo, 1)));
        Assert.Equal("ContextNotAccepted=1", session.Violations);
    }

    [Fact]
    public void Unknown_commands_are_named_by_their_number_and_bounded()
    {
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(0x5EAD, 1)));
        for (var i = 0; i < 100; i++)
        {
            session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Ask((ushort)(0x7000 + i), i)));
        }

        session.Feeder.End();
        Assert.Contains("\"commands\":{\"0x5EAD\":1,\"0x7000\":1,", session.Summary(), StringComparison.Ordinal);
        Assert.DoesNotContain("0x703F", session.Summary(), StringComparison.Ordinal);
        Assert.Equal(101, session.Counters[DicomViolation.CommandUnknown]);
        Assert.Contains("\"command\":\"0x5EAD\"", session.Sink.Events(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_association_on_a_connection_is_a_violation_and_told_apart()
    {
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, Wire.Command(Wire.Ask(Echo, 1)));
        session.Feeder.Segment(Direction.ToServer, Wire.Request(Wire.Verification, context: 9));
        session.Feeder.End();
        Assert.Equal(2, session.Sink.Of<DicomAssociation>().Count);
        Assert.Equal("OutOfState=1", session.Violations);
        Assert.Single(session.Operations);
    }

    [Fact]
    public void A_requestor_can_not_accept_itself()
    {
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, [.. Wire.Request(), .. Wire.Accept(), .. Wire.Command(Wire.Ask(Echo, 1))]);
        session.Feeder.End();
        Assert.Equal("OutOfState=1", session.Violations);
        Assert.False(session.Association.WasAccepted);
        Assert.Single(session.Operations);
    }

    [Fact]
    public void An_abort_while_something_is_waited_for_leaves_time_for_the_answer()
    {
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, [.. Wire.Command(Wire.Ask(Echo, 1)), .. Wire.Pdu(PduType.Abort, 0, 0, 2, 6)]);
        Assert.Empty(session.Sink.Of<DicomAssociation>());
        session.Feeder.Segment(Direction.ToClient, Wire.Command(Wire.Answer(Echo, 1)));
        session.Feeder.End();
        Assert.True(Assert.Single(session.Operations).IsFinal);
        const string abort = "{\"source\":\"service-provider\",\"reason\":\"invalid-pdu-parameter-value\"}";
        Assert.Contains(abort, session.Sink.Events(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_association_comes_after_its_operations()
    {
        var session = Open();
        session.Feeder.Segment(Direction.ToServer, [.. Wire.Command(Wire.Ask(Echo, 1)), .. Wire.Release]);
        session.Feeder.Segment(Direction.ToClient, Wire.Released);
        Assert.EndsWith("\n", session.Sink.Events(), StringComparison.Ordinal);
        Assert.Contains("\"type\":\"association\"", session.Sink.Events().TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
        Assert.False(session.Operations[0].WasAnswered);
    }

    private static Session Open()
    {
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, Wire.Request());
        session.Feeder.Segment(Direction.ToClient, Wire.Accept());
        return session;
    }
}
