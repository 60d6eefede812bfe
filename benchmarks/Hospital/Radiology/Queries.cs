using System.Globalization;
using Hospital.Sayings;
using Hospital.Sites;
using Calendar = Hospital.Sites.Calendar;

namespace Hospital.Radiology;

/// <summary>Identifiers of queries and retrievals, as equipment fills them in (PS3.4 C and K).</summary>
public static class Queries
{
    private const uint StudyDate = 0x0008_0020;
    private const uint StudyTime = 0x0008_0030;
    private const uint Accession = 0x0008_0050;
    private const uint ModalitiesInStudy = 0x0008_0061;
    private const uint SeriesModality = 0x0008_0060;
    private const uint StudyDescription = 0x0008_1030;
    private const uint SeriesDescription = 0x0008_103E;
    private const uint PatientName = 0x0010_0010;
    private const uint PatientId = 0x0010_0020;
    private const uint BirthDate = 0x0010_0030;
    private const uint StudyUid = 0x0020_000D;
    private const uint SeriesUid = 0x0020_000E;
    private const uint SeriesNumber = 0x0020_0011;
    private const uint StudyObjects = 0x0020_1208;
    private const uint ScheduledStep = 0x0040_0100;
    private const uint RequestedProcedure = 0x0040_1001;

    /// <summary>Worklist of a day; <paramref name="kind"/> null: everybody's.</summary>
    public static QueryIdentifier Worklist(long time, ImageKind? kind) => new("",
    [
        new(Accession, ""), new(SeriesModality, kind is { } one ? Code(one) : ""), new(PatientName, ""), new(PatientId, ""), new(BirthDate, ""), new(StudyUid, ""),
        new(ScheduledStep, Day(time)), new(RequestedProcedure, ""),
    ]);

    /// <summary>Studies of a day, for a reader's list; <paramref name="kinds"/> null: of all modalities.</summary>
    public static QueryIdentifier Studies(long time, ImageKind? kinds) => new("STUDY",
    [
        new(StudyDate, Day(time)), new(StudyTime, ""), new(Accession, ""), new(ModalitiesInStudy, kinds is { } one ? Code(one) : ""), new(StudyDescription, ""), new(PatientName, ""),
        new(PatientId, ""), new(StudyUid, ""), new(StudyObjects, ""),
    ]);

    /// <summary>All studies of a patient.</summary>
    public static QueryIdentifier StudiesOf(string patientId) => new("STUDY",
        [new(StudyDate, ""), new(Accession, ""), new(ModalitiesInStudy, ""), new(StudyDescription, ""), new(PatientName, ""), new(PatientId, patientId), new(StudyUid, "")]);

    /// <summary>Series of a study.</summary>
    public static QueryIdentifier SeriesOf(string studyUid) => new("SERIES",
        [new(SeriesModality, ""), new(SeriesDescription, ""), new(StudyUid, studyUid), new(SeriesUid, ""), new(SeriesNumber, "")]);

    /// <summary>A whole study is wanted.</summary>
    public static QueryIdentifier Study(string studyUid) => new("STUDY", [new(StudyUid, studyUid)]);

    /// <summary>One series of a study is wanted.</summary>
    public static QueryIdentifier Series(string studyUid, int number) => new("SERIES",
        [new(StudyUid, studyUid), new(SeriesUid, studyUid + "." + number.ToString(CultureInfo.InvariantCulture))]);

    private static string Day(long time) => Calendar.Local(time).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Code(ImageKind kind) => kind switch
    {
        ImageKind.CR => "CR",
        ImageKind.DX => "DX",
        ImageKind.CT => "CT",
        ImageKind.MR => "MR",
        ImageKind.US => "US",
        ImageKind.MG => "MG",
        ImageKind.XA => "XA",
        _ => "NM",
    };
}
