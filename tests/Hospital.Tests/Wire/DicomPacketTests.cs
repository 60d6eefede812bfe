using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;
using Hospital.Wire;

namespace Hospital.Tests.Wire;

/// <summary>DICOM as tshark reads it.</summary>
public sealed class DicomPacketTests
{
    private const string Trouble =
        "_ws.malformed || tcp.analysis.retransmission || tcp.analysis.out_of_order || tcp.analysis.lost_segment || tcp.analysis.ack_lost_segment || tcp.analysis.duplicate_ack"
        + " || ip.checksum.status == 0 || tcp.checksum.status == 0";

    [Theory]
    [InlineData(WireForm.Real)]
    [InlineData(WireForm.Coalesced)]
    public void An_association_is_sound(WireForm form)
    {
        var file = Association().Capture(form);

        Assert.Equal([], Tshark.Lines(file, Trouble));
        File.Delete(file);
    }

    private static Said Association()
    {
        var said = new Said();
        var talk = said.Converse(Language.Dicom, 11112);
        var request = new AssociateRequest
        {
            CallingAe = "CT_1",
            CalledAe = "ARCHIVE",
            ImplementationUid = "1.2.3.4",
            ImplementationVersion = "CT_V5",
            MaxPduLength = 32_768,
            User = "radiographer",
            Contexts =
            [
                new PresentationContext(1, Uids.CtImage, [Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian]),
                new PresentationContext(3, Uids.StudyRootFind, [Uids.ImplicitLittleEndian]),
                new PresentationContext(5, Uids.MrImage, [Uids.JpegLossless], IsAccepted: false),
            ],
        };
        var store = new DimseRequest
        {
            Operation = DimseOperation.Store,
            ContextId = 1,
            MessageId = 1,
            SopClass = Uids.CtImage,
            Instance = "1.2.3.4.5.6",
            DataLength = 131_072,
            Subject = new Subject("P4711", "DOE^JANE", "A99", "1.2.3.4.5"),
            PduLength = 16_384,
            MoveOriginator = "VIEWER",
            MoveOriginatorMessageId = 9,
        };
        return said
            .Say(0, talk, Side.Client, Opened.It)
            .Say(1, talk, Side.Client, request)
            .Say(5, talk, Side.Server, new AssociateAccept { Request = request, ImplementationUid = "1.2.9", MaxPduLength = 16_384 })
            .Say(6, talk, Side.Client, store, 20)
            .Say(40, talk, Side.Server, new DimseResponse { Request = store, Status = 0, PduLength = 16_384 })
            .Say(41, talk, Side.Client, ReleaseRequest.It)
            .Say(43, talk, Side.Server, ReleaseResponse.It)
            .Say(44, talk, Side.Client, Closed.It);
    }
}
