using System.Buffers.Binary;

namespace Sensor.Evidence.Masking;

/// <summary>
/// TLS (RFC 8446, RFC 5246), where a segment begins with a record: headers of records, hellos (versions, ciphers, the server's name), alerts and changes of cipher stay.
/// Certificates may name people, and with the null cipher application data is in clear: both are hidden, and so is what begins in the middle of a record.
/// </summary>
internal static class MaskTls
{
    private const int RecordHeader = 5, HandshakeHeader = 4, MaxRecord = 16_384 + 2048, RandomLength = 32;
    private const byte ChangeCipher = 20, Alert = 21, Handshake = 22, ApplicationData = 23;
    private const byte ClientHello = 1, ServerHello = 2;

    /// <summary>Server name, groups, point formats, signatures, protocols, versions (IANA's TLS ExtensionType values).</summary>
    private static ReadOnlySpan<ushort> Kept => [0, 10, 11, 13, 16, 43];

    /// <returns>False where the segment doesn't begin with a record; nothing was let through.</returns>
    public static bool TrySegment(Sieve data)
    {
        var at = 0;
        while (at + RecordHeader <= data.Bytes.Length)
        {
            var head = data.Bytes.Slice(at, RecordHeader);
            int length = BinaryPrimitives.ReadUInt16BigEndian(head[3..]);
            if (head[0] is < ChangeCipher or > ApplicationData || head[1] != 3 || head[2] > 4 || length is 0 or > MaxRecord)
            {
                break;
            }

            data.Keep(at, RecordHeader);
            Record(head[0], length, data.From(at + RecordHeader, length));
            at += RecordHeader + length;
        }

        return at > 0;
    }

    private static void Record(byte type, int length, Sieve content)
    {
        switch (type)
        {
            case ChangeCipher when length == 1:
            case Alert when length == 2:
                content.KeepAll();
                break;
            case Handshake when content.Bytes.Length > HandshakeHeader && content.Bytes[0] is ClientHello or ServerHello && content.Bytes[1] == 0:
                int hello = BinaryPrimitives.ReadUInt16BigEndian(content.Bytes[2..]);
                if (hello + HandshakeHeader <= length && content.Bytes is [_, _, _, _, 3, <= 4, ..])
                {
                    content.Keep(0, HandshakeHeader);
                    Hello(content.From(HandshakeHeader, hello), isClient: content.Bytes[0] == ClientHello);
                }

                break;
        }
    }

    /// <summary>Version, random, session, ciphers, compression, extensions (RFC 8446 section 4.1.2), as far as they are there.</summary>
    private static void Hello(Sieve hello, bool isClient)
    {
        hello.Keep(0, 2 + RandomLength);
        var at = 2 + RandomLength;
        if (!TryLength(hello, at, 1, out var session) || session > 32)
        {
            return;
        }

        hello.Keep(at, 1 + session);
        at += 1 + session;
        var ciphers = 2;
        if (isClient)
        {
            if (!TryLength(hello, at, 2, out ciphers) || (ciphers & 1) != 0)
            {
                return;
            }

            ciphers += 2;
        }

        hello.Keep(at, ciphers);
        at += ciphers;
        var compression = 1;
        if (isClient)
        {
            if (!TryLength(hello, at, 1, out compression) || compression > 2)
            {
                return;
            }

            compression++;
        }

        hello.Keep(at, compression + 2);
        Extensions(hello.From(at + compression + 2));
    }

    private static void Extensions(Sieve all)
    {
        for (var at = 0; at + 4 <= all.Bytes.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(all.Bytes[(at + 2)..]);
            all.Keep(at, Kept.Contains(BinaryPrimitives.ReadUInt16BigEndian(all.Bytes[at..])) ? 4 + length : 4);
            at += 4 + length;
        }
    }

    private static bool TryLength(Sieve hello, int at, int bytes, out int length)
    {
        length = 0;
        if (at + bytes > hello.Bytes.Length)
        {
            return false;
        }

        length = bytes == 1 ? hello.Bytes[at] : BinaryPrimitives.ReadUInt16BigEndian(hello.Bytes[at..]);
        return true;
    }
}
