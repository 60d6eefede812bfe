using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>What inventory and models hear: everything once.</summary>
public sealed class MeaningTests
{
    [Fact]
    public void A_store_as_told_to_models()
    {
        var heard = Listen(Session.Of(Vector.Load("store_implicit")));
        Assert.Equal(
            [
                "Client does A-ASSOCIATE", "session with a purpose", "Client claims AeTitle MR1 0.6", "Client ActsAs MR1", "Client Addresses ARCHIVE",
                "Client claims ImplementationUid 1.2.276.0.7230010.3.0.3.6.7 0.7", "Client claims Software OFFIS_DCMTK_367 0.7",
                "Server claims AeTitle ARCHIVE 0.5",
                "Server claims ImplementationUid 1.2.276.0.7230010.3.0.3.6.7 0.7", "Server claims Software OFFIS_DCMTK_367 0.7",
                "Client does C-STORE", "Client WorksOn 1.2.840.10008.5.1.4.1.1.4",
                "C-STORE of Client ends Ok", "Server measures dicom.answer_time", "Client measures dicom.bytes_per_object",
                "A-ASSOCIATE of Client ends Ok", "Client measures dicom.operations_per_association", "Client measures dicom.objects_per_association",
                "Client measures dicom.bytes_per_association_second", "session is over",
            ],
            heard);
    }

    [Fact]
    public void A_move_says_where_to_when_it_is_asked_for()
    {
        var heard = Listen(Session.Of(Vector.Load("move_unknown")));
        var asked = heard.IndexOf("Client does C-MOVE");
        string[] expected = ["Client WorksOn 1.2.840.10008.5.1.4.1.2.2.2", "Client SendsTo STRANGER", "C-MOVE of Client ends Failure"];
        Assert.Equal(expected, heard.Skip(asked + 1).Take(3));
    }

    [Fact]
    public void A_called_title_is_claimed_by_nobody_until_it_is_answered()
    {
        var heard = Listen(Session.Of(Vector.Load("reject_called")));
        Assert.Contains("Client Addresses NOBODY", heard);
        Assert.Contains("A-ASSOCIATE of Client ends Refused", heard);
        Assert.DoesNotContain(heard, h => h.StartsWith("Server", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_damaged_is_not_measured()
    {
        var vector = Vector.Load("store_implicit");
        var session = new Session();
        session.Feeder.Bytes(Direction.ToServer, vector[Direction.ToServer]);
        session.Feeder.Missing(Direction.ToClient, 3);
        session.Feeder.Bytes(Direction.ToClient, vector[Direction.ToClient].AsSpan(3));
        session.Feeder.End();
        Assert.DoesNotContain(Listen(session), h => h.Contains("measures", StringComparison.Ordinal));
    }

    // Facts of one session, kind by kind in the order a session makes them.
    private static List<string> Listen(Session session)
    {
        var listener = new Listener(session.Name);
        Tell<DicomAssociationRequested>(session, listener);
        Tell<DicomAssociationAccepted>(session, listener);
        Tell<DimseRequested>(session, listener);
        Tell<DimseOperation>(session, listener);
        Tell<DicomAssociation>(session, listener);
        return listener.Heard;
    }

    private static void Tell<T>(Session session, Listener listener)
        where T : unmanaged, IFact<T>
    {
        foreach (var fact in session.Sink.Of<T>())
        {
            T.Tell(in fact, listener);
        }
    }

    private sealed class Listener(Func<NameId, string> name) : IMeaning
    {
        public List<string> Heard { get; } = [];

        public void Claim(Endpoint who, Contract.Attribute attribute, NameId value, double confidence) =>
            Heard.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{who} claims {attribute} {name(value)} {confidence}"));

        public void Act(Endpoint actor, ReadOnlySpan<byte> command) => Heard.Add($"{actor} does {Encoding.UTF8.GetString(command)}");

        public void Act(Endpoint actor, NameId command) => Heard.Add($"{actor} does {name(command)}");

        public void Conclude(Endpoint actor, ReadOnlySpan<byte> command, Outcome outcome, NameId about = default) =>
            Heard.Add($"{Encoding.UTF8.GetString(command)} of {actor} ends {outcome}");

        public void Conclude(Endpoint actor, NameId command, Outcome outcome) => Heard.Add($"{name(command)} of {actor} ends {outcome}");

        public void Relate(Endpoint actor, Relation relation, NameId value) => Heard.Add($"{actor} {relation} {name(value)}");

        public void Measure(Endpoint actor, Quantity quantity, double value) => Heard.Add($"{actor} measures {quantity.Slug}");

        public void OnBehalf(Endpoint end, NameId family, NameId serial)
        {
        }

        public void OpenSession() => Heard.Add("session with a purpose");

        public void CloseSession(bool orderly) => Heard.Add(orderly ? "session is over" : "session broke off");
    }
}
