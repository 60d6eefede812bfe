using System.Globalization;
using Hospital.Kernel;
using Hospital.Sayings;
using Hospital.Sites;
using Hospital.Talks;
using Calendar = Hospital.Sites.Calendar;

namespace Hospital.Radiology;

/// <summary>Objects of a study that were made together.</summary>
/// <param name="Number">In its study, from 1.</param>
/// <param name="SopClass">SOP class UID.</param>
/// <param name="Count">Objects.</param>
/// <param name="Bytes">Of one of them, about.</param>
public sealed record Series(int Number, string SopClass, int Count, long Bytes);

/// <summary>A study, in so few words that an archive of them costs nothing: its objects follow from them, always the same.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="Kind">What sort.</param>
/// <param name="Taken">When.</param>
/// <param name="Series">What it consists of.</param>
public sealed record Study(Subject Subject, ImageKind Kind, long Taken, IReadOnlyList<Series> Series)
{
    /// <summary>Bytes of a structured report.</summary>
    private const int ReportBytes = 14_000;

    /// <summary>Bytes of a compressed clip of some seconds.</summary>
    private const int ClipBytes = 7_000_000;

    public int ObjectCount => Series.Sum(s => s.Count);

    /// <summary>Every object, series by series.</summary>
    public IReadOnlyList<StoredObject> Objects() => [.. Series.SelectMany(ObjectsOf)];

    public IReadOnlyList<StoredObject> ObjectsOf(Series series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var dice = new Dice(0, Subject.StudyUid, Text(series.Number));
        var objects = new StoredObject[series.Count];
        for (var i = 0; i < objects.Length; i++)
        {
            // Headers differ by a few dozen bytes; of large objects, compression and collimation by some percent.
            var length = (long)(series.Bytes * (series.Bytes > 2_000_000 ? dice.LogNormal(1, 0.08) : 1)) + (2 * dice.Whole(0, 40));
            objects[i] = new StoredObject(series.SopClass, $"{Subject.StudyUid}.{Text(series.Number)}.{Text(i + 1)}", length & ~1L, Subject);
        }

        return objects;
    }

    /// <summary>What a unit makes of a patient.</summary>
    /// <param name="profile">The unit's.</param>
    /// <param name="serial">The unit's.</param>
    /// <param name="patient">Of whom.</param>
    /// <param name="accession">Accession number.</param>
    /// <param name="time">What the unit's clock shows.</param>
    /// <param name="dice">The examination's.</param>
    public static Study Make(ImagingProfile profile, string serial, Patient patient, string accession, long time, Dice dice)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(patient);
        ArgumentNullException.ThrowIfNull(dice);
        var day = Calendar.Local(time).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var subject = new Subject(patient.Id, patient.Name, accession, $"{profile.UidRoot}.{serial}.{day}.{Text(dice.Whole(100, 99_999))}");
        var count = Math.Clamp((int)Math.Round(dice.LogNormal(profile.Objects.Median, profile.Objects.Deviation)), profile.ObjectBounds.Least, profile.ObjectBounds.Most);
        var bytes = (long)dice.LogNormal(profile.ObjectBytes.Median, profile.ObjectBytes.Deviation);
        var parts = Math.Min(count, dice.Whole(profile.Series.Least, profile.Series.Most));
        var weights = Enumerable.Range(0, parts).Select(_ => dice.LogNormal(1, 0.6)).ToArray();
        var series = new List<Series>(parts + 1);
        var left = count;
        for (var i = 0; i < parts; i++)
        {
            var size = i == parts - 1 ? left : Math.Clamp((int)(count * weights[i] / weights.Sum()), 1, left - (parts - 1 - i));
            left -= size;
            series.Add(new Series(i + 1, profile.SopClass, size, bytes));
        }

        if (dice.Count(profile.Clips) is > 0 and var clips)
        {
            series.Add(new Series(series.Count + 1, Uids.UltrasoundMultiframe, clips, (long)dice.LogNormal(ClipBytes, 0.6)));
        }

        if (profile.ReportsDose)
        {
            series.Add(new Series(series.Count + 1, Uids.DoseReport, 1, (long)dice.LogNormal(ReportBytes, 0.3)));
        }

        return new Study(subject, profile.Kind, time, series);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
