using Hospital.Talks;

namespace Hospital.Tests.Wards;

public sealed class TalkTests
{
    [Fact]
    public void Messages_are_of_real_sizes_and_characters()
    {
        var patient = new Sites.Patient("4711", "EICHENAU^ADA", "19500101", "F", "V1", "ward 1");
        Hl7Letter[] letters =
        [
            PatientLetters.Movement("A01", patient, 0), PatientLetters.Merge(patient, "4712", 0), PatientLetters.LaboratoryOrder(patient, "1", 12, true, 0),
            PatientLetters.LaboratoryResult(patient, "1", 12, () => 0.5, true, 0), PatientLetters.Medication(patient, "1", "HEPARIN", 50, 2, 0), PatientLetters.Document(patient, "NOTE", 9, 0),
        ];
        Assert.All(letters, l => Assert.All(l.Body, c => Assert.True(c == '\r' || c is >= ' ' and <= '~')));
        Assert.All(letters, l => Assert.InRange(l.Body.Length, 120, 4000));
        Assert.All(letters, l => Assert.EndsWith("\r", l.Body, StringComparison.Ordinal));
        Assert.All(letters, l => Assert.All(l.Body.Split('\r', StringSplitOptions.RemoveEmptyEntries), s => Assert.Equal('|', s[3])));
    }
}
