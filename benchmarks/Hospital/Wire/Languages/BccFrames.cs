using System.Globalization;
using System.Text;
using Hospital.Sayings;

namespace Hospital.Wire.Languages;

/// <summary>
/// Blocks of B. Braun's bedside communication: SOH, length of the block, STX, bed, /1/1&gt;, what is said, ETX or ETB, sum of the bytes so far, EOT; numbers in five digits
/// (Technical Interface Specification BCC 3.25).
/// </summary>
internal static class BccFrames
{
    private const byte Soh = 1;
    private const byte Stx = 2;
    private const byte Etx = 3;
    private const byte Eot = 4;
    private const byte Ack = 6;
    private const byte Nak = 0x15;
    private const byte Etb = 0x17;
    private const int Frame = 14;
    private const string Address = "/1/1>";

    public static void Write(Wording to, PumpRequest request)
    {
        switch (request.Command)
        {
            case PumpRequest.Acknowledge:
                to.Byte(Ack);
                break;
            case PumpRequest.Refuse:
                to.Byte(Nak);
                break;
            default:
                Write(to, request.Bed, request.Command + request.Argument, false);
                break;
        }
    }

    public static void Write(Wording to, PumpReply reply) => Write(to, reply.Bed, reply.Text, reply.IsContinued);

    private static void Write(Wording to, string bed, string text, bool isContinued)
    {
        var begin = to.Length;
        to.Byte(Soh);
        Number(to, Frame + bed.Length + Address.Length + Encoding.UTF8.GetByteCount(text));
        to.Byte(Stx);
        to.Text(bed);
        to.Text(Address);
        to.Utf8(text);
        to.Byte(isContinued ? Etb : Etx);
        byte sum = 0;
        foreach (var value in to.Bytes[begin..])
        {
            sum += value;
        }

        Number(to, sum);
        to.Byte(Eot);
    }

    private static void Number(Wording to, int value)
    {
        Span<char> digits = stackalloc char[5];
        value.TryFormat(digits, out _, "D5", CultureInfo.InvariantCulture);
        to.Text(digits);
    }
}
