using System.Buffers.Binary;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Tls;

/// <summary>
/// The hellos of SSL 2.0, all numbers big-endian (Netscape 1995, sections 1.1 and 2; RFC 5246, appendix E.2). A client's may offer a newer version; the
/// server then answers in that one's records.
/// <code>
/// 0  0x8000 and the length of what follows
/// 2  message: 1 client's hello, 4 server's
///    of a client's                          of a server's
/// 3  version                                3  session id hit
/// 5  length of the cipher specs             4  certificate type
/// 7  length of the session id, 0 or 16      5  version
/// 9  length of the challenge, 16 to 32
/// </code>
/// </summary>
public readonly record struct Sslv2Hello(bool IsClients, ushort Version, int Length)
{
    /// <summary>Bytes that are read; <see cref="Length"/> counts all.</summary>
    public const int Size = 11;

    private const ushort Sslv2 = 0x0002;

    public static Verdict Recognise(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 0 && (bytes[0] & 0x80) == 0 ? Verdict.NotMine
        : bytes.Length > 2 && bytes[2] is not (1 or 4) ? Verdict.NotMine
        : bytes.Length < Size ? Verdict.Unsure
        : TryParse(bytes, out _) ? Verdict.Certain
        : Verdict.NotMine;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out Sslv2Hello hello)
    {
        hello = default;
        if (bytes.Length < Size || (bytes[0] & 0x80) == 0)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes) & 0x7FFF;
        var isClients = bytes[2] == 1;
        var version = BinaryPrimitives.ReadUInt16BigEndian(bytes[(isClients ? 3 : 5)..]);
        hello = new Sslv2Hello(isClients, version, 2 + length);
        return isClients ? IsClientHello(bytes, version, length) : bytes[2] == 4 && version == Sslv2 && bytes[3] <= 1 && bytes[4] <= 1 && length >= Size;
    }

    private static bool IsClientHello(ReadOnlySpan<byte> bytes, ushort version, int length)
    {
        int ciphers = BinaryPrimitives.ReadUInt16BigEndian(bytes[5..]);
        int session = BinaryPrimitives.ReadUInt16BigEndian(bytes[7..]);
        int challenge = BinaryPrimitives.ReadUInt16BigEndian(bytes[9..]);
        return version is Sslv2 or (>= 0x0300 and <= 0x0304) && ciphers > 0 && ciphers % 3 == 0 && session is 0 or 16 && challenge is >= 16 and <= 32
            && length == Size - 2 + ciphers + session + challenge;
    }
}
