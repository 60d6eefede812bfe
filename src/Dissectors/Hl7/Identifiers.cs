using System.Text;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>Who and what a message is about: identifiers leave here as pseudonyms only. The first of a kind counts.</summary>
internal static class Identifiers
{
    private static ReadOnlySpan<byte> Unknown => "unknown"u8;

    public static void Take(
        SegmentKind kind, SegmentReader segment, in EncodingCharacters characters, Pseudonymizer pseudonyms, ref Hl7Message into)
    {
        switch (kind)
        {
            case SegmentKind.Pid when into.Patient.IsNone:
                into.Patient = Patient(segment, characters, pseudonyms);
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

    /// <summary>PID-3, first repetition; gateways write that they don't know it where it would stand.</summary>
    public static Pseudonym Patient(SegmentReader pid, in EncodingCharacters characters, Pseudonymizer pseudonyms)
    {
        var id = pid.First(3);
        return id is [(byte)'u' or (byte)'U', ..] && Ascii.EqualsIgnoreCase(id, Unknown) ? default : Canonical.Pseudonym(PseudonymKind.Patient, id, characters, pseudonyms);
    }
}
