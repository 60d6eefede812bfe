using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>No order between the two directions is promised, nor that both are there, nor that the beginning is.</summary>
public sealed class OrderTests
{
    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void Answers_before_questions_tell_the_same(string name)
    {
        var vector = Vector.Load(name);
        var (expected, actual) = (Session.Of(vector), Session.InOrder(vector, false, Direction.ToClient, Direction.ToServer));
        Assert.Equal(Sorted(expected), Sorted(actual));
        Assert.Equal(expected.Summary(), actual.Summary());
        Assert.Equal("", actual.Violations);
    }

    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void All_questions_before_all_answers_tell_the_same(string name)
    {
        var vector = Vector.Load(name);
        var (expected, actual) = (Session.Of(vector), Session.InOrder(vector, false, Direction.ToServer, Direction.ToClient));
        Assert.Equal(Sorted(expected), Sorted(actual));
        Assert.Equal("", actual.Violations);
    }

    [Fact]
    public void With_the_requests_only_every_operation_is_told_without_an_answer()
    {
        var session = Session.InOrder(Vector.Load("store"), false, Direction.ToServer);
        Assert.Equal(7, session.Operations.Count);
        Assert.All(session.Operations, o => Assert.Equal((false, Quality.OneSided, Outcome.Unknown), (o.WasAnswered, o.Quality, o.Outcome)));
        Assert.Equal(54294, session.Operations.Sum(o => o.RequestBytes));
        Assert.Equal("MODALITY", Session.InOrder(Vector.Load("echo"), false, Direction.ToServer) is var s ? s.Name(s.Association.CallingAe) : "");
        Assert.Equal(7, session.Counters.Unanswered);
    }

    [Fact]
    public void With_the_answers_only_their_status_is_told()
    {
        var session = Session.InOrder(Vector.Load("store"), false, Direction.ToClient);
        Assert.Equal(7, session.Operations.Count);
        Assert.All(session.Operations, o => Assert.Equal((false, true, (ushort)0), (o.WasRequested, o.HasStatus, o.Status)));
        Assert.Equal(7, session.Counters.Unasked);
        var accepted = Assert.Single(session.Sink.Of<DicomAssociationAccepted>());
        Assert.True(accepted.CalledAe.IsNone, "the answer's titles are an echo");
        Assert.Equal(Endpoint.Server, accepted.Acceptor);
    }

    [Fact]
    public void In_mid_stream_commands_and_query_are_read_without_their_association()
    {
        var vector = Vector.Load("find_all");
        var session = new Session(midStream: true);

        // Without the A-ASSOCIATE-RQ and -AC, which both carry their length.
        session.Feeder.Bytes(Direction.ToServer, WithoutFirstPdu(vector[Direction.ToServer]));
        session.Feeder.Bytes(Direction.ToClient, WithoutFirstPdu(vector[Direction.ToClient]));
        session.Feeder.End();
        var find = Assert.Single(session.Operations);
        Assert.Equal(Quality.MidStream, find.Quality);
        Assert.Equal(2, find.Pending);
        Assert.True(find.Query.IsUniversal);
        Assert.Equal((AssociationResult.Released, false), (session.Association.Result, session.Association.WasRequested));
        Assert.Equal((0, 0), (session.Counters.Associations, session.Counters.Resyncs));
    }

    [Fact]
    public void In_mid_stream_within_an_object_the_next_one_is_found()
    {
        var vector = Vector.Load("store");
        var session = new Session(midStream: true);
        session.Feeder.Bytes(Direction.ToServer, vector[Direction.ToServer].AsSpan(4000));
        session.Feeder.Bytes(Direction.ToClient, WithoutFirstPdu(vector[Direction.ToClient]));
        session.Feeder.End();
        Assert.Equal(6, session.Operations.Count(o => o.WasRequested && o.IsFinal && o.HasStatus));
        Assert.Equal(1, session.Operations.Count(o => !o.WasRequested));
    }

    [Fact]
    public void Who_sends_the_request_is_the_requestor_whoever_opened_the_connection()
    {
        var session = new Session();
        session.Feeder.Segment(Direction.ToClient, Wire.Request());
        session.Feeder.Segment(Direction.ToServer, Wire.Accept());
        session.Feeder.End();
        Assert.Equal(Endpoint.Server, session.Association.Requestor);
        Assert.Equal(Endpoint.Client, Assert.Single(session.Sink.Of<DicomAssociationAccepted>()).Acceptor);
    }

    [Theory]
    [InlineData(EndCause.Fin, AssociationResult.Closed)]
    [InlineData(EndCause.Reset, AssociationResult.Closed)]
    [InlineData(EndCause.Evicted, AssociationResult.Open)]
    [InlineData(EndCause.EndOfInput, AssociationResult.Open)]
    public void Without_a_release_the_end_of_the_connection_is_the_associations(EndCause cause, AssociationResult result)
    {
        var session = new Session();
        session.Feeder.Segment(Direction.ToServer, Wire.Request());
        session.Feeder.Segment(Direction.ToClient, Wire.Accept());
        session.Feeder.End(cause);
        Assert.Equal(result, session.Association.Result);
    }

    private static ReadOnlySpan<byte> WithoutFirstPdu(byte[] stream) => stream.AsSpan(PduHeader.Size + (int)PduHeader.Read(stream).Length);

    // The operations of two directions may end in another order; so may an operation and the association's end.
    private static IEnumerable<string> Sorted(Session session) => session.Events().Split('\n').Order();
}
