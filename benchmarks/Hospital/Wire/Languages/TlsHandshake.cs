using Hospital.Network;

namespace Hospital.Wire.Languages;

/// <summary>The part of TLS 1.3's handshake that is in clear (RFC 8446 4.1). Keys and randoms are filler.</summary>
internal static class TlsHandshake
{
    private const int Handshake = 22;
    private const int Legacy = 0x0303;
    private const int X25519 = 29;
    private const int SmallestCertificate = 1_800;
    private const int CertificateRange = 2_400;

    // What kinds of clients offer, in the manner of common libraries: cipher suites, and extensions in their order.
    private static readonly (ushort[] Suites, ushort[] Extensions)[] Libraries =
    [
        ([0x1302, 0x1303, 0x1301, 0xC02C, 0xC030, 0x009F, 0xCCA9, 0xCCA8, 0xC02B, 0xC02F, 0x009E, 0x00FF], [0, 11, 10, 35, 22, 23, 13, 43, 45, 51]),
        ([0x1302, 0x1301, 0xC02C, 0xC02B, 0xC030, 0xC02F, 0xC024, 0xC023], [0, 5, 10, 11, 13, 35, 23, 43, 45, 51, 0xFF01]),
        ([0x1302, 0x1301, 0x1303, 0xC02C, 0xC02B, 0xCCA9, 0xC030, 0xCCA8, 0xC02F], [0, 5, 10, 13, 23, 43, 45, 51, 0xFF01]),
        ([0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0x1301, 0x1302, 0x1303], [0, 5, 10, 11, 13, 0xFF01, 18, 43, 51]),
    ];

    public static void WriteClientHello(Wording to, Conversation conversation, string serverName, int library)
    {
        var (suites, extensions) = Libraries[(library & int.MaxValue) % Libraries.Length];
        var (record, message) = Begin(to, 0x0301, 1);
        to.Big16(Legacy);
        to.Random(32);
        WriteSession(to, conversation);
        to.Big16(suites.Length * 2);
        foreach (var suite in suites)
        {
            to.Big16(suite);
        }

        to.Copy([1, 0]);
        var all = to.Reserve(2);
        foreach (var extension in extensions)
        {
            if (extension != 0 || serverName.Length > 0)
            {
                to.Big16(extension);
                var one = to.Reserve(2);
                WriteOffer(to, extension, serverName);
                to.SetBig16(one, to.Length - one - 2);
            }
        }

        to.SetBig16(all, to.Length - all - 2);
        End(to, record, message);
    }

    /// <summary>ServerHello, the change of cipher that middle boxes want, and the rest of the server's flight encrypted, of which its certificate is the most.</summary>
    public static void WriteServerHello(Wording to, Conversation conversation)
    {
        var (record, message) = Begin(to, Legacy, 2);
        to.Big16(Legacy);
        to.Random(32);
        WriteSession(to, conversation);
        to.Big16(0x1302);
        to.Byte(0);
        to.Big16(6 + 40);
        to.Copy([0, 43, 0, 2, 3, 4, 0, 51, 0, 36, 0, X25519, 0, 32]);
        to.Random(32);
        End(to, record, message);
        to.Copy([20, 3, 3, 0, 1, 1]);
        TlsRecords.Write(to, SmallestCertificate + (long)(Filler.Mix((ulong)conversation.Server.Number) % CertificateRange));
    }

    private static void WriteOffer(Wording to, ushort extension, string serverName)
    {
        switch (extension)
        {
            case 0:
                to.Big16(serverName.Length + 3);
                to.Byte(0);
                to.Big16(serverName.Length);
                to.Text(serverName);
                break;
            case 5:
                to.Copy([1, 0, 0, 0, 0]);
                break;
            case 10:
                to.Copy([0, 6, 0, X25519, 0, 23, 0, 24]);
                break;
            case 11:
                to.Copy([1, 0]);
                break;
            case 13:
                to.Copy([0, 14, 4, 3, 8, 4, 4, 1, 5, 3, 8, 5, 5, 1, 8, 6]);
                break;
            case 43:
                to.Copy([4, 3, 4, 3, 3]);
                break;
            case 45:
                to.Copy([1, 1]);
                break;
            case 51:
                to.Copy([0, 36, 0, X25519, 0, 32]);
                to.Random(32);
                break;
            case 0xFF01:
                to.Byte(0);
                break;
            default:
                break;
        }
    }

    /// <summary>The session's identifier, which the server repeats.</summary>
    private static void WriteSession(Wording to, Conversation conversation)
    {
        Span<byte> session = stackalloc byte[32];
        Filler.Write(session, Filler.Mix((ulong)conversation.Number), 0);
        to.Byte(32);
        to.Copy(session);
    }

    private static (int Record, int Message) Begin(Wording to, int version, byte type)
    {
        to.Byte(Handshake);
        to.Big16(version);
        var record = to.Reserve(2);
        to.Byte(type);
        return (record, to.Reserve(3));
    }

    private static void End(Wording to, int record, int message)
    {
        to.SetBig24(message, to.Length - message - 3);
        to.SetBig16(record, to.Length - record - 2);
    }
}
