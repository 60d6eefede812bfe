using System.Globalization;
using Hospital.Kernel;
using Hospital.Sites;

namespace Hospital.Radiology;

/// <summary>Earlier studies of a patient that are of use to a reader: those the archive has of late, and older ones, which follow from who the patient is.</summary>
internal sealed class Priors(Site site, ArchiveContents contents)
{
    /// <summary>Share of patients who were here before.</summary>
    private const double Known = 0.55;

    /// <summary>The latest first, of the same sort if there is one; at most two.</summary>
    public IReadOnlyList<Study> Of(Patient patient, ImageKind kind, string accession) =>
        [.. contents.Of(patient.Id).Where(s => s.Subject.Accession != accession).Concat(Older(patient, kind)).OrderBy(s => s.Kind == kind ? 0 : 1).Take(2)];

    private List<Study> Older(Patient patient, ImageKind kind)
    {
        var dice = site.Life.DiceFor("priors", patient.Id);
        List<Study> studies = [];
        for (var chance = Known; studies.Count < 2 && dice.Chance(chance); chance /= 2)
        {
            // Whoever made them may be scrap by now.
            var profile = dice.Pick(dice.Chance(0.75) ? [.. Profiles.Modalities.Where(p => p.Kind == kind)] : Profiles.Modalities);
            var taken = site.Parameters.Start - Nanos.Days(dice.Between(20, 1500));
            var accession = "A" + dice.Whole(1_000_000, 9_999_999).ToString(CultureInfo.InvariantCulture);
            var serial = dice.Whole(10_000, 99_999).ToString(CultureInfo.InvariantCulture);
            studies.Add(Study.Make(profile, serial, patient, accession, taken, dice));
        }

        return studies;
    }
}
