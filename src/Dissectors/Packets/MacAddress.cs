using System.Buffers.Binary;

namespace Sensor.Dissectors.Packets;

/// <summary>A 48-bit MAC address, held in the low bits of a number; 0 is none.</summary>
public static class MacAddress
{
    public static ulong Read(ReadOnlySpan<byte> bytes) =>
        ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);

    /// <summary>Group addresses belong to no device (IEEE 802, I/G bit).</summary>
    public static bool IsGroup(ulong mac) => (mac >> 40 & 1) != 0;

    /// <summary>Reads six octets in hexadecimal with colons or dashes between them.</summary>
    public static bool TryParse(string text, out ulong mac)
    {
        mac = 0;
        if (text.Length != 17 || text[2] is not (':' or '-'))
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i % 3 == 2 ? text[i] != text[2] : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }

            mac = i % 3 == 2 ? mac : (mac << 4) | (uint)Convert.ToInt32(text[i].ToString(), 16);
        }

        return true;
    }

    /// <summary>Lower-case, colon-separated.</summary>
    public static string Format(ulong mac) => string.Create(17, mac, static (text, value) =>
    {
        for (var i = 0; i < 6; i++)
        {
            var octet = (int)(value >> (40 - (8 * i))) & 255;
            text[3 * i] = "0123456789abcdef"[octet >> 4];
            text[(3 * i) + 1] = "0123456789abcdef"[octet & 15];
            if (i < 5)
            {
                text[(3 * i) + 2] = ':';
            }
        }
    });
}
