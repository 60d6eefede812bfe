using Hospital.Network;
using Hospital.Talks;
using Hospital.Wire;

namespace Hospital.Tests.Wire;

/// <summary>DICOM, as tshark reads it in both forms.</summary>
public sealed class DicomPacketTests
{
    private static readonly DicomDay _day = new();

    private static readonly Lazy<Dissected> _real = new(() => Read(WireForm.Real));

    private static readonly Lazy<Dissected> _coalesced = new(() => Read(WireForm.Coalesced));

    [Fact]
    public void Nothing_is_wrong_with_any_packet()
    {
        // tshark takes the bytes of compressed fragments for elements, and stumbles over the message after them.
        var stumbling = _day.Stores[Uids.JpegLossless];
        Assert.Equal([], _real.Value.Troubled().Where(p => !p.Contains($"Src Port: 11112, Dst Port: {stumbling.ClientPort}", StringComparison.Ordinal)));
        Assert.Equal([], _coalesced.Value.Troubled());
    }

    [Fact]
    public void An_association_says_who_and_for_what()
    {
        foreach (var form in (Dissected[])[_real.Value, _coalesced.Value])
        {
            var talk = _day.Stores[Uids.ExplicitLittleEndian];
            var asked = Assert.Single(form.With(talk, "dicom.pdu.type", "0x01"));
            Assert.Equal("ARCHIVE", asked["dicom.assoc.ae.called"]);
            Assert.Equal("CT_1", asked["dicom.assoc.ae.calling"]);
            Assert.Equal("0x01,0x03,0x05", asked["dicom.pctx.id"]);
            Assert.True(asked.Says("Abstract Syntax", Uids.StudyRootFind));
            Assert.True(asked.Says("Transfer Syntax", Uids.JpegLossless));
            Assert.Equal("32768", asked["dicom.max_pdu_len"]);
            Assert.Equal("1.2.3.4", asked["dicom.userinfo.uid"]);
            Assert.Equal("CT_V5", asked["dicom.userinfo.version"]);
            Assert.Equal("radiographer", asked["dicom.userinfo.user_identify.primary_field"]);

            var accepted = Assert.Single(form.With(talk, "dicom.pdu.type", "0x02"));
            Assert.Equal("CT_1", accepted["dicom.assoc.ae.calling"]);
            Assert.Equal("0x00,0x00,0x03", accepted["dicom.pctx.result"]);
            Assert.Equal("16384", accepted["dicom.max_pdu_len"]);
            Assert.Equal("1.2.9", accepted["dicom.userinfo.uid"]);
            Assert.Single(form.With(talk, "dicom.pdu.type", "0x05"));
            Assert.Single(form.With(talk, "dicom.pdu.type", "0x06"));
        }
    }

    [Theory]
    [InlineData(Uids.ExplicitLittleEndian)]
    [InlineData(Uids.ImplicitLittleEndian)]
    [InlineData(Uids.JpegLossless)]
    public void An_object_says_who_is_in_it_and_has_its_length(string syntax)
    {
        var talk = _day.Stores[syntax];
        var packets = _real.Value.Of(talk, Side.Client).ToArray();
        Assert.Contains(packets, p => p.Says("Move Originator", "VIEWER"));

        var last = Assert.Single(packets, p => p.Says("(7fe0,0010)"));
        Assert.True(last.Says("(0008,0016)", Uids.CtImage));
        Assert.True(last.Says("(0008,0050)", "A99"));
        Assert.True(last.Says("(0010,0010)", "DOE^JANE"));
        Assert.True(last.Says("(0010,0020)", "P4711"));
        Assert.True(last.Says("(0020,000d)", "1.2.3.4.5"));
        Assert.True(last.Says("Reassembled PDV length: 50000"));
        Assert.True(syntax != Uids.JpegLossless || (last.Says("(7fe0,0010)", "<udef>") && last.Says("(fffe,e0dd)")));
    }

    [Theory]
    [InlineData(WireForm.Real)]
    [InlineData(WireForm.Coalesced)]
    public void No_PDU_is_longer_than_both_take_and_each_begins_a_segment(WireForm form)
    {
        var recorded = _day.Said.Record(form);
        var talk = _day.Stores[Uids.ExplicitLittleEndian];

        var lengths = recorded.Packets.Where(p => p.Conversation == talk && p.From == Side.Client && p.PayloadLength > 0 && p.Payload.Length > 11 && p.Payload[0] == 4 && p.Payload[1] == 0)
            .Select(p => (p.Payload[4] << 8) | p.Payload[5]).ToArray();

        Assert.Equal(50_000, lengths.Skip(1).Sum(length => length - 6));
        Assert.All(lengths, length => Assert.InRange(length, 8, DicomDay.Longest));
    }

    [Theory]
    [InlineData(Uids.ExplicitLittleEndian)]
    [InlineData(Uids.ImplicitLittleEndian)]
    public void A_query_asks_what_was_said_and_its_matches_have_their_length(string syntax)
    {
        var talk = _day.Queries[syntax];
        var asked = Assert.Single(_coalesced.Value.Of(talk, Side.Client), p => p.Says("(0008,0052)"));
        Assert.True(asked.Says("(0008,0052)", "STUDY"));
        Assert.True(asked.Says("(0008,0020)", "20260901-"));
        Assert.True(asked.Says("(0010,0010)", "*"));
        Assert.True(asked.Says("(0020,000d)", "<Empty>"));

        var answers = _real.Value.Of(talk, Side.Server).ToArray();
        var match = Assert.Single(answers, p => p.Says("(fffc,fffc)"));
        Assert.True(match.Says("PDV Length: 302"));
        Assert.True(match.Says("(0008,0020)", "20260901-"));
        Assert.Contains(answers, p => p.Says("Status", "0xff00"));
        Assert.Contains(answers, p => p.Says("Status", "Success"));
    }

    [Fact]
    public void All_operations_and_their_answers_are_known()
    {
        var packets = _coalesced.Value.Of(_day.Operations).ToArray();
        Assert.All(
            ["C-ECHO", "C-STORE", "C-FIND", "C-MOVE", "C-GET", "N-CREATE", "N-SET", "N-ACTION", "N-DELETE", "N-GET", "N-EVENT-REPORT"],
            name => Assert.True(packets.Any(p => p.Says("Command Field", name + "-RQ")) && packets.Any(p => p.Says("Command Field", name + "-RSP")), name));
        Assert.Contains(packets, p => p.Says("Command Field", "C-CANCEL-RQ"));
        Assert.Contains(packets, p => p.Says("Move Destination", "VIEWER"));
        Assert.Contains(packets, p => p.Says("Number of Completed", " 4"));
        Assert.Contains(packets, p => p.Says("(0040,0252)", "IN PROGRESS"));
        Assert.Contains(packets, p => p.Says("Requested SOP Instance", "1.2.3.4.7"));
    }

    [Fact]
    public void A_rejection_and_an_abort_say_why()
    {
        var rejection = Assert.Single(_real.Value.With(_day.Rejected, "dicom.pdu.type", "0x03"));
        Assert.True(rejection.Says("Reason", "Called AE title not recognized"));
        var abort = Assert.Single(_real.Value.With(_day.Aborted, "dicom.pdu.type", "0x07"));
        Assert.True(abort.Says("Reason", "Invalid"));
        Assert.True(_real.Value.Of(_day.Aborted).Last().Says("Reset: Set"));
    }

    private static Dissected Read(WireForm form) => Dissected.From(
        _day.Said, form, "dicom.pdu.type", "dicom.assoc.ae.called", "dicom.assoc.ae.calling", "dicom.pctx.id", "dicom.pctx.result", "dicom.max_pdu_len", "dicom.userinfo.uid",
        "dicom.userinfo.version", "dicom.userinfo.user_identify.primary_field");
}
