using System.Buffers.Binary;
using System.Text;
using Sensor.Dissectors.Dicom;

namespace Sensor.Dissectors.Tests.Dicom;

/// <summary>Writes DICOM byte by byte, for what no well-behaved software sends.</summary>
public static class Wire
{
    public const string CtStorage = "1.2.840.10008.5.1.4.1.1.2";
    public const string StudyFind = "1.2.840.10008.5.1.4.1.2.2.1";
    public const string StudyMove = "1.2.840.10008.5.1.4.1.2.2.2";
    public const string Verification = "1.2.840.10008.1.1";

    public static byte[] Pdu(PduType type, params byte[] body) => [(byte)type, 0, .. Big32(body.Length), .. body];

    public static byte[] Release => Pdu(PduType.ReleaseRequest, 0, 0, 0, 0);

    public static byte[] Released => Pdu(PduType.ReleaseReply, 0, 0, 0, 0);

    public static byte[] Data(params byte[][] pdvs) => Pdu(PduType.Data, [.. pdvs.SelectMany(p => p)]);

    public static byte[] Pdv(byte context, int control, params byte[] fragment) => [.. Big32(fragment.Length + 2), context, (byte)control, .. fragment];

    public static byte[] Item(byte type, params byte[] value) => [type, 0, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    public static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>An A-ASSOCIATE-RQ with the given items behind its titles.</summary>
    public static byte[] Associate(PduType type, string called, string calling, params byte[][] items) => Pdu(
        type, [0, 1, 0, 0, .. Text(called.PadRight(16)), .. Text(calling.PadRight(16)), .. new byte[32], .. items.SelectMany(i => i)]);

    /// <summary>A proposal of one context for one SOP class with implicit little endian.</summary>
    public static byte[] Request(string sopClass = CtStorage, byte context = 1) => Associate(
        PduType.AssociateRequest, "ARCHIVE", "MODALITY",
        Item(0x10, Text("1.2.840.10008.3.1.1.1")),
        Item(0x20, [context, 0, 0, 0, .. Item(0x30, Text(sopClass)), .. Item(0x40, Text("1.2.840.10008.1.2"))]),
        Item(0x50, [.. Item(0x51, 0, 0, 0x40, 0), .. Item(0x52, Text("1.2.3.4")), .. Item(0x55, Text("WIRE_1"))]));

    public static byte[] Accept(byte context = 1, byte result = 0) => Associate(
        PduType.AssociateAccept, "ARCHIVE", "MODALITY",
        Item(0x10, Text("1.2.840.10008.3.1.1.1")),
        Item(0x21, [context, 0, result, 0, .. Item(0x40, Text("1.2.840.10008.1.2"))]),
        Item(0x50, [.. Item(0x51, 0, 0, 0x40, 0), .. Item(0x52, Text("5.6.7.8")), .. Item(0x55, Text("SCP_2"))]));

    /// <summary>An element of a command set, or of a data set in implicit little endian.</summary>
    public static byte[] Element(uint tag, params byte[] value) =>
        [.. Little16((int)(tag >> 16)), .. Little16((int)tag), .. Little32(value.Length), .. value];

    public static byte[] Element(uint tag, string text) => Element(tag, Text(text.Length % 2 == 0 ? text : text + "\0"));

    /// <summary>A command set of elements, with its group length in front.</summary>
    public static byte[] Set(params byte[][] elements)
    {
        byte[] rest = [.. elements.SelectMany(e => e)];
        return [.. Element(0x00000000, Little32(rest.Length)), .. rest];
    }

    /// <summary>A request's command set.</summary>
    public static byte[] Ask(ushort field, int id, string sopClass = CtStorage, bool dataSet = false, params byte[][] more) => Set(
        [Element(0x00000002, sopClass), Element(0x00000100, Little16(field)), Element(0x00000110, Little16(id)), .. more.Where(m => m[3] < 8),
            Element(0x00000800, Little16(dataSet ? 1 : 0x101)), .. more.Where(m => m[3] >= 8)]);

    /// <summary>A response's command set.</summary>
    public static byte[] Answer(ushort request, int id, int status = 0, bool dataSet = false) => Set(
        Element(0x00000002, CtStorage), Element(0x00000100, Little16(request | 0x8000)), Element(0x00000120, Little16(id)),
        Element(0x00000800, Little16(dataSet ? 1 : 0x101)), Element(0x00000900, Little16(status)));

    /// <summary>A command in a PDU of its own.</summary>
    public static byte[] Command(byte[] set, byte context = 1) => Data(Pdv(context, 3, set));

    public static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] Little32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Big32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
