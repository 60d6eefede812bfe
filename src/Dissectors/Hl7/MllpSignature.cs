using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7;

/// <summary>Where a frame begins: the marks that a probe and a reader that lost its place look for.</summary>
public static class MllpSignature
{
    public const byte Vt = 0x0b;
    public const byte Fs = 0x1c;
    public const byte Cr = 0x0d;
    public const byte Lf = 0x0a;

    /// <summary>MLLP release 2's commit acknowledgement, positive and negative, alone in a frame.</summary>
    public const byte Ack = 0x06;
    public const byte Nak = 0x15;

    /// <summary>Bytes after which <see cref="Frame"/> has decided.</summary>
    public const int FrameLength = 9;

    /// <summary>Bytes after which <see cref="Bare"/> has decided.</summary>
    public const int BareLength = 5;

    /// <summary>VT and a header with its separator; or VT and a hybrid protocol block header (<c>D23</c> CR) before that.</summary>
    public static Verdict Frame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return Verdict.Unsure;
        }

        if (bytes[0] != Vt)
        {
            return Verdict.NotMine;
        }

        var hybrid = Hybrid(bytes[1..]);
        return hybrid switch
        {
            Verdict.Certain => Header(bytes[5..]),
            Verdict.Unsure when bytes.Length > 1 => Verdict.Unsure,
            _ => Header(bytes[1..]),
        };
    }

    /// <summary>A message without a frame: MSH, a separator and another delimiter.</summary>
    public static Verdict Bare(ReadOnlySpan<byte> bytes)
    {
        var header = Prefix(bytes, "MSH"u8);
        return header != Verdict.Certain ? header
            : bytes.Length > 3 && !EncodingCharacters.IsDelimiter(bytes[3]) ? Verdict.NotMine
            : bytes.Length < BareLength ? Verdict.Unsure
            : EncodingCharacters.IsDelimiter(bytes[4]) && bytes[4] != bytes[3] ? Verdict.Certain
            : Verdict.NotMine;
    }

    /// <summary>The four bytes that follow VT in the hybrid lower layer protocol: block type D or N, two digits of version, CR.</summary>
    public static Verdict Hybrid(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < 4; i++)
        {
            if (i == bytes.Length)
            {
                return Verdict.Unsure;
            }

            var fits = i switch
            {
                0 => bytes[i] is (byte)'D' or (byte)'N',
                3 => bytes[i] == Cr,
                _ => char.IsAsciiDigit((char)bytes[i]),
            };
            if (!fits)
            {
                return Verdict.NotMine;
            }
        }

        return Verdict.Certain;
    }

    private static Verdict Header(ReadOnlySpan<byte> bytes)
    {
        var verdict = Prefix(bytes, "MSH"u8);
        verdict = verdict == Verdict.NotMine ? Prefix(bytes, "FHS"u8) : verdict;
        verdict = verdict == Verdict.NotMine ? Prefix(bytes, "BHS"u8) : verdict;
        return verdict != Verdict.Certain ? verdict
            : bytes.Length == 3 ? Verdict.Unsure
            : EncodingCharacters.IsDelimiter(bytes[3]) ? Verdict.Certain
            : Verdict.NotMine;
    }

    private static Verdict Prefix(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> expected)
    {
        var common = Math.Min(bytes.Length, expected.Length);
        return !bytes[..common].SequenceEqual(expected[..common]) ? Verdict.NotMine
            : common == expected.Length ? Verdict.Certain
            : Verdict.Unsure;
    }
}
