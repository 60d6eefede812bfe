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
                into.Patient = Of(PseudonymKind.Patient, segment.Component(3, 1), characters, pseudonyms);
                break;
            case SegmentKind.Pv1 when into.Visit.IsNone:
                into.Visit = Of(PseudonymKind.Visit, segment.Component(19, 1), characters, pseudonyms);
                break;
            case SegmentKind.Orc or SegmentKind.Obr:
                if (into.Order.IsNone)
                {
                    into.Order = Of(PseudonymKind.Order, segment.Component(2, 1), characters, pseudonyms);
                }

                if (kind == SegmentKind.Obr && into.Accession.IsNone)
                {
                    into.Accession = Of(PseudonymKind.Accession, segment.Component(18, 1), characters, pseudonyms);
                }

                break;
            default:
                break;
        }
    }

    public static Pseudonym Of(PseudonymKind kind, ReadOnlySpan<byte> raw, in EncodingCharacters characters, Pseudonymizer pseudonyms)
    {
        if (raw.IsEmpty)
        {
            return default;
        }

        Span<byte> scratch = stackalloc byte[Canonical.MaxLength];
        return pseudonyms.Of(kind, Canonical.Value(raw, characters, scratch));
    }
}
