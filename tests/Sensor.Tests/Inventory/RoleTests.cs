using Sensor.Inventory;

namespace Sensor.Tests.Inventory;

/// <summary>What a device is taken for by what it did, and had done to it, to a good end.</summary>
public sealed class RoleTests
{
    private const string Mwl = "1.2.840.10008.5.1.4.31", StudyRoot = "1.2.840.10008.5.1.4.1.2.2.1", Mpps = "1.2.840.10008.3.1.2.3.3";
    private const string Commitment = "1.2.840.10008.1.20.1", FilmSession = "1.2.840.10008.5.1.1.1";

    private readonly RoleEvidence _device = new();

    [Fact]
    public void An_archive_takes_objects_and_answers_for_them()
    {
        Serves("C-STORE", 100);
        Serves("C-FIND", 9, StudyRoot);
        Serves("C-MOVE", 1, StudyRoot);
        Does("C-STORE", 5);

        Assert.Equal(["archive 0.93: took 100 objects; answered 9 queries; answered 1 retrieval"], Roles());
    }

    [Fact]
    public void Who_commits_to_storage_is_an_archive_before_anybody_asks_for_an_image()
    {
        Serves("C-STORE", 10);
        Serves("N-ACTION", 1, Commitment);
        Does("N-EVENT-REPORT", 1, Commitment);

        Assert.Equal(["archive 0.84: took 10 objects; was asked for storage commitment 1 time"], Roles());
    }

    [Fact]
    public void Who_answers_queries_is_an_archive_with_more_doubt_while_no_image_came_or_went()
    {
        Serves("C-FIND", 10, StudyRoot);

        Assert.Equal(["archive 0.7: answered 10 queries"], Roles());
    }

    [Fact]
    public void A_router_takes_objects_and_sends_them_on_but_answers_no_queries()
    {
        Serves("C-STORE", 10);
        Does("C-STORE", 10);

        Assert.Equal(["dicom-router 0.86: took 10 objects and gives none out on request; sent 10 objects on"], Roles());
    }

    [Fact]
    public void What_only_takes_objects_is_storage()
    {
        Serves("C-STORE", 10);

        Assert.Equal(["storage 0.75: took 10 objects; nobody asked it for any"], Roles());
    }

    [Fact]
    public void A_modality_asks_for_its_worklist_stores_and_reports()
    {
        Does("C-FIND", 10, Mwl);
        Does("N-CREATE", 5, Mpps);
        Does("N-SET", 5, Mpps);
        Does("C-STORE", 80);
        Does("N-ACTION", 1, Commitment);

        Assert.Equal(
            ["modality 0.95: stored 80 objects elsewhere; asked for a worklist 10 times; reported on a procedure it performs (MPPS) 10 times; asked for storage commitment 1 time"],
            Roles());
    }

    [Fact]
    public void A_worklist_query_does_not_make_a_workstation()
    {
        Does("C-FIND", 10, Mwl);

        Assert.Equal(["modality 0.75: asked for a worklist 10 times"], Roles());
    }

    [Fact]
    public void A_workstation_asks_and_fetches_and_is_one_still_when_it_takes_what_it_fetched()
    {
        Does("C-FIND", 5, StudyRoot);
        Does("C-MOVE", 5, StudyRoot);
        Serves("C-STORE", 50);

        Assert.Equal(["workstation 0.83: asked 5 queries; fetched 5 times"], Roles());
    }

    [Fact]
    public void A_workstation_that_sends_results_back_is_first_a_workstation()
    {
        Does("C-FIND", 5, StudyRoot);
        Does("C-MOVE", 5, StudyRoot);
        Does("C-STORE", 5);

        Assert.Equal(["workstation", "modality"], _device.Conclude().Select(r => r.Name));
    }

    [Fact]
    public void A_RIS_answers_worklists_and_speaks_HL7()
    {
        Serves("C-FIND", 10, Mwl);
        Serves("N-CREATE", 4, Mpps);
        Serves("ORM^O01", 6, partner: 1);
        Does("ORM^O01", 2, partner: 1);
        Does("ORU^R01", 6, partner: 1);

        Assert.Equal("ris", _device.Surest!.Name);
        Assert.Equal(
            ["answered 10 worklist queries", "took 4 reports on procedures performed (MPPS)", "sent 8 HL7 messages", "received 6 HL7 messages"],
            _device.Surest.Reasons);
        Assert.DoesNotContain("interface-engine", _device.Conclude().Select(r => r.Name));
        Assert.Contains("worklist", _device.Conclude().Select(r => r.Name));
    }

    [Fact]
    public void A_broker_answers_worklists_and_speaks_no_HL7()
    {
        Serves("C-FIND", 10, Mwl);
        Serves("N-SET", 1, Mpps);

        Assert.Equal(
            ["worklist 0.75: answered 10 worklist queries", "mpps-manager 0.5: took 1 report on procedures performed (MPPS)"], Roles());
    }

    [Fact]
    public void A_printer_takes_films()
    {
        Serves("N-CREATE", 1, FilmSession);
        Serves("N-SET", 8, "1.2.840.10008.5.1.1.4");
        Serves("N-ACTION", 1, "1.2.840.10008.5.1.1.2");

        Assert.Equal(["printer 0.75: took 10 print commands"], Roles());
    }

    [Fact]
    public void Who_only_verifies_connections_is_a_verifier()
    {
        Does("C-ECHO", 1);
        Assert.Equal(["verifier 0.3: only ever verified connections (C-ECHO), 1 time"], Roles());

        Does("C-STORE", 1);
        Assert.DoesNotContain("verifier", _device.Conclude().Select(r => r.Name));
    }

    [Fact]
    public void Being_verified_and_opening_associations_say_nothing_of_a_role()
    {
        Serves("C-ECHO", 100);
        Does("A-ASSOCIATE", 100);

        Assert.Empty(Roles());
    }

    [Fact]
    public void An_interface_engine_receives_and_sends_on_the_same_kinds()
    {
        Serves("ADT^A01", 50, partner: 1);
        Does("ADT^A01", 50, partner: 2);
        Does("ADT^A01", 50, partner: 3);

        Assert.Equal(
            ["interface-engine 0.9: received 50 HL7 messages of 1 kind from 1 device; sent 100 messages of these kinds on to 2 devices"], Roles());
    }

    [Fact]
    public void What_many_send_different_kinds_to_is_taken_for_an_engine_with_more_doubt()
    {
        Serves("ADT^A01", 50, partner: 1);
        Serves("ORM^O01", 30, partner: 2);
        Serves("ORU^R01", 20, partner: 3);

        Assert.Equal(["interface-engine 0.8: received 100 HL7 messages of 3 kinds from 3 devices"], Roles());
    }

    [Fact]
    public void A_laboratory_that_takes_orders_and_says_how_they_stand_is_no_engine()
    {
        Serves("ADT^A01", 10, partner: 1);
        Serves("ORM^O01", 10, partner: 2);
        Does("ORM^O01", 10, partner: 2);
        Does("ORU^R01", 100, partner: 2);

        Assert.Equal(["results-source", "hl7-receiver", "order-source"], _device.Conclude().Select(r => r.Name));
    }

    [Fact]
    public void Partners_are_counted_up_to_a_bound()
    {
        for (var partner = 1; partner <= 20; partner++)
        {
            Serves("ADT^A01", 1, partner: partner);
            Serves("ORU^R01", 1, partner: partner);
        }

        Assert.Equal(["received 40 HL7 messages of 2 kinds from 8 devices or more"], _device.Surest!.Reasons);
    }

    [Theory]
    [InlineData("ADT^A08", "adt-source")]
    [InlineData("ORM^O01", "order-source")]
    [InlineData("OML^O21", "order-source")]
    [InlineData("RDE^O11", "order-source")]
    [InlineData("ORU^R01", "results-source")]
    [InlineData("ORU", "results-source")]
    [InlineData("SIU^S12", "schedule-source")]
    [InlineData("MDM^T02", "document-source")]
    public void A_sender_is_known_by_what_it_sends(string type, string role)
    {
        Does(type, 10, partner: 1);

        Assert.Equal(role, Assert.Single(_device.Conclude()).Name);
    }

    [Theory]
    [InlineData("ORUX")]
    [InlineData("adt^a01")]
    [InlineData("?")]
    [InlineData("")]
    [InlineData("other")]
    public void What_is_no_command_of_a_standard_says_nothing(string command)
    {
        Does(command, 10);
        Serves(command, 10);

        Assert.Empty(Roles());
    }

    [Fact]
    public void Ten_times_the_evidence_halves_the_doubt()
    {
        Does("C-FIND", 1, StudyRoot);
        Assert.Equal(0.5, _device.Surest!.Confidence);
        Does("C-FIND", 9, StudyRoot);
        Assert.Equal(0.75, _device.Surest!.Confidence);
    }

    private void Does(string command, int times, string sopClass = "", int partner = 0) => Repeat(times, () => _device.AddDone(DeedOf(command, sopClass), partner));

    private void Serves(string command, int times, string sopClass = "", int partner = 0) => Repeat(times, () => _device.AddServed(DeedOf(command, sopClass), partner));

    private static Deed DeedOf(string command, string sopClass) => Deeds.About(Deeds.Of(command), sopClass);

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }

    private IEnumerable<string> Roles() =>
        _device.Conclude().Select(r => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{r.Name} {r.Confidence}: {string.Join("; ", r.Reasons)}"));
}
