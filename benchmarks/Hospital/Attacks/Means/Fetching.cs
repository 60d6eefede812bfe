using Hospital.Kernel;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Attacks.Means;

/// <summary>Having a study sent, as a workstation does when somebody clicks on it.</summary>
internal static class Fetching
{
    /// <param name="lane">Whose doing it is.</param>
    /// <param name="dice">For times.</param>
    /// <param name="own">Who asks.</param>
    /// <param name="archive">Who is asked.</param>
    /// <param name="destination">Whereto; null: the archive knows nobody of that name, and sends nothing.</param>
    /// <param name="title">AE title that is named as the destination.</param>
    /// <param name="objects">The study.</param>
    /// <returns>When it is over.</returns>
    public static long Study(
        Lane lane, Dice dice, ApplicationEntity own, ApplicationEntity archive, ApplicationEntity? destination, string title, IReadOnlyList<StoredObject> objects)
    {
        var subject = objects[0].Subject;
        var find = new DicomTalk(lane, dice, lane.Now, own, archive, [Uids.StudyRootFind])
            .Associate()
            .Find(Uids.StudyRootFind, OldStudies.ByName(subject.PatientName), dice.Whole(1, 4), 260)
            .Release();
        return new DicomTalk(lane, dice, find.Time + (long)dice.LogNormal(4 * Nanos.Second, 0.6), own, archive, [Uids.StudyRootMove])
            .Associate()
            .Move(Uids.StudyRootMove, OldStudies.Wanted(subject), destination, title, objects)
            .Release()
            .Time;
    }
}
