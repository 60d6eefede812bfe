using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Hospital.Attacks.Queries;

/// <summary>A DICOM server is asked for everything it can do.</summary>
internal sealed class Enumeration(AttackScene scene, ApplicationEntity victim, ApplicationEntity own, int classesAtATime, long gap)
    : Attack(scene, [victim.Host, own.Host])
{
    private static readonly string[] Classes =
    [
        Uids.Verification, Uids.StudyRootFind, Uids.StudyRootMove, Uids.StudyRootGet, Uids.PatientRootFind, Uids.PatientRootMove, Uids.ModalityWorklist, Uids.PerformedProcedureStep,
        Uids.StorageCommitment, Uids.CtImage, Uids.EnhancedCtImage, Uids.MrImage, Uids.EnhancedMrImage, Uids.CrImage, Uids.DxImage, Uids.MammographyImage, Uids.TomosynthesisImage,
        Uids.UltrasoundImage, Uids.UltrasoundMultiframe, Uids.AngiographyImage, Uids.NuclearImage, Uids.SecondaryCapture, Uids.DoseReport, Uids.BasicText,
        "1.2.840.10008.5.1.1.1", "1.2.840.10008.5.1.1.9", "1.2.840.10008.5.1.4.1.1.104.1", "1.2.840.10008.5.1.4.1.1.128", "1.2.840.10008.5.1.4.1.1.481.1", "1.2.840.10008.5.1.4.34.6.1",
    ];

    public static AttackKind Kind { get; } = new(
        10,
        "SOP class and operation enumeration",
        Trait.Peer | Trait.Content | Trait.Command | Trait.Failure,
        "An unknown host proposes one presentation context after another to a DICOM server and tries operations on what is accepted: associations with unusual contexts and failing requests pass.",
        [
            new("all at once", 1, scene => By(scene.For(10 * Nanos.Minute), 10, 5 * Nanos.Second)),
            new("5 classes an hour", 3, scene => By(scene.For(8 * Nanos.Hour), 5, Nanos.Hour)),
        ]);

    protected override string Filter => $"ip.addr == {own.Host.AddressText}";

    public override void Begin()
    {
        var turns = (Classes.Length + classesAtATime - 1) / classesAtATime;
        Repeat(Fails ? 2 : turns, gap, 0.3, turn => Probe([.. Classes.Skip(turn * classesAtATime).Take(classesAtATime)]));
    }

    private static Enumeration? By(AttackScene scene, int classesAtATime, long gap)
    {
        var called = scene.Site.Entities.Where(e => e.Port > 0 && e.Host.Role is HostRole.Archive or HostRole.Worklist or HostRole.ImageRouter or HostRole.Modality).Select(e => e.Host);
        if (scene.Victim(called) is not { } host)
        {
            return null;
        }

        var victim = scene.Site.Entities.First(e => e.Host == host && e.Port > 0);
        return new Enumeration(scene, victim, Calling.Toolkit(scene.Intruder(scene.AnyPlace()), scene.TitleLike("WS1")), classesAtATime, gap);
    }

    private void Probe(string[] classes)
    {
        var talk = new Dialogue(Lane, Dice, Lane.Now, own.Host, victim.Host, victim.Port, Language.Dicom) { AnswerTime = Calling.Pace(Dice, victim.Host) };
        var request = new AssociateRequest
        {
            CallingAe = own.Title,
            CalledAe = victim.Title,
            ImplementationUid = own.ImplementationUid,
            ImplementationVersion = own.ImplementationVersion,
            MaxPduLength = own.MaxPduLength,
            Contexts = [.. classes.Select((uid, i) => new PresentationContext((byte)((2 * i) + 1), uid, [Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian], Dice.Chance(0.5)))],
        };
        talk.Open().Ask(request);
        if (Fails)
        {
            talk.Answer(new AssociateReject(1, 1, 3)).Close();
            return;
        }

        talk.Answer(new AssociateAccept { Request = request, ImplementationUid = victim.ImplementationUid, ImplementationVersion = victim.ImplementationVersion, MaxPduLength = victim.MaxPduLength });
        ushort message = 0;
        foreach (var context in request.Contexts.Where(c => c.IsAccepted))
        {
            // What the class is for, where that needs no data; else a look whether N-GET is answered.
            var operation = context.AbstractSyntax == Uids.Verification ? DimseOperation.Echo : DimseOperation.NGet;
            var probe = new DimseRequest
            {
                Operation = operation,
                ContextId = context.Id,
                MessageId = ++message,
                SopClass = context.AbstractSyntax,
                Instance = operation == DimseOperation.Echo ? "" : "1.2.3",
                PduLength = Math.Min(own.MaxPduLength, victim.MaxPduLength),
            };
            talk.Ask(probe).Answer(new DimseResponse { Request = probe, Status = operation == DimseOperation.Echo ? (ushort)0 : (ushort)0x0211, PduLength = probe.PduLength });
        }

        talk.Ask(ReleaseRequest.It).Answer(ReleaseResponse.It).Close();
    }
}
