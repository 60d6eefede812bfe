using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Radiology;

/// <summary>
/// Makes and models, invented after the habits of real ones: makers' UID roots and MAC prefixes are theirs, the rest is plausible. Objects and bytes follow published figures
/// (matrix × bits; CT 512² × 16 bit = 0.5 MB; CR 7 to 10 MB an image; tomosynthesis 100 MB and more uncompressed), with compromises to keep ten weeks bearable: tomosynthesis and angiography are compressed to a third,
/// four CT studies in five have 200 to 720 objects (the tail ends at 3,000), an MR study has a median of about 230, and units work at a fifth to a tenth of a busy site's pace (see <see cref="Demand"/>).
/// </summary>
public static class Profiles
{
    private const string SiemensRaw = "1.3.12.2.1107.5.9.1";
    private const string GeRaw = "1.2.840.113619.4.26";
    private const string PhilipsRaw = "1.3.46.670589.11.0.0.12.1";

    private static readonly string[] Lossless = [Uids.JpegLossless, Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian];
    private static readonly string[] Implicit = [Uids.ImplicitLittleEndian];

    private static readonly ImagingProfile Ct = new()
    {
        Kind = ImageKind.CT, SopClass = Uids.CtImage, Objects = new(380, 0.5), ObjectBounds = (60, 3000), Series = (2, 6), ObjectBytes = new(527_000, 0.1), Minutes = new(13, 0.4),
        Speed = 80e6, ReportsSteps = true, CommitsStorage = true, ReportsDose = true, WorklistMinutes = 55,
    };

    private static readonly ImagingProfile Mr = new()
    {
        Kind = ImageKind.MR, SopClass = Uids.MrImage, Objects = new(230, 0.6), ObjectBounds = (100, 2000), Series = (5, 11), ObjectBytes = new(210_000, 0.45), Minutes = new(27, 0.3),
        Speed = 80e6, Associations = AssociationHabit.Series, ReportsSteps = true, CommitsStorage = true, WorklistMinutes = 55,
    };

    private static readonly ImagingProfile Us = new()
    {
        Kind = ImageKind.US, SopClass = Uids.UltrasoundImage, Objects = new(28, 0.5), ObjectBounds = (20, 200), ObjectBytes = new(620_000, 0.5), Minutes = new(16, 0.4), Speed = 10e6,
        Associations = AssociationHabit.Image, Retry = (5, 30),
    };

    private static readonly ImagingProfile Dx = new()
    {
        Kind = ImageKind.DX, SopClass = Uids.DxImage, Objects = new(2, 0.45), ObjectBounds = (1, 6), ObjectBytes = new(9_000_000, 0.5), Minutes = new(6, 0.4), Speed = 40e6,
        ReportsSteps = true, WorklistMinutes = 55,
    };

    private static readonly ImagingProfile Cr = Dx with { Kind = ImageKind.CR, SopClass = Uids.CrImage, ObjectBounds = (1, 4), ObjectBytes = new(7_500_000, 0.5), Speed = 10e6 };

    private static readonly ImagingProfile Mg = new()
    {
        Kind = ImageKind.MG, SopClass = Uids.MammographyImage, Objects = new(4.4, 0.2), ObjectBounds = (4, 8), ObjectBytes = new(16_000_000, 0.5), Minutes = new(9, 0.3),
        Speed = 80e6, TransferSyntaxes = Lossless, ReportsSteps = true, CommitsStorage = true, WorklistMinutes = 30,
    };

    private static readonly ImagingProfile Xa = new()
    {
        Kind = ImageKind.XA, SopClass = Uids.AngiographyImage, Objects = new(16, 0.5), ObjectBounds = (4, 60), Series = (2, 6), ObjectBytes = new(9_000_000, 0.7),
        Minutes = new(48, 0.5), Speed = 60e6, Associations = AssociationHabit.Series, ReportsSteps = true, ReportsDose = true,
    };

    private static readonly ImagingProfile Nm = new()
    {
        Kind = ImageKind.NM, SopClass = Uids.NuclearImage, Objects = new(18, 0.8), ObjectBounds = (2, 200), Series = (1, 3), ObjectBytes = new(340_000, 0.6), Minutes = new(32, 0.3),
        Speed = 10e6, WorklistMinutes = 60,
    };

    /// <summary>Modalities; those of a kind are in order of how common they are.</summary>
    public static IReadOnlyList<ImagingProfile> Modalities { get; } =
    [
        Ct with { Model = "GE Revolution CT", MacPrefix = 0x002590, ImplementationUid = "1.2.840.113619.6.443", ImplementationVersion = "RevCT_16", Title = "GECT{0:00}", UidRoot = "1.2.840.113619.2.443", MaxPduLength = 65_536, Port = 4006, EchoMinutes = 60, PrivateClass = GeRaw },
        Ct with { Model = "Siemens SOMATOM go.Top", MacPrefix = 0x001B1B, ImplementationUid = "1.3.12.2.1107.5.1.7.0", ImplementationVersion = "SIEMENS_SWFVA30A", Title = "CTAWP{0:00000}", UidRoot = "1.3.12.2.1107.5.1.4", MaxPduLength = 131_072, Associations = AssociationHabit.Series, WorklistMinutes = 20, PrivateClass = SiemensRaw },
        Ct with { Model = "Canon Aquilion Prime SP", MacPrefix = 0x000039, ImplementationUid = "1.2.392.200036.9116.2.6.1.41", ImplementationVersion = "TM_CT_CMW_V2.20", Title = "CT_ID{0:000}", UidRoot = "1.2.392.200036.9116.2.6.1", TransferSyntaxes = Implicit, MaxPduLength = 32_768, Port = 10_100, Retry = (10, 120), IsWorklistBroad = true, WorklistMinutes = 90 },
        Mr with { Model = "Siemens MAGNETOM Sola", MacPrefix = 0x001B1B, ImplementationUid = "1.3.12.2.1107.5.2", ImplementationVersion = "MR_VXA31A", Title = "MRC{0:00000}", UidRoot = "1.3.12.2.1107.5.2.43", MaxPduLength = 131_072, WorklistMinutes = 20, PrivateClass = SiemensRaw },
        Mr with { Model = "Philips Ingenia 3.0T", MacPrefix = 0x0009FB, ImplementationUid = "1.3.46.670589.11.0.0.51.4.57.0", ImplementationVersion = "MR R5.7", Title = "INGENIA{0}", UidRoot = "1.3.46.670589.11", MaxPduLength = 65_536, Port = 3010, Associations = AssociationHabit.Study, EchoMinutes = 45, Objects = new(190, 0.6), PrivateClass = PhilipsRaw },
        Mr with { Model = "GE SIGNA Artist", MacPrefix = 0x002590, ImplementationUid = "1.2.840.113619.6.408", ImplementationVersion = "SIGNA_DV26", Title = "GEMR{0:00}", UidRoot = "1.2.840.113619.2.408", MaxPduLength = 16_384, Port = 4006, WorklistMinutes = 0, PrivateClass = GeRaw },
        Us with { Model = "GE LOGIQ E10", MacPrefix = 0x00409D, ImplementationUid = "1.2.840.113619.6.397", ImplementationVersion = "LOGIQE10_R2", Title = "LOGIQ{0:00}", UidRoot = "1.2.840.113619.2.397", MaxPduLength = 65_536, Port = 104, WorklistMinutes = 60, ReportsSteps = true, Clips = 3 },
        Us with { Model = "Philips EPIQ 7", MacPrefix = 0x0009FB, ImplementationUid = "1.3.46.670589.14.8000.1.1", ImplementationVersion = "EPIQ_5.0", Title = "EPIQ7_{0}", UidRoot = "1.3.46.670589.14.8000", MaxPduLength = 131_072, Associations = AssociationHabit.Study, CommitsStorage = true, EchoMinutes = 30, Clips = 3 },
        Us with { Model = "Canon Aplio i700", MacPrefix = 0x000039, ImplementationUid = "1.2.392.200036.9116.7.8.1", ImplementationVersion = "TM_US_2.0", Title = "APLIO{0:000}", UidRoot = "1.2.392.200036.9116.7.8", TransferSyntaxes = Implicit, MaxPduLength = 16_384, Port = 0, ObjectBytes = new(900_000, 0.4) },
        Us with { Model = "Mindray Resona 7", MacPrefix = 0x00D0C9, ImplementationUid = "1.2.156.112605.4096", ImplementationVersion = "DCM_MR_1.0", Title = "RESONA-{0}", UidRoot = "1.2.156.112605.189250", MaxPduLength = 32_768, Port = 2345, Associations = AssociationHabit.Study, WorklistMinutes = 150, IsWorklistBroad = true },
        Us with { Model = "Samsung RS85", MacPrefix = 0x0000F0, ImplementationUid = "1.2.410.200001.1.1", ImplementationVersion = "SMC_RS85_2.1", Title = "RS85_ROOM{0}", UidRoot = "1.2.410.200001.1.1185", MaxPduLength = 28_672, Port = 0, Retry = (2, 15), Clips = 3 },
        Dx with { Model = "Siemens Ysio Max", MacPrefix = 0x001B1B, ImplementationUid = "1.3.12.2.1107.5.3.33", ImplementationVersion = "FLC_VE10", Title = "YSIO{0:00000}", UidRoot = "1.3.12.2.1107.5.3.33", MaxPduLength = 131_072, ReportsDose = true },
        Dx with { Model = "Philips DigitalDiagnost C90", MacPrefix = 0x001999, ImplementationUid = "1.3.46.670589.30.36.0", ImplementationVersion = "Eleva_1.1", Title = "DIDI{0}_BUCKY", UidRoot = "1.3.46.670589.30.1.6", MaxPduLength = 65_536, Port = 3104, CommitsStorage = true, EchoMinutes = 120 },
        Dx with { Model = "Carestream DRX-Evolution", MacPrefix = 0x1866DA, ImplementationUid = "1.2.840.113564.3.4.2", ImplementationVersion = "DRX_5.7", Title = "DRXEVO{0:00}", UidRoot = "1.2.840.113564.15010", TransferSyntaxes = Lossless, ObjectBytes = new(6_200_000, 0.5), MaxPduLength = 32_768, Port = 5040, IsWorklistBroad = true, WorklistMinutes = 90 },
        Cr with { Model = "Fuji FDR Go (portable)", MacPrefix = 0x000B5D, ImplementationUid = "1.2.392.200036.9125.5342", ImplementationVersion = "CPACSImpl", Title = "FCR-CSL{0}", UidRoot = "1.2.392.200036.9125.2", MaxPduLength = 28_672, Port = 0, Retry = (20, 30), Associations = AssociationHabit.Image, ReportsSteps = false, WorklistMinutes = 120, IsWorklistBroad = true },
        Cr with { Model = "Agfa DX-D 100 (portable)", MacPrefix = 0x001422, ImplementationUid = "1.2.124.113532.3510.1", ImplementationVersion = "NX_4.0", Title = "NXMOB{0:000}", UidRoot = "1.2.124.113532.80.22", MaxPduLength = 16_384, Port = 6104, WorklistMinutes = 30, CommitsStorage = true },
        Cr with { Model = "Konica Regius 190", MacPrefix = 0x000D5E, ImplementationUid = "1.2.392.200036.9107.500", ImplementationVersion = "CS7_V1.20", Title = "REGIUS{0}", UidRoot = "1.2.392.200036.9107.500.304", TransferSyntaxes = Implicit, MaxPduLength = 16_384, Port = 0, ReportsSteps = false },
        Mg with { Model = "Hologic Selenia Dimensions (2D)", MacPrefix = 0x14FEB5, ImplementationUid = "1.2.840.113681.2229", ImplementationVersion = "HOLOGIC_1_9_0", Title = "SDM{0:00000}", UidRoot = "1.2.840.113681.2229", MaxPduLength = 131_072, EchoMinutes = 60 },
        Mg with { Model = "Hologic 3Dimensions (tomosynthesis)", MacPrefix = 0x14FEB5, ImplementationUid = "1.2.840.113681.2230", ImplementationVersion = "HOLOGIC_2_1_0", Title = "3DM{0:00000}", UidRoot = "1.2.840.113681.2230", SopClass = Uids.TomosynthesisImage, ObjectBytes = new(36_000_000, 0.5), MaxPduLength = 262_144, Minutes = new(12, 0.3), Associations = AssociationHabit.Image, Speed = 110e6, ReportsDose = true },
        Mg with { Model = "Siemens MAMMOMAT Inspiration", MacPrefix = 0x001B1B, ImplementationUid = "1.3.12.2.1107.5.12.7", ImplementationVersion = "MAMMO_VB60", Title = "MAMMO{0:00000}", UidRoot = "1.3.12.2.1107.5.12.7", TransferSyntaxes = [Uids.ExplicitLittleEndian], ObjectBytes = new(27_000_000, 0.5), MaxPduLength = 65_536 },
        Xa with { Model = "Philips Azurion 7", MacPrefix = 0x001999, ImplementationUid = "1.3.46.670589.28.681", ImplementationVersion = "AZURION_2.1", Title = "AZURION{0:00}", UidRoot = "1.3.46.670589.28.6810", MaxPduLength = 131_072, Port = 3010, CommitsStorage = true, EchoMinutes = 90 },
        Xa with { Model = "Siemens Artis zee", MacPrefix = 0x001B1B, ImplementationUid = "1.3.12.2.1107.5.4.5", ImplementationVersion = "VD11_C", Title = "AXIS{0:00000}", UidRoot = "1.3.12.2.1107.5.4.5", MaxPduLength = 65_536, Associations = AssociationHabit.Study, WorklistMinutes = 30, PrivateClass = SiemensRaw },
        Xa with { Model = "Ziehm Vision RFD (C-arm)", MacPrefix = 0x0080A3, ImplementationUid = "1.2.276.0.20.1.1.4", ImplementationVersion = "ZIEHM_5.10", Title = "ZIEHM_OP{0}", UidRoot = "1.2.276.0.20.1.1.27", TransferSyntaxes = Implicit, ObjectBytes = new(2_100_000, 0.6), MaxPduLength = 16_384, Port = 0, ReportsSteps = false, ReportsDose = false, Associations = AssociationHabit.Study, Retry = (1, 60) },
        Nm with { Model = "Siemens Symbia Intevo", MacPrefix = 0x1866DA, ImplementationUid = "1.3.12.2.1107.5.6.1", ImplementationVersion = "SYNGO_MI_VB20", Title = "SYMBIA{0}", UidRoot = "1.3.12.2.1107.5.6.1", MaxPduLength = 65_536, CommitsStorage = true, PrivateClass = SiemensRaw },
        Nm with { Model = "GE Discovery NM 670", MacPrefix = 0x3CD92B, ImplementationUid = "1.2.840.113619.6.281", ImplementationVersion = "XELERIS_4", Title = "NM670_{0}", UidRoot = "1.2.840.113619.2.281", MaxPduLength = 32_768, Port = 4006, WorklistMinutes = 35, ReportsSteps = true, PrivateClass = GeRaw },
    ];

    /// <summary>Makers' own SOP classes: archives and routers decline them.</summary>
    public static IReadOnlyCollection<string> PrivateClasses { get; } = [SiemensRaw, GeRaw, PhilipsRaw];

    public static IReadOnlyList<ImagingProfile> Archives { get; } =
    [
        new() { Role = HostRole.Archive, Model = "Sectra PACS", MacPrefix = 0x005056, ImplementationUid = "1.2.752.24.3.3.25.23", ImplementationVersion = "SECTRA_23_1", Title = "SECTRA_STO", SecondTitle = "SECTRA_QR", Port = 7840, MaxPduLength = 131_072, AnswerMilliseconds = 7, Speed = 110e6, CommitsStorage = true },
        new() { Role = HostRole.Archive, Model = "Agfa Enterprise Imaging", MacPrefix = 0x005056, ImplementationUid = "1.2.124.113532.3320.22", ImplementationVersion = "AGILITY_8.1", Title = "EIARCHIVE", SecondTitle = "EIQUERY", Port = 104, MaxPduLength = 65_536, AnswerMilliseconds = 10, Speed = 110e6, CommitsStorage = true, TransferSyntaxes = Lossless },
        new() { Role = HostRole.Archive, Model = "dcm4chee-arc", MacPrefix = 0x00155D, ImplementationUid = "1.2.40.0.13.1.3", ImplementationVersion = "dcm4che-5.31.0", Title = "VNA_LT", SecondTitle = "", Port = 11_112, MaxPduLength = 16_378, AnswerMilliseconds = 14, Speed = 80e6, CommitsStorage = true },
    ];

    public static IReadOnlyList<ImagingProfile> Worklists { get; } =
    [
        new() { Role = HostRole.Worklist, Model = "Nexus RIS", MacPrefix = 0x005056, ImplementationUid = "1.2.276.0.45.1.7.3", ImplementationVersion = "NEXUS_RIS_7", Title = "RISMWL", SecondTitle = "RISMPPS", Port = 3320, MaxPduLength = 16_384, TransferSyntaxes = Implicit, AnswerMilliseconds = 22 },
        new() { Role = HostRole.Worklist, Model = "Merge worklist broker", MacPrefix = 0x005056, ImplementationUid = "1.2.840.113986.2.664566", ImplementationVersion = "BROKER_2_6", Title = "MWLBROKER", Port = 105, MaxPduLength = 28_672, TransferSyntaxes = Implicit, AnswerMilliseconds = 35 },
    ];

    public static IReadOnlyList<ImagingProfile> Routers { get; } =
    [
        new() { Role = HostRole.ImageRouter, Model = "Laurel Bridge Compass", MacPrefix = 0x00155D, ImplementationUid = "1.2.826.0.1.3680043.2.60.0.1", ImplementationVersion = "COMPASS_3", Title = "COMPASS{0}", Port = 11_112, MaxPduLength = 65_536, AnswerMilliseconds = 4, Speed = 110e6, EchoMinutes = 15, Retry = (50, 60) },
    ];

    public static IReadOnlyList<ImagingProfile> Workstations { get; } =
    [
        new() { Role = HostRole.Workstation, Model = "Sectra IDS7", MacPrefix = 0x1866DA, ImplementationUid = "1.2.752.24.3.3.25.23", ImplementationVersion = "SECTRA_WS_23", Title = "IDS7_WS{0:00}", Port = 4100, MaxPduLength = 131_072, AnswerMilliseconds = 3, Speed = 100e6 },
        new() { Role = HostRole.Workstation, Model = "Siemens syngo.via client", MacPrefix = 0x3CD92B, ImplementationUid = "1.3.12.2.1107.5.8.4", ImplementationVersion = "SYNGOVIA_VB60", Title = "SYNGOVIA{0:00}", Port = 104, MaxPduLength = 262_144, AnswerMilliseconds = 4, Speed = 110e6, EchoMinutes = 60 },
        new() { Role = HostRole.Workstation, Model = "Visage viewer", MacPrefix = 0x001999, ImplementationUid = "1.2.276.0.26.1.1.1", ImplementationVersion = "VISAGE_7.1", Title = "VIS{0:000}", Port = 11_112, MaxPduLength = 65_536, AnswerMilliseconds = 5, Speed = 60e6, AsksByPatient = true },
        new() { Role = HostRole.Workstation, Model = "OsiriX MD", MacPrefix = 0xA860B6, ImplementationUid = "1.2.276.0.7238010.5.0.3.5.4", ImplementationVersion = "OSIRIX_001", Title = "OSIRIX{0}", Port = 11_112, MaxPduLength = 16_384, AnswerMilliseconds = 6, Speed = 50e6, Retrieval = RetrievalHabit.Get },
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ImagingProfile> All { get; } = [.. Modalities, .. Archives, .. Worklists, .. Routers, .. Workstations];
}
