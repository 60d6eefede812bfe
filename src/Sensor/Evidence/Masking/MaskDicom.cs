using System.Buffers;
using System.Buffers.Binary;

namespace Sensor.Evidence.Masking;

/// <summary>
/// DICOM's upper layer (PS3.8 section 9.3), where a segment begins with a PDU: of negotiations all but the identity of users (PS3.7 annex D.3.3.7); of data the headers of
/// PDUs and PDVs; releases, rejections and aborts. A segment that begins in the middle of a PDU says nothing about itself and isn't recognised.
/// </summary>
/// <remarks>
/// Bytes in the middle of an object may look like a header. What is taken for one therefore has to look like one in every byte: at most three bytes in a row, those of
/// a length, can be anything.
/// </remarks>
internal static class MaskDicom
{
    private const int HeaderLength = 6, PdvHeaderLength = 6, AssociateLength = 74, AbortLength = 10, MaxDepth = 2;

    private static readonly SearchValues<byte> Uid = SearchValues.Create("0123456789."u8);

    /// <summary>Capital letters, digits and marks, as names of implementations and of applications are written.</summary>
    private static readonly SearchValues<byte> Printable = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(c => (byte)c)]);

    /// <returns>False where the segment doesn't begin with a PDU; nothing was let through.</returns>
    public static bool TrySegment(Sieve data)
    {
        var at = 0;
        while (at < data.Bytes.Length && TryPdu(data.From(at), out var length))
        {
            at += length;
        }

        return at > 0;
    }

    /// <summary>Masks the PDU that a stretch begins with.</summary>
    /// <param name="pdu">As much as is in the segment.</param>
    /// <param name="length">The bytes of it that are in the segment.</param>
    private static bool TryPdu(Sieve pdu, out int length)
    {
        length = 0;
        var bytes = pdu.Bytes;
        if (bytes.Length < AbortLength || bytes[1] != 0 || bytes[2] != 0)
        {
            return false;
        }

        var announced = BinaryPrimitives.ReadInt32BigEndian(bytes[2..]);
        length = Math.Min(bytes.Length, HeaderLength + announced);
        return bytes[0] switch
        {
            1 or 2 => TryAssociate(pdu.From(0, length)),
            3 or 5 or 6 or 7 => announced == AbortLength - HeaderLength && TryShort(pdu.From(0, AbortLength)),
            4 => TryData(pdu.From(0, length), announced),
            _ => false,
        };
    }

    /// <summary>Rejections, releases and aborts: four small numbers.</summary>
    private static bool TryShort(Sieve pdu)
    {
        if (pdu.Bytes[HeaderLength..].IndexOfAnyExceptInRange((byte)0, (byte)10) >= 0)
        {
            return false;
        }

        pdu.KeepAll();
        return true;
    }

    private static bool TryData(Sieve pdu, int announced)
    {
        var at = HeaderLength;
        var end = HeaderLength + announced;
        while (at + PdvHeaderLength <= pdu.Bytes.Length)
        {
            // Length, presentation context (odd), message control header (PS3.8 annex E.2).
            var head = pdu.Bytes.Slice(at, PdvHeaderLength);
            var length = BinaryPrimitives.ReadInt32BigEndian(head);
            if (head[0] != 0 || length < 2 || length + 4 > end - at || (head[4] & 1) == 0 || head[5] > 3)
            {
                return at > HeaderLength;
            }

            pdu.Keep(0, HeaderLength);
            pdu.Keep(at, PdvHeaderLength);
            at += 4 + length;
        }

        return at > HeaderLength;
    }

    private static bool TryAssociate(Sieve pdu)
    {
        // Version 1, and behind titles and reserved bytes the name of the application context: this can't be chance.
        var bytes = pdu.Bytes;
        if (bytes.Length < AssociateLength + 11 || BinaryPrimitives.ReadUInt32BigEndian(bytes[6..]) != 0x0001_0000 || bytes[AssociateLength] != 0x10
            || bytes[AssociateLength + 1] != 0 || !bytes[(AssociateLength + 4)..].StartsWith("1.2.840"u8))
        {
            return false;
        }

        pdu.Keep(0, 10);
        pdu.KeepOnly(10, 32, Printable);
        Items(pdu, AssociateLength, MaxDepth);
        return true;
    }

    /// <summary>Items and, within two kinds of them, the items these are made of.</summary>
    private static void Items(Sieve all, int start, int depth)
    {
        var at = start;
        while (at + 4 <= all.Bytes.Length && all.Bytes[at + 1] == 0)
        {
            var type = all.Bytes[at];
            int length = BinaryPrimitives.ReadUInt16BigEndian(all.Bytes[(at + 2)..]);
            all.Keep(at, 4);
            var value = all.From(at + 4, length);
            switch (type)
            {
                // Application context, abstract and transfer syntax, implementation class.
                case 0x10 or 0x30 or 0x40 or 0x52:
                    value.KeepOnly(0, length, Uid);
                    break;

                // Presentation contexts: id, result, then syntaxes.
                case 0x20 or 0x21 when depth > 1:
                    value.Keep(0, 4);
                    Items(value, 4, depth - 1);
                    break;
                case 0x50 when depth > 1:
                    Items(value, 0, depth - 1);
                    break;

                // Largest PDU, asynchronous window.
                case 0x51 or 0x53 when length == 4:
                    value.KeepAll();
                    break;

                // Roles and extensions: a UID after its length, then flags.
                case 0x54 or 0x56 when value.Bytes.Length >= 2:
                    int uid = BinaryPrimitives.ReadUInt16BigEndian(value.Bytes);
                    value.Keep(0, 2);
                    value.KeepOnly(2, uid, Uid);
                    value.Keep(2 + uid, type == 0x54 ? 2 : 0);
                    break;
                case 0x55 when length <= 16:
                    value.KeepOnly(0, length, Printable);
                    break;
            }

            at += 4 + length;
        }
    }
}
