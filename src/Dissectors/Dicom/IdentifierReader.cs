using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>Learns the shape of a query from the data set of a C-FIND, C-MOVE or C-GET request (PS3.4 C.2.2). Values stay here.</summary>
public static class IdentifierReader
{
    /// <summary>More than any query needs: what lies behind isn't read.</summary>
    public const int Window = 8192;

    private const int MaxElements = 512;
    private const uint CharacterSet = 0x00080005;
    private const uint Level = 0x00080052;
    private const uint View = 0x00080053;
    private const uint TimezoneOffset = 0x00080201;
    private const uint PatientId = 0x00100020;

    /// <param name="dataset">From the data set's beginning.</param>
    /// <param name="isWhole">The data set has no more bytes than these.</param>
    /// <param name="encoding">As negotiated; guessed where unknown.</param>
    /// <param name="pseudonyms">For the patient.</param>
    public static QueryShape Read(ReadOnlySpan<byte> dataset, bool isWhole, DatasetEncoding encoding, Pseudonymizer pseudonyms)
    {
        ArgumentNullException.ThrowIfNull(pseudonyms);
        var shape = new QueryShape { IsKnown = true };
        if (encoding == DatasetEncoding.Unknown)
        {
            encoding = DatasetEncodings.Guess(dataset);
        }

        if (encoding is DatasetEncoding.Unknown or DatasetEncoding.Deflated)
        {
            return shape;
        }

        var reader = new ElementReader(dataset, encoding);
        var elements = 0;
        while (elements < MaxElements && reader.Read())
        {
            elements++;
            Take(ref shape, reader.Tag, DicomText.Trim(reader.Value), pseudonyms);
        }

        shape.IsComplete = isWhole && reader.IsComplete;
        return shape;
    }

    private static void Take(ref QueryShape shape, uint tag, ReadOnlySpan<byte> value, Pseudonymizer pseudonyms)
    {
        if (tag == Level)
        {
            shape.Level = LevelOf(value);
        }

        // Group lengths and how to read the rest are no keys.
        if ((tag & 0xFFFF) == 0 || tag is Level or CharacterSet or View or TimezoneOffset)
        {
            return;
        }

        shape.Keys++;
        if (!value.ContainsAnyExcept((byte)'*'))
        {
            shape.HasWildcard |= !value.IsEmpty;
            return;
        }

        shape.MatchingKeys++;

        // Without VR a number can't be told from text, but it isn't printable.
        var isText = value.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0;
        var hasWildcard = isText && value.ContainsAny((byte)'*', (byte)'?');
        shape.HasWildcard |= hasWildcard;
        if (tag == PatientId && isText && !hasWildcard && !value.Contains((byte)'\\'))
        {
            shape.Patient = pseudonyms.Of(PseudonymKind.Patient, value);
        }
    }

    private static QueryLevel LevelOf(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("PATIENT"u8) ? QueryLevel.Patient
        : value.SequenceEqual("STUDY"u8) ? QueryLevel.Study
        : value.SequenceEqual("SERIES"u8) ? QueryLevel.Series
        : value.SequenceEqual("IMAGE"u8) ? QueryLevel.Image
        : QueryLevel.None;
}
