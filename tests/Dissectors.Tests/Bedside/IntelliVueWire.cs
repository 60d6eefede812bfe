using System.Buffers.Binary;
using System.Text;

namespace Sensor.Dissectors.Tests.Bedside;

/// <summary>
/// Datagrams of the IntelliVue data export interface. Requests and session headers begin with the bytes that published clients send; the connect
/// indication has the shape of one published from a real monitor, its padding and its stray last entry included, under another serial number.
/// </summary>
internal static class IntelliVueWire
{
    public static byte[] Poll { get; } = Convert.FromHexString("E10000020001001C000000070016002100000000000000000C1600080001000100210000");

    public static byte[] ReleaseRequest { get; } = Convert.FromHexString("0918C11661803080020101A08062808001000000000000000000");

    public static byte[] ReleaseResponse { get; } = Convert.FromHexString("0A18C11661803080020101A08063808001000000000000000000");

    public static byte[] Abort { get; } = Convert.FromHexString("192E110103C129A0803080020101060252010000000000000000000000000000000000000000000000000000000000");

    public static byte[] Refuse { get; } = Convert.FromHexString("0C04320201" + "02");

    public static byte[] ConnectIndication(string serial = "DE00000001", string model = "M8007A", string firmware = "G.01.78 ") =>
    [
        0, 0, 1, 0, .. Invoke(0, 0,
        [
            0, 0x23, 0, 0, 0, 0, 0, 0xD6, 0xD4, 0, .. Sized(0x0D17, Attributes(
                (0x0920, [0, 3, 0, 0]),
                (0xF100, [0, 9, 0xFB, 9, 0x77, 0xBD, 10, 13, 37, 2, 255, 255, 255, 0]),
                (0xF135, Wide("ECC MON RM15")),
                (0x092D, Specification(serial, firmware)),
                (0x0928, [.. Label("Philips\0"), .. Label(model + "\0"), 0]))),
        ]),
    ];

    public static byte[] AssociationRequest { get; } = Session(0x0D);

    public static byte[] AssociationAccept { get; } = Session(0x0E);

    public static byte[] MdsCreate(string serial = "DE00000001") =>
    [
        .. Header, .. Invoke(1, 1, [0, 0x21, 0, 0, 0, 0, 0, 0, 0, 1, .. Sized(0x0D06, [0, 0x21, 0, 0, 0, 0, .. Attributes((0x092D, Specification(serial, "H.10.02 "))) ])]),
    ];

    public static byte[] Request(ushort invoke, ushort command, ushort action = 0) =>
        [.. Header, .. Invoke(invoke, command, [0, 0x21, 0, 0, 0, 0, 0, 0, 0, 0, .. command >= 6 ? Sized(action, [0, 1, 0, 1, 0, 0x21, 0, 0]) : [0, 0, 0, 0]])];

    public static byte[] Result(ushort invoke, ushort command, ushort action = 0, byte[]? body = null) =>
        [.. Header, .. Operation(2, [.. Big(invoke), .. Sized(command, [0, 0x21, 0, 0, 0, 0, .. command >= 6 ? Sized(action, body ?? []) : [0, 0, 0, 0]])])];

    public static byte[] LinkedResult(byte state, byte count, ushort invoke, ushort action) =>
        [.. Header, .. Operation(5, [state, count, .. Big(invoke), .. Sized(7, [0, 0x21, 0, 0, 0, 0, .. Sized(action, [])])])];

    public static byte[] Error(ushort invoke, ushort value) => [.. Header, .. Operation(3, [.. Big(invoke), .. Sized(value, [])])];

    /// <summary>A poll's result about the patient.</summary>
    public static byte[] Patient(ushort invoke, string id) => Result(invoke, 7, 0x0C16,
    [
        0, 1, 0, 0, 0, 1, 0x20, 0x26, 0x11, 0x22, 0, 0, 0, 0, 0, 1, 0, 0x2A, 0, 0,
        0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, .. Attributes((0x095C, Wide("Doe")), (0x095A, Wide(id))),
    ]);

    private static ReadOnlySpan<byte> Header => [0xE1, 0, 0, 2];

    private static byte[] Session(byte type)
    {
        byte[] rest = [0x05, 0x08, 0x13, 0x01, 0x00, 0x16, 0x01, 0x02, 0x80, 0x00, 0x14, 0x02, 0x00, 0x02, 0xC1, 0xDC, 0x31, 0x80, .. new byte[0xEC - 18]];
        return [type, (byte)rest.Length, .. rest];
    }

    private static byte[] Specification(string serial, string firmware)
    {
        byte[] entries =
        [
            0, 1, 0, 8, .. Label(serial + "\0\t"), 0, 2, 0, 8, .. Label("M8007A\0\0\0\0\0\0\0\0"), 0, 3, 0, 8, .. Label(" B.00.05"),
            0, 5, 0, 0x78, .. Label("--------"), 0, 2, 0, 0x58, .. Label("S-M4046-1701A "), 0, 4, 0, 0x58, .. Label(firmware),
        ];
        return [0, 6, .. Big((ushort)entries.Length), .. entries, 0, 7, 0, 0x86, 0, 1, 0, 8, 0, 0xC];
    }

    private static byte[] Attributes(params (ushort Id, byte[] Value)[] attributes)
    {
        byte[] all = [.. attributes.SelectMany(a => Sized(a.Id, a.Value))];
        return [.. Big((ushort)attributes.Length), .. Big((ushort)all.Length), .. all];
    }

    private static byte[] Invoke(ushort invoke, ushort command, byte[] argument) => Operation(1, [.. Big(invoke), .. Sized(command, argument)]);

    private static byte[] Operation(ushort type, byte[] body) => Sized(type, body);

    private static byte[] Sized(ushort what, byte[] body) => [.. Big(what), .. Big((ushort)body.Length), .. body];

    private static byte[] Label(string text) => [.. Big((ushort)text.Length), .. Encoding.Latin1.GetBytes(text)];

    private static byte[] Wide(string text) => [.. Big((ushort)((2 * text.Length) + 2)), .. Encoding.BigEndianUnicode.GetBytes(text + "\0")];

    private static byte[] Big(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }
}
