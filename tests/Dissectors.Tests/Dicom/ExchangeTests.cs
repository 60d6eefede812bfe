using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>What real software's exchanges come to.</summary>
public sealed class ExchangeTests
{
    [Theory]
    [InlineData("echo", "C-ECHO", 6, 0)]
    [InlineData("abort", "C-ECHO", 5, 0)]
    [InlineData("store", "C-STORE C-STORE C-STORE C-STORE C-STORE C-STORE C-STORE", 37, 54294)]
    [InlineData("store_implicit", "C-STORE", 7, 2486)]
    [InlineData("store_big_endian", "C-STORE", 7, 2490)]
    [InlineData("identity", "C-STORE", 7, 2490)]
    [InlineData("reject_called", "", 2, 0)]
    [InlineData("find_study", "C-FIND", 9, 144)]
    [InlineData("find_all", "C-FIND", 11, 162)]
    [InlineData("find_cancel", "C-FIND", 12, 206)]
    [InlineData("move", "C-MOVE", 8, 52)]
    [InlineData("move_store", "C-STORE", 7, 8634)]
    [InlineData("move_unknown", "C-MOVE", 7, 52)]
    [InlineData("get", "C-STORE C-GET", 11, 8686)]
    [InlineData("worklist", "C-FIND", 7, 50)]
    public void Every_operation_pdu_and_byte_is_counted(string name, string commands, int pdus, long pdvBytes)
    {
        var session = Session.Of(Vector.Load(name));
        Assert.Equal(commands, session.Commands());
        Assert.Equal(pdus, session.Association.Pdus);
        Assert.Equal(pdvBytes, session.Counters.PdvBytes);
        Assert.Equal(pdvBytes, session.Association.BytesToAcceptor + session.Association.BytesToRequestor);
    }

    [Theory, MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void Well_behaved_software_commits_no_violation_and_leaves_nothing_open(string name)
    {
        var session = Session.Of(Vector.Load(name));
        Assert.Equal("", session.Violations);
        Assert.Equal(0, session.Counters.Resyncs);
        Assert.Equal(0, session.Counters.ScannedBytes);
        Assert.Equal(0, session.Counters.Unanswered + session.Counters.Unasked);
        Assert.Equal(Quality.Clean, session.Association.Quality);
        Assert.All(session.Operations, o => Assert.Equal(Quality.Clean, o.Quality));
    }

    [Fact]
    public void Every_vector_has_a_row_above() => Assert.Equal(15, Vector.Names.Count());

    [Fact]
    public void An_association_says_who_called_whom_with_what()
    {
        var session = Session.Of(Vector.Load("echo"));
        var association = session.Association;
        Assert.Equal("MODALITY", session.Name(association.CallingAe));
        Assert.Equal("ARCHIVE", session.Name(association.CalledAe));
        Assert.Equal("1.2.276.0.7230010.3.0.3.6.7", session.Name(association.RequestorInfo.ImplementationUid));
        Assert.Equal("OFFIS_DCMTK_367", session.Name(association.AcceptorInfo.ImplementationVersion));
        Assert.Equal(16384u, association.RequestorInfo.MaxPduLength);
        Assert.Equal(4096u, association.AcceptorInfo.MaxPduLength);
        Assert.Equal(AssociationResult.Released, association.Result);
        Assert.Equal(Endpoint.Client, association.Requestor);
    }

    [Fact]
    public void A_store_says_what_and_how_much_without_saying_whose()
    {
        var session = Session.Of(Vector.Load("store"));
        var first = session.Operations[0];
        Assert.Equal("1.2.840.10008.5.1.4.1.1.2", session.Name(first.SopClass));
        Assert.Equal("CT", Encoding.UTF8.GetString(SopClasses.Name(first.SopClassRow)));
        Assert.Equal("1.2.840.10008.1.2.1", session.Name(first.TransferSyntax));
        Assert.Equal(8634, first.RequestBytes);
        Assert.Equal(0, first.Status);
        Assert.Equal(7, session.Association.Objects);
        Assert.Equal(7, session.Operations.Select(o => o.Instance).Distinct().Count());
        Assert.DoesNotContain("VECTOR", session.Sink.Events(), StringComparison.Ordinal);
        Assert.DoesNotContain("1.2.826.0.1.3680043.8.498", session.Sink.Events(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store_implicit", "1.2.840.10008.1.2")]
    [InlineData("store_big_endian", "1.2.840.10008.1.2.2")]
    public void The_negotiated_transfer_syntax_is_told(string name, string syntax)
    {
        var session = Session.Of(Vector.Load(name));
        Assert.Equal(syntax, session.Name(Assert.Single(session.Operations).TransferSyntax));
    }

    [Fact]
    public void A_query_for_everybody_is_universal()
    {
        var query = Assert.Single(Session.Of(Vector.Load("find_all")).Operations);
        Assert.True(query.Query.IsUniversal);
        Assert.True(query.Query.HasWildcard);
        Assert.Equal(QueryLevel.Patient, query.Query.Level);
        Assert.Equal(2, query.Pending);
        Assert.Equal(128, query.ResponseBytes);
    }

    [Fact]
    public void A_query_for_a_patient_tells_her_pseudonym_only()
    {
        var session = Session.Of(Vector.Load("find_study"));
        var query = Assert.Single(session.Operations).Query;
        Assert.False(query.IsUniversal);
        Assert.Equal(QueryLevel.Study, query.Level);
        Assert.Equal((3, 1), (query.Keys, query.MatchingKeys));
        Assert.Equal(new Pseudonymizer("key"u8).Of(PseudonymKind.Patient, "VEC-1"u8), query.Patient);
        Assert.DoesNotContain("VEC-1", session.Sink.Events(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_keys_of_a_worklist_query_restrict_it()
    {
        var query = Assert.Single(Session.Of(Vector.Load("worklist")).Operations).Query;
        Assert.True(query.IsComplete);
        Assert.False(query.IsUniversal);
        Assert.Equal((3, 2), (query.Keys, query.MatchingKeys));
    }

    [Fact]
    public void A_move_and_its_stores_can_be_joined()
    {
        var move = Session.Of(Vector.Load("move"));
        var asked = Assert.Single(move.Operations);
        Assert.Equal("VIEWER", move.Name(asked.MoveDestination));
        Assert.Equal(1, asked.SubOperations.Completed);

        var store = Session.Of(Vector.Load("move_store"));
        var sent = Assert.Single(store.Operations);
        Assert.Equal("VIEWER", store.Name(sent.MoveOriginator));
        Assert.Equal(asked.MessageId, sent.OriginatorMessageId);
    }

    [Fact]
    public void A_move_to_a_stranger_fails()
    {
        var session = Session.Of(Vector.Load("move_unknown"));
        var move = Assert.Single(session.Operations);
        Assert.Equal("STRANGER", session.Name(move.MoveDestination));
        Assert.Equal(0xA801, move.Status);
        Assert.Equal(Outcome.Failure, move.Outcome);
    }

    [Fact]
    public void In_a_get_the_acceptor_stores_to_the_requestor()
    {
        var session = Session.Of(Vector.Load("get"));
        Assert.Equal(Endpoint.Server, session.Operations[0].Requester);
        Assert.Equal(Endpoint.Client, session.Operations[1].Requester);
        Assert.Equal(8634, session.Association.BytesToRequestor);
        Assert.Equal(121, session.Association.RequestorInfo.Contexts);
        Assert.Equal(120, session.Association.RequestorInfo.RoleSelections);
    }

    [Fact]
    public void A_rejection_is_told_in_the_standards_words()
    {
        var session = Session.Of(Vector.Load("reject_called"));
        Assert.Equal(AssociationResult.Rejected, session.Association.Result);
        Assert.Equal(Outcome.Refused, session.Association.Outcome);
        Assert.Contains("called-ae-title-not-recognized", session.Sink.Events(), StringComparison.Ordinal);
        Assert.Empty(session.Sink.Of<DicomAssociationAccepted>());
    }

    [Fact]
    public void An_abort_is_told_with_its_source()
    {
        var session = Session.Of(Vector.Load("abort"));
        Assert.Equal(AssociationResult.Aborted, session.Association.Result);
        Assert.Contains("\"abort\":{\"source\":\"service-user\"}", session.Sink.Events(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_passcode_in_clear_is_told_but_not_what_it_is()
    {
        var session = Session.Of(Vector.Load("identity"));
        Assert.Equal(UserIdentity.UsernamePasscode, session.Association.RequestorInfo.UserIdentity);
        Assert.Contains("\"passcode_in_clear\":true", session.Sink.Events(), StringComparison.Ordinal);
        Assert.DoesNotContain(session.Sink.Names.Values, n => n is "alice" or "S3cret");
    }

    [Fact]
    public void A_cancel_is_an_act_without_an_answer()
    {
        var session = Session.Of(Vector.Load("find_cancel"));
        Assert.Equal([DimseCommand.FindRequest, DimseCommand.CancelRequest], session.Sink.Of<DimseRequested>().Select(r => r.Command));
        Assert.Equal(1, session.Counters.Commands(DimseCommand.CancelRequest));
    }

    [Fact]
    public void The_summary_is_the_contracts()
    {
        const string expected = """
            {"associations":1,"pdus":{"A-ASSOCIATE-AC":1,"A-ASSOCIATE-RQ":1,"A-RELEASE-RP":1,"A-RELEASE-RQ":1,"P-DATA-TF":7},
            "commands":{"C-GET-RQ":1,"C-GET-RSP":2,"C-STORE-RQ":1,"C-STORE-RSP":1},"pdv_bytes":8686}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), Session.Of(Vector.Load("get")).Summary());
    }
}
