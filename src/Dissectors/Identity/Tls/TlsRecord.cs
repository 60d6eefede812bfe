using System.Buffers.Binary;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Tls;

/// <summary>What a record carries (RFC 5246, section 6.2.1; RFC 6520).</summary>
public enum TlsContent : byte
{
    ChangeCipherSpec = 20,
    Alert = 21,
    Handshake = 22,
    ApplicationData = 23,
    Heartbeat = 24,
}

/// <summary>
/// The header of a TLS record, all numbers big-endian (RFC 8446, section 5.1; RFC 5246, section 6.2; RFC 6101, section 5.2):
/// <code>
/// 0  content type
/// 1  version, 3.0 (SSLv3) to 3.4; newer versions say 3.1 or 3.3 here
/// 3  length of the fragment
/// </code>
/// </summary>
public readonly record struct TlsRecord(TlsContent Content, int Length)
{
    public const int Size = 5;

    /// <summary>RFC 5246, section 6.2.3: 2^14 + 2048.</summary>
    public const int MaxLength = 16384 + 2048;

    /// <summary>Bytes of an alert, RFC 8446, section 6: level and description.</summary>
    public const int AlertLength = 2;

    private const int HandshakeHeader = 4;

    /// <summary>Bytes of a hello of which the first is the message's type: version and random (RFC 8446, section 4.1.2).</summary>
    private const int LeastHello = 34;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out TlsRecord record)
    {
        record = default;
        if (bytes.Length < Size || bytes[0] is < 20 or > 24 || bytes[1] != 3 || bytes[2] > 4)
        {
            return false;
        }

        record = new TlsRecord((TlsContent)bytes[0], BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]));
        return record.Length is > 0 and <= MaxLength;
    }

    /// <summary>Whether the front of some bytes is the first record of a side: a hello, or the alert that refuses one.</summary>
    public static Verdict Recognise(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [] => Verdict.Unsure,
        [(byte)TlsContent.Handshake, ..] => Hello(bytes),
        [(byte)TlsContent.Alert, ..] => Alert(bytes),
        _ => Sslv2Hello.Recognise(bytes),
    };

    private static Verdict Hello(ReadOnlySpan<byte> bytes)
    {
        if ((bytes.Length > 1 && bytes[1] != 3) || (bytes.Length > 2 && bytes[2] > 4))
        {
            return Verdict.NotMine;
        }

        if (bytes.Length < Size + HandshakeHeader + 2)
        {
            return bytes.Length > Size && bytes[Size] is not (1 or 2) ? Verdict.NotMine : Verdict.Unsure;
        }

        // Type of the message, its length, and the version it speaks of.
        var length = (bytes[Size + 1] << 16) | (bytes[Size + 2] << 8) | bytes[Size + 3];
        return TryParse(bytes, out _) && bytes[Size] is 1 or 2 && length is >= LeastHello and < 1 << 17 && bytes[Size + HandshakeHeader] == 3
            ? Verdict.Certain : Verdict.NotMine;
    }

    private static Verdict Alert(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> exact = [(byte)TlsContent.Alert, 3, 0, 0, AlertLength];
        for (var i = 1; i < Math.Min(bytes.Length, Size); i++)
        {
            if (i == 2 ? bytes[i] > 4 : bytes[i] != exact[i])
            {
                return Verdict.NotMine;
            }
        }

        return bytes.Length <= Size ? Verdict.Unsure : bytes[Size] is 1 or 2 ? Verdict.Certain : Verdict.NotMine;
    }
}
