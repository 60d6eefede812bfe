using System.Text;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Mutation;

/// <summary>DICOM's upper layer (PS3.8 section 9.3), message fragments (annex E) and data elements (PS3.5 section 7.1), to lie in.</summary>
internal sealed class DicomGrammar : IGrammar
{
    private const int PduHeader = 6, AssociateFixed = 68;

    private static readonly ushort[] _commands =
        [0x0001, 0x8001, 0x0010, 0x8010, 0x0020, 0x8020, 0x0021, 0x8021, 0x0030, 0x8030, 0x0100, 0x8100, 0x0110, 0x8110, 0x0120, 0x8120, 0x0130, 0x8130, 0x0140, 0x8140, 0x0150, 0x8150, 0x0FFF, 0x7777];

    private static readonly uint[] _tags =
    [
        0x00000000, 0x00000002, 0x00000100, 0x00000110, 0x00000120, 0x00000600, 0x00000800, 0x00000900, 0x00001000, 0x00001020, 0x00001021, 0x00001030, 0x00080005, 0x00080018,
        0x00080050, 0x00080052, 0x00080060, 0x00100010, 0x00100020, 0x0020000D, 0x0020000E, 0x7FE00010, 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD,
    ];

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. _tags.Select(Tag), .. _commands.Select(c => new[] { (byte)c, (byte)(c >> 8) }),
        .. new[] { "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.1", "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.3.1.1.1", "PN", "SQ", "OB", "UN", "UI", "STUDY" }.Select(Encoding.ASCII.GetBytes),
        [0xFF, 0xFF, 0xFF, 0xFF], [4, 0, 0, 0], [5, 0, 0, 0, 0, 4, 0, 0, 0, 0], [6, 0, 0, 0, 0, 4, 0, 0, 0, 0], [7, 0, 0, 0, 0, 4, 0, 0, 2, 0], [0x01, 0x01],
    ];

    public byte[] Mutate(byte[] bytes, byte[] other, Dice dice)
    {
        var pdus = Pdus(bytes);
        var at = dice.Next(pdus.Count);
        switch (dice.Next(9))
        {
            case 0:
                pdus.RemoveAt(at);
                break;
            case 1:
                pdus.Insert(dice.Next(pdus.Count + 1), pdus[at]);
                break;
            case 2:
                var others = Pdus(other);
                pdus.Insert(dice.Next(pdus.Count + 1), others[dice.Next(others.Count)]);
                break;
            case 3:
                byte[] lied = [.. pdus[at]];
                Edits.Lie(lied, dice.Of<int>([0, 2, 2, 2, 6]), 1 + (3 * dice.Next(2)), true, dice);
                pdus[at] = lied;
                break;
            case 4:
                pdus[at] = Havoc.Mutate(pdus[at], other, Words, dice);
                break;
            default:
                pdus[at] = MutateBody(pdus[at], other, dice);
                break;
        }

        return [.. pdus.SelectMany(p => p)];
    }

    private static byte[] Tag(uint tag) => [(byte)(tag >> 16), (byte)(tag >> 24), (byte)tag, (byte)(tag >> 8)];

    private static List<byte[]> Pdus(byte[] bytes) => Parts(bytes, rest => rest.Length < PduHeader ? 0 : PduHeader + (long)Edits.Read(rest[2..], 4, true));

    /// <summary>Cuts bytes where their own lengths say; what is left over is a part, too.</summary>
    private static List<byte[]> Parts(byte[] bytes, LengthOf lengthOf)
    {
        var parts = new List<byte[]>();
        for (var at = 0; at < bytes.Length && parts.Count < 500;)
        {
            var length = lengthOf(bytes.AsSpan(at));
            var end = length <= 0 || at + length > bytes.Length ? bytes.Length : at + (int)length;
            parts.Add(bytes[at..end]);
            at = end;
        }

        return parts.Count > 0 ? parts : [[]];
    }

    /// <summary>Something inside a PDU; its length stays true, mostly.</summary>
    private byte[] MutateBody(byte[] pdu, byte[] other, Dice dice)
    {
        if (pdu.Length < PduHeader)
        {
            return Havoc.Mutate(pdu, other, Words, dice);
        }

        var body = pdu[PduHeader..];
        body = pdu[0] switch
        {
            1 or 2 when body.Length > AssociateFixed =>
                dice.Once(5) ? Havoc.Mutate(body, other, Words, dice) : [.. body[..AssociateFixed], .. MutateItems(body[AssociateFixed..], other, dice)],
            4 => MutateFragments(body, other, dice),
            _ => Havoc.Mutate(body, other, Words, dice),
        };
        byte[] result = [.. pdu[..PduHeader], .. body];
        if (!dice.Once(8))
        {
            Edits.Write(result.AsSpan(2), 4, true, (uint)body.Length);
        }

        return result;
    }

    /// <summary>Items of an association: type, a zero, two bytes of length; presentation contexts and user information hold items in turn.</summary>
    private byte[] MutateItems(byte[] bytes, byte[] other, Dice dice)
    {
        const int Header = 4;
        return MutateParts(bytes, rest => rest.Length < Header ? 0 : Header + (long)Edits.Read(rest[2..], 2, true), dice, item =>
        {
            if (item.Length < Header)
            {
                return Havoc.Mutate(item, other, Words, dice);
            }

            var inner = item[Header..];
            var prefix = item[0] is 0x20 or 0x21 ? Math.Min(4, inner.Length) : 0;
            inner = item[0] is 0x20 or 0x21 or 0x50 && !dice.Once(3)
                ? [.. inner[..prefix], .. MutateItems(inner[prefix..], other, dice)]
                : Havoc.Mutate(inner, other, Words, dice);
            byte[] result = [.. item[..Header], .. inner];
            Edits.Write(result.AsSpan(2), 2, true, (uint)inner.Length);
            if (dice.Once(6))
            {
                Edits.Lie(result, dice.Of<int>([0, 1, 2, 2, 4]), 1 + dice.Next(2), true, dice);
            }

            return result;
        });
    }

    /// <summary>Presentation data values: four bytes of length, context, control header, a fragment of elements.</summary>
    private byte[] MutateFragments(byte[] bytes, byte[] other, Dice dice)
    {
        const int Header = 6;
        return MutateParts(bytes, rest => rest.Length < Header ? 0 : 4 + (long)Edits.Read(rest, 4, true), dice, pdv =>
        {
            if (pdv.Length < Header)
            {
                return Havoc.Mutate(pdv, other, Words, dice);
            }

            if (dice.Once(4))
            {
                // The end of one fragment becomes another.
                var at = dice.Next(Header, pdv.Length + 1);
                byte[] first = [.. pdv[..5], (byte)(pdv[5] & 1), .. pdv[Header..at]];
                byte[] second = [.. pdv[..Header], .. pdv[at..]];
                Edits.Write(first, 4, true, (uint)first.Length - 4);
                Edits.Write(second, 4, true, (uint)second.Length - 4);
                return [.. first, .. second];
            }

            byte[] result = [.. pdv[..Header], .. MutateElements(pdv[Header..], other, dice)];
            Edits.Write(result, 4, true, (uint)result.Length - 4);
            if (dice.Once(4))
            {
                Edits.Lie(result, dice.Of<int>([0, 2, 4, 5, 5]), 1 + dice.Next(2), true, dice);
            }

            return result;
        });
    }

    /// <summary>Data elements, taken to be implicit little endian: tag, four bytes of length, value. Of explicit ones all behind the first is one value.</summary>
    private byte[] MutateElements(byte[] bytes, byte[] other, Dice dice)
    {
        const int Header = 8;
        return MutateParts(bytes, rest => rest.Length < Header ? 0 : Header + (long)Edits.Read(rest[4..], 4, false), dice, element =>
        {
            if (element.Length < Header || dice.Once(4))
            {
                return Havoc.Mutate(element, other, Words, dice);
            }

            if (dice.Once(3))
            {
                // A field that takes numbers: command, ids, status, what follows.
                byte[] lied = [.. element];
                Edits.Lie(lied, dice.Of<int>([0, 2, 4, 4, Header]), 2 * (1 + dice.Next(2)), false, dice);
                return lied;
            }

            var value = dice.Next(3) switch
            {
                0 => dice.Of(Words),
                1 => Enumerable.Repeat((byte)dice.Of<int>([0x20, 0, 0x2A, 0x31, 0x5C, 0xE9]), dice.Few(300)).ToArray(),
                _ => Havoc.Mutate(element[Header..], other, Words, dice),
            };
            return [.. dice.Once(3) ? Tag(dice.Of(_tags)) : element[..4], .. Edits.Little32((uint)value.Length), .. value];
        });
    }

    private static byte[] MutateParts(byte[] bytes, LengthOf lengthOf, Dice dice, Func<byte[], byte[]> mutate)
    {
        var parts = Parts(bytes, lengthOf);
        var at = dice.Next(parts.Count);
        switch (dice.Next(7))
        {
            case 0:
                parts.RemoveAt(at);
                break;
            case 1:
                parts.InsertRange(dice.Next(parts.Count + 1), Enumerable.Repeat(parts[at], dice.Once(10) ? dice.Few(200) : 1));
                break;
            case 2:
                var with = dice.Next(parts.Count);
                (parts[at], parts[with]) = (parts[with], parts[at]);
                break;
            default:
                parts[at] = mutate(parts[at]);
                break;
        }

        return [.. parts.SelectMany(p => p)];
    }

    private delegate long LengthOf(ReadOnlySpan<byte> rest);
}
