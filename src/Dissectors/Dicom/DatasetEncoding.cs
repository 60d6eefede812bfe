namespace Sensor.Dissectors.Dicom;

/// <summary>How a data set's elements are written: all that a transfer syntax means to someone who doesn't decode pixels.</summary>
public enum DatasetEncoding : byte
{
    /// <summary>The association wasn't seen.</summary>
    Unknown,
    ImplicitLittle,
    ExplicitLittle,
    ExplicitBig,

    /// <summary>Compressed as a whole: not read.</summary>
    Deflated,
}

/// <summary>From transfer syntaxes to encodings (PS3.5 10 and annex A).</summary>
public static class DatasetEncodings
{
    /// <summary>All transfer syntaxes but a handful, private ones included, are explicit little endian.</summary>
    public static DatasetEncoding Of(ReadOnlySpan<byte> transferSyntax)
    {
        if (transferSyntax.IsEmpty)
        {
            return DatasetEncoding.Unknown;
        }

        // The second implicit one is GE's private little endian with big endian pixels.
        return transferSyntax.SequenceEqual("1.2.840.10008.1.2"u8) || transferSyntax.SequenceEqual("1.2.840.113619.5.2"u8)
            ? DatasetEncoding.ImplicitLittle
            : transferSyntax.SequenceEqual("1.2.840.10008.1.2.2"u8) ? DatasetEncoding.ExplicitBig
            : transferSyntax.SequenceEqual("1.2.840.10008.1.2.1.99"u8)
                || transferSyntax.SequenceEqual("1.2.840.10008.1.2.4.95"u8)
                || transferSyntax.SequenceEqual("1.2.840.10008.1.2.4.205"u8)
            ? DatasetEncoding.Deflated
            : DatasetEncoding.ExplicitLittle;
    }

    /// <summary>
    /// From the first element: its group is a small number in one byte order only, and an explicit one has two capitals behind its tag.
    /// </summary>
    public static DatasetEncoding Guess(ReadOnlySpan<byte> dataset)
    {
        if (dataset.Length < 6)
        {
            return DatasetEncoding.Unknown;
        }

        var isExplicit = char.IsAsciiLetterUpper((char)dataset[4]) && char.IsAsciiLetterUpper((char)dataset[5]);
        if (dataset[0] == 0 && dataset[1] != 0)
        {
            // Implicit big endian doesn't exist.
            return isExplicit ? DatasetEncoding.ExplicitBig : DatasetEncoding.Unknown;
        }

        return isExplicit ? DatasetEncoding.ExplicitLittle : DatasetEncoding.ImplicitLittle;
    }
}
