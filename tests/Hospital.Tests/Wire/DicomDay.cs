using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Tests.Wire;

/// <summary>Associations in which everything is said that DICOM has.</summary>
internal sealed class DicomDay
{
    public const int Longest = 16_384;

    private double _time;

    public DicomDay()
    {
        foreach (var syntax in (string[])[Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian, Uids.JpegLossless])
        {
            Stores[syntax] = Associate(syntax);
            Store(Stores[syntax], syntax);
            End(Stores[syntax]);
        }

        foreach (var syntax in (string[])[Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian])
        {
            Queries[syntax] = Associate(syntax);
            Query(Queries[syntax], syntax);
            End(Queries[syntax]);
        }

        Operations = Associate(Uids.ExplicitLittleEndian);
        SayAll(Operations);
        End(Operations);
        Rejected = Ask(Request(Uids.ExplicitLittleEndian));
        Said.Say(_time += 3, Rejected, Side.Server, new AssociateReject(1, 1, 7)).Say(_time += 3, Rejected, Side.Client, Closed.It);
        Aborted = Associate(Uids.ExplicitLittleEndian);
        Said.Say(_time += 3, Aborted, Side.Server, new Abort(2, 6)).Say(_time += 3, Aborted, Side.Server, WasReset.It);
    }

    public Said Said { get; } = new();

    /// <summary>By transfer syntax.</summary>
    public Dictionary<string, Conversation> Stores { get; } = [];

    public Dictionary<string, Conversation> Queries { get; } = [];

    public Conversation Operations { get; }

    public Conversation Rejected { get; }

    public Conversation Aborted { get; }

    private static AssociateRequest Request(string syntax) => new()
    {
        CallingAe = "CT_1",
        CalledAe = "ARCHIVE",
        ImplementationUid = "1.2.3.4",
        ImplementationVersion = "CT_V5",
        MaxPduLength = 32_768,
        User = "radiographer",
        Contexts =
        [
            new PresentationContext(1, Uids.CtImage, [syntax, "1.2.840.10008.1.2.2"]),
            new PresentationContext(3, Uids.StudyRootFind, [syntax]),
            new PresentationContext(5, Uids.MrImage, [Uids.JpegLossless], IsAccepted: false),
        ],
    };

    private Conversation Ask(AssociateRequest request)
    {
        var talk = Said.Converse(Language.Dicom, 11112);
        Said.Say(_time += 10, talk, Side.Client, Opened.It).Say(_time += 1, talk, Side.Client, request);
        return talk;
    }

    private Conversation Associate(string syntax)
    {
        var request = Request(syntax);
        var talk = Ask(request);
        Said.Say(_time += 4, talk, Side.Server, new AssociateAccept { Request = request, ImplementationUid = "1.2.9", MaxPduLength = Longest });
        return talk;
    }

    private void End(Conversation talk) => Said
        .Say(_time += 2, talk, Side.Client, ReleaseRequest.It)
        .Say(_time += 2, talk, Side.Server, ReleaseResponse.It)
        .Say(_time += 2, talk, Side.Client, Closed.It);

    private void Store(Conversation talk, string syntax)
    {
        var store = new DimseRequest
        {
            Operation = DimseOperation.Store,
            ContextId = 1,
            MessageId = 1,
            SopClass = Uids.CtImage,
            Instance = "1.2.3.4.5.6",
            DataLength = 50_000,
            Subject = new Subject("P4711", "DOE^JANE", "A99", "1.2.3.4.5"),
            PduLength = Longest,
            MoveOriginator = "VIEWER",
            MoveOriginatorMessageId = 9,
            TransferSyntax = syntax,
        };
        Said.Say(_time += 2, talk, Side.Client, store, 20).Say(_time += 25, talk, Side.Server, new DimseResponse { Request = store, Status = 0, PduLength = Longest });
    }

    private void Query(Conversation talk, string syntax)
    {
        var find = new DimseRequest
        {
            Operation = DimseOperation.Find,
            ContextId = 3,
            MessageId = 2,
            SopClass = Uids.StudyRootFind,
            Identifier = new QueryIdentifier("STUDY", [new(0x00080020, "20260901-"), new(0x00100010, "*"), new(0x00100020, ""), new(0x0020000D, "")]),
            PduLength = Longest,
            TransferSyntax = syntax,
        };
        Said
            .Say(_time += 2, talk, Side.Client, find)
            .Say(_time += 2, talk, Side.Server, new DimseResponse { Request = find, Status = 0xFF00, DataLength = 300, PduLength = Longest })
            .Say(_time += 2, talk, Side.Server, new DimseResponse { Request = find, Status = 0, PduLength = Longest });
    }

    private void SayAll(Conversation talk)
    {
        foreach (var operation in Enum.GetValues<DimseOperation>())
        {
            var request = new DimseRequest
            {
                Operation = operation,
                ContextId = 1,
                MessageId = (ushort)(operation + 1),
                SopClass = Uids.PerformedProcedureStep,
                Instance = "1.2.3.4.7",
                DataLength = operation is DimseOperation.Create or DimseOperation.Set ? 120 : 0,
                MoveDestination = "VIEWER",
                PduLength = Longest,
            };
            Said.Say(_time += 1, talk, Side.Client, request);
            if (operation != DimseOperation.Cancel)
            {
                var isMove = operation == DimseOperation.Move;
                Said.Say(_time += 1, talk, Side.Server, new DimseResponse { Request = request, Status = 0, SubOperations = isMove ? (0, 4, 1, 0) : null, PduLength = Longest });
            }
        }
    }
}
