using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>Who and what a message is about: identifiers leave here as pseudonyms only. The first of a kind counts.</summary>
internal static class Identifiers
{
    public static void Take(
        SegmentKind kind, SegmentReader segment, in EncodingCharacters characters, Pseudonymizer pseudonyms, ref Hl7Message into)
    {
        switch (kind)
        {
            case SegmentKind.Pid when into.Patient.IsNone:
                into.Patient = Canonical.Pseudonym(PseudonymKind.Patient, segment.First(3), characters, pseudonyms);
                break;
            case SegmentKind.Pv1 when into.Visit.IsNone:
                into.Visit = Canonical.Pseudonym(PseudonymKind.Visit, segment.First(19), characters, pseudonyms);
                break;
            case SegmentKind.Orc or SegmentKind.Obr:
                if (into.Order.IsNone)
                {
                    into.Order = Canonical.Pseudonym(PseudonymKind.Order, segment.First(2), characters, pseudonyms);
                }

                if (kind == SegmentKind.Obr && into.Accession.IsNone)
                {
                    into.Accession = Canonical.Pseudonym(PseudonymKind.Accession, segment.First(18), characters, pseudonyms);
                }

                break;
            default:
                break;
        }
    }
}
