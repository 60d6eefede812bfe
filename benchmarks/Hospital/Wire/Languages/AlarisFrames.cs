using System.Globalization;

namespace Hospital.Wire.Languages;

/// <summary>
/// Frames of Alaris Asena syringe pumps' host protocol: !, command and arguments with ^ between them, |, CRC-16/CCITT-FALSE in hexadecimal of what stands between ! and |,
/// carriage return (infupy's and the MD PnP project's published drivers).
/// </summary>
public static class AlarisFrames
{
    /// <summary>Code by which a pump permits remote control: the CRC of its serial number.</summary>
    public static string CodeOf(string serial)
    {
        ArgumentNullException.ThrowIfNull(serial);
        ushort crc = 0xFFFF;
        foreach (var letter in serial)
        {
            crc = Crc(crc, (byte)letter);
        }

        return crc.ToString("X4", CultureInfo.InvariantCulture);
    }

    internal static void Write(Wording to, string command, string arguments)
    {
        to.Byte((byte)'!');
        var begin = to.Length;
        to.Text(command);
        if (arguments.Length > 0)
        {
            to.Byte((byte)'^');
            to.Text(arguments);
        }

        ushort crc = 0xFFFF;
        foreach (var value in to.Bytes[begin..])
        {
            crc = Crc(crc, value);
        }

        to.Byte((byte)'|');
        Span<char> digits = stackalloc char[4];
        crc.TryFormat(digits, out _, "X4", CultureInfo.InvariantCulture);
        to.Text(digits);
        to.Byte((byte)'\r');
    }

    private static ushort Crc(ushort crc, byte value)
    {
        crc ^= (ushort)(value << 8);
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (ushort)((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1);
        }

        return crc;
    }
}
