using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Queries;

/// <summary>A modality does what modalities don't.</summary>
internal sealed class UnexpectedOrder(AttackScene scene, Host modality, Host archive, int deeds) : Attack(scene, [modality])
{
    public static AttackKind Kind { get; } = new(
        11,
        "Unexpected operations of a modality",
        Trait.Command | Trait.Sequence | Trait.Content,
        "A compromised modality stores an image that no worklist entry asked for, deletes, acts on and reads back what lies in the archive: single associations with such requests pass on its ordinary way.",
        [.. new[] { 1, 5, 20 }.Select(n => new AttackVariant(n == 1 ? "1 deed" : FormattableString.Invariant($"{n} deeds"), 2, scene => By(scene.For(n == 1 ? 10 * Nanos.Minute : n * 12 * Nanos.Minute), n)))]);

    private readonly int _first = new Dice(scene.Seed, $"attack {scene.Number}", "first").Whole(0, 3);

    public override void Begin() => Repeat(Fails ? Math.Min(deeds, 3) : deeds, 10 * Nanos.Minute, 0.6, i =>
    {
        if (EntityOf(modality) is not { } own || EntityOf(archive) is not { } store)
        {
            return;
        }

        var (time, study) = (Lane.Now, OldStudies.Of(Dice, Uids.SecondaryCapture, 1, 1_500_000));
        var failure = Fails ? (ushort)0x0124 : (ushort)0;
        switch ((_first + i) % 4)
        {
            case 0:
                new DicomTalk(Lane, Dice, time, own, store, [Uids.SecondaryCapture]).Associate().Store(study[0], failure).Release();
                break;
            case 1:
                new DicomTalk(Lane, Dice, time, own, store, [Uids.PerformedProcedureStep])
                    .Associate().Request(DimseOperation.Delete, Uids.PerformedProcedureStep, study[0].Instance, 0, failure).Release();
                break;
            case 2:
                new DicomTalk(Lane, Dice, time, own, store, [Uids.StudyRootFind])
                    .Associate().Request(DimseOperation.Action, Uids.StudyRootFind, study[0].Instance, 120, failure).Release();
                break;
            default:
                ReadBack(own, store);
                break;
        }
    });

    private static UnexpectedOrder? By(AttackScene scene, int deeds) =>
        scene.Archive() is { } archive && scene.Victim(scene.Speakers(HostRole.Modality)) is { } modality ? new UnexpectedOrder(scene, modality, archive.Host, deeds) : null;

    /// <summary>C-GET: the objects come back on the association that asked for them.</summary>
    private void ReadBack(ApplicationEntity own, ApplicationEntity store)
    {
        var objects = OldStudies.Of(Dice, Uids.CtImage, Dice.Whole(20, 120), 526_000);
        var talk = new Dialogue(Lane, Dice, Lane.Now, own.Host, store.Host, store.Port, Language.Dicom) { Speed = 40e6 };
        var longest = Math.Min(own.MaxPduLength, store.MaxPduLength);
        IReadOnlyList<string> syntaxes = [Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian];
        var request = new AssociateRequest
        {
            CallingAe = own.Title,
            CalledAe = store.Title,
            ImplementationUid = own.ImplementationUid,
            ImplementationVersion = own.ImplementationVersion,
            MaxPduLength = own.MaxPduLength,
            Contexts = [new(1, Uids.StudyRootGet, syntaxes), new(3, Uids.CtImage, syntaxes)],
        };
        var get = new DimseRequest
        {
            Operation = DimseOperation.Get, ContextId = 1, MessageId = 1, SopClass = Uids.StudyRootGet, Identifier = OldStudies.Wanted(objects[0].Subject), PduLength = longest,
        };
        talk.Open().Ask(request).Answer(new AssociateAccept
        {
            Request = request, ImplementationUid = store.ImplementationUid, ImplementationVersion = store.ImplementationVersion, MaxPduLength = store.MaxPduLength,
        }).Ask(get);
        for (var i = 0; i < objects.Count && !Fails; i++)
        {
            var part = new DimseRequest
            {
                Operation = DimseOperation.Store,
                ContextId = 3,
                MessageId = (ushort)(i + 1),
                SopClass = Uids.CtImage,
                Instance = objects[i].Instance,
                DataLength = objects[i].Length,
                Subject = objects[i].Subject,
                PduLength = longest,
            };
            talk.Answer(part, part.DataLength).Ask(new DimseResponse { Request = part, Status = 0, PduLength = longest });
        }

        var done = (ushort)(Fails ? 0 : objects.Count);
        talk.Answer(new DimseResponse { Request = get, Status = Fails ? (ushort)0x0124 : (ushort)0, SubOperations = (0, done, 0, 0), PduLength = longest })
            .Ask(ReleaseRequest.It).Answer(ReleaseResponse.It).Close();
    }
}
