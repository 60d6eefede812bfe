using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Radiology;

/// <summary>For how much a unit opens an association.</summary>
public enum AssociationHabit
{
    /// <summary>The whole study, when it is over.</summary>
    Study,

    /// <summary>Each series, when it is made.</summary>
    Series,

    /// <summary>Each image, when it is frozen.</summary>
    Image,
}

/// <summary>How a viewer gets what it shows.</summary>
public enum RetrievalHabit
{
    Move,
    Get,
}

/// <summary>A lognormal quantity.</summary>
/// <param name="Median">Half of all are less.</param>
/// <param name="Deviation">Standard deviation of the logarithm.</param>
public readonly record struct Spread(double Median, double Deviation);

/// <summary>How a make and model of imaging equipment behaves on the network.</summary>
public sealed record ImagingProfile
{
    public string Model { get; init; } = "";

    public HostRole Role { get; init; } = HostRole.Modality;

    /// <summary>What a modality makes.</summary>
    public ImageKind Kind { get; init; }

    /// <summary>24 bits of who made it, or the computer inside.</summary>
    public uint MacPrefix { get; init; }

    public string ImplementationUid { get; init; } = "";

    public string ImplementationVersion { get; init; } = "";

    /// <summary>AE title; {0} is the unit's number of its kind.</summary>
    public string Title { get; init; } = "";

    /// <summary>AE title of a second application entity for queries, or for procedure steps; empty: there is one for all.</summary>
    public string SecondTitle { get; init; } = "";

    /// <summary>Where it is called; 0: it isn't.</summary>
    public int Port { get; init; } = 104;

    public int MaxPduLength { get; init; } = 65_536;

    /// <summary>Its preferences for objects.</summary>
    public IReadOnlyList<string> TransferSyntaxes { get; init; } = [Uids.ExplicitLittleEndian, Uids.ImplicitLittleEndian];

    public AssociationHabit Associations { get; init; }

    public RetrievalHabit Retrieval { get; init; }

    /// <summary>It asks with the patient as root, not the study.</summary>
    public bool AsksByPatient { get; init; }

    /// <summary>After a failure: so many more attempts, so many seconds apart; then somebody must press a button.</summary>
    public (int Attempts, double Seconds) Retry { get; init; } = (3, 60);

    /// <summary>Minutes between keep-alive echoes to the archive, about; 0: none.</summary>
    public double EchoMinutes { get; init; }

    /// <summary>Minutes between worklist queries, about, by day; 0: only before an examination.</summary>
    public double WorklistMinutes { get; init; }

    /// <summary>Asks for everybody's worklist of the day, not only its own.</summary>
    public bool IsWorklistBroad { get; init; }

    /// <summary>Of its objects.</summary>
    public string SopClass { get; init; } = "";

    public Spread Objects { get; init; }

    public (int Least, int Most) ObjectBounds { get; init; } = (1, 3000);

    public (int Least, int Most) Series { get; init; } = (1, 1);

    /// <summary>Of an object on the wire, compressed as it is; the spread is that of studies.</summary>
    public Spread ObjectBytes { get; init; }

    /// <summary>Clips among the objects of a study, mean; ultrasound.</summary>
    public double Clips { get; init; }

    /// <summary>SOP class of the maker's own that it always proposes, and that nobody else takes; empty: none.</summary>
    public string PrivateClass { get; init; } = "";

    /// <summary>Length of an examination.</summary>
    public Spread Minutes { get; init; }

    /// <summary>Bytes a second that it sends or takes at best.</summary>
    public double Speed { get; init; } = 40e6;

    /// <summary>Median time it takes to answer.</summary>
    public double AnswerMilliseconds { get; init; } = 8;

    /// <summary>It tells when a procedure step begins and ends (MPPS).</summary>
    public bool ReportsSteps { get; init; }

    /// <summary>It asks the archive to take responsibility (storage commitment).</summary>
    public bool CommitsStorage { get; init; }

    /// <summary>A dose report goes with each study.</summary>
    public bool ReportsDose { get; init; }

    /// <summary>What UIDs of its studies begin with.</summary>
    public string UidRoot { get; init; } = "";

    /// <summary>SOP classes a modality proposes when it stores.</summary>
    public IReadOnlyList<string> StorageClasses => field ??=
    [
        .. new[] { SopClass, Clips > 0 ? Uids.UltrasoundMultiframe : "", ReportsDose ? Uids.DoseReport : "", Uids.SecondaryCapture, PrivateClass }.Where(c => c.Length > 0),
    ];
}
