namespace Hospital.Radiology;

/// <summary>What the archive remembers of late: the last 500 studies. Older ones are there, but nobody lists them.</summary>
public sealed class ArchiveContents
{
    public const int Capacity = 500;

    private readonly List<Study> _studies = [];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Study> Studies => _studies;

    /// <summary>Earlier studies of a patient, the latest first.</summary>
    public IEnumerable<Study> Of(string patientId) => _studies.Where(s => s.Subject.PatientId == patientId).Reverse();

    internal void Add(Study study)
    {
        if (_studies.Count == Capacity)
        {
            _studies.RemoveAt(0);
        }

        _studies.Add(study);
    }
}
