using Hospital.Kernel;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Attacks.Means;

/// <summary>Having a study sent, as a workstation does when somebody clicks on it: the patient's studies, its series, the study itself.</summary>
internal static class Fetching
{
    /// <param name="lane">Whose doing it is.</param>
    /// <param name="dice">For times.</param>
    /// <param name="own">Who asks.</param>
    /// <param name="archive">Who is asked, and as whom it sends: its entities.</param>
    /// <param name="destination">Whereto; null: the archive knows nobody of that name, and sends nothing.</param>
    /// <param name="title">AE title that is named as the destination.</param>
    /// <param name="objects">The study.</param>
    /// <returns>When it is over.</returns>
    public static long Study(
        Lane lane, Dice dice, ApplicationEntity own, (ApplicationEntity Asked, ApplicationEntity Sender) archive, ApplicationEntity? destination, string title, IReadOnlyList<StoredObject> objects)
    {
        var subject = objects[0].Subject;
        return lane.Call(dice, lane.Now, own, archive.Asked, Uids.StudyRootFind, Uids.StudyRootMove)
            .Associate()
            .Find(Uids.StudyRootFind, Radiology.Queries.StudiesOf(subject.PatientId), dice.Whole(1, 4), 420)
            .Wait(Nanos.Seconds(dice.LogNormal(1.5, 0.6)))
            .Find(Uids.StudyRootFind, Radiology.Queries.SeriesOf(subject.StudyUid), dice.Whole(1, 5), 260)
            .Move(Uids.StudyRootMove, Radiology.Queries.Study(subject.StudyUid), destination, title, objects, archive.Sender)
            .Release()
            .Time;
    }
}
