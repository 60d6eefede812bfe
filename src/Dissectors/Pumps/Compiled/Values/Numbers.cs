using System.Buffers.Binary;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Values;

/// <summary>Reads numbers as fields write them. Whole numbers are exact up to 2^53.</summary>
internal static class Numbers
{
    /// <summary>Longest number in ASCII: what is longer is none.</summary>
    private const int MaxDigits = 24;

    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Bytes of a binary number; 0 where its text or the definition says how long it is.</summary>
    public static int SizeOf(FieldType type) => type switch
    {
        FieldType.U8 or FieldType.S8 => 1,
        FieldType.U16BigEndian or FieldType.U16LittleEndian or FieldType.S16BigEndian or FieldType.S16LittleEndian => 2,
        FieldType.U24BigEndian or FieldType.U24LittleEndian => 3,
        FieldType.U32BigEndian or FieldType.U32LittleEndian or FieldType.S32BigEndian or FieldType.S32LittleEndian => 4,
        FieldType.F32BigEndian or FieldType.F32LittleEndian or FieldType.MedicalFloat => 4,
        _ => 0,
    };

    /// <summary>Its bytes aren't text.</summary>
    public static bool IsBinary(FieldType type) => type is not (FieldType.Text or FieldType.Decimal or FieldType.Hex);

    /// <summary>Its bytes are an unsigned binary number.</summary>
    public static bool IsUnsigned(FieldType type) => type is FieldType.U8 or FieldType.U16BigEndian or FieldType.U16LittleEndian or FieldType.U24BigEndian
        or FieldType.U24LittleEndian or FieldType.U32BigEndian or FieldType.U32LittleEndian;

    /// <summary>An unsigned binary number as it stands on the wire.</summary>
    public static byte[] Written(FieldType type, uint value)
    {
        var bytes = new byte[SizeOf(type)];
        for (var i = 0; i < bytes.Length; i++)
        {
            var isLittleEndian = type is FieldType.U16LittleEndian or FieldType.U24LittleEndian or FieldType.U32LittleEndian;
            bytes[isLittleEndian ? i : bytes.Length - 1 - i] = (byte)(value >> (8 * i));
        }

        return bytes;
    }

    /// <summary>False where the bytes are no such number, or none that is finite.</summary>
    public static bool TryRead(FieldType type, ReadOnlySpan<byte> bytes, out double value)
    {
        value = 0;
        switch (type)
        {
            case FieldType.Text:
                return false;
            case FieldType.Decimal:
                return TryDecimal(bytes, out value);
            case FieldType.Hex:
                return TryHex(bytes, out value);
            case FieldType.Bcd:
                return TryBcd(bytes, out value);
            default:
                return bytes.Length == SizeOf(type) && TryBinary(type, bytes, out value);
        }
    }

    /// <summary>A number as definitions write it: decimal, or hexadecimal behind 0x.</summary>
    public static bool TryRaw(string text, out double value)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return bytes.AsSpan().StartsWith("0x"u8) || bytes.AsSpan().StartsWith("0X"u8) ? TryHex(bytes.AsSpan(2), out value) : TryDecimal(bytes, out value);
    }

    private static bool TryBinary(FieldType type, ReadOnlySpan<byte> bytes, out double value)
    {
        value = type switch
        {
            FieldType.U8 => bytes[0],
            FieldType.S8 => (sbyte)bytes[0],
            FieldType.U16BigEndian => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            FieldType.U16LittleEndian => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            FieldType.S16BigEndian => BinaryPrimitives.ReadInt16BigEndian(bytes),
            FieldType.S16LittleEndian => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            FieldType.U24BigEndian => (bytes[0] << 16) | (bytes[1] << 8) | bytes[2],
            FieldType.U24LittleEndian => (bytes[2] << 16) | (bytes[1] << 8) | bytes[0],
            FieldType.U32BigEndian => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            FieldType.U32LittleEndian => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            FieldType.S32BigEndian => BinaryPrimitives.ReadInt32BigEndian(bytes),
            FieldType.S32LittleEndian => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            FieldType.F32BigEndian => BinaryPrimitives.ReadSingleBigEndian(bytes),
            FieldType.F32LittleEndian => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            FieldType.MedicalFloat => MedicalFloat(bytes),
            _ => double.NaN,
        };
        return double.IsFinite(value);
    }

    /// <summary>ISO/IEEE 11073-20601 FLOAT-Type; NaN for its special values.</summary>
    private static double MedicalFloat(ReadOnlySpan<byte> bytes)
    {
        var mantissa = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) << 8) >> 8;
        return mantissa is >= 0x7ffffe or <= -0x7ffffe ? double.NaN : mantissa * Math.Pow(10, (sbyte)bytes[0]);
    }

    private static bool TryDecimal(ReadOnlySpan<byte> bytes, out double value)
    {
        value = 0;
        if (bytes.Length > 0 && (bytes[0] == ' ' || bytes[^1] == ' '))
        {
            bytes = bytes.Trim((byte)' ');
        }

        if (bytes.IsEmpty || bytes.Length > MaxDigits)
        {
            return false;
        }

        var negative = bytes[0] == '-';
        if (negative || bytes[0] == '+')
        {
            bytes = bytes[1..];
        }

        ulong whole = 0;
        var (digits, behind, dropped, point) = (0, 0, 0, false);
        foreach (var b in bytes)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
            {
                if (point || b is not ((byte)'.' or (byte)','))
                {
                    return false;
                }

                point = true;
                continue;
            }

            digits++;
            if (whole > (ulong.MaxValue - 9) / 10 || behind == PowersOfTen.Length - 1)
            {
                // Beyond what a double keeps.
                dropped += point ? 0 : 1;
                continue;
            }

            whole = (whole * 10) + digit;
            behind += point ? 1 : 0;
        }

        // One division by an exact power is correctly rounded.
        value = whole * PowersOfTen[dropped] / PowersOfTen[behind];
        value = negative ? -value : value;
        return digits > 0;
    }

    private static bool TryHex(ReadOnlySpan<byte> bytes, out double value)
    {
        value = 0;
        if (bytes.IsEmpty || bytes.Length > 13)
        {
            return false;
        }

        ulong whole = 0;
        foreach (var digit in bytes)
        {
            var nibble = Nibble(digit);
            if (nibble < 0)
            {
                return false;
            }

            whole = (whole << 4) | (uint)nibble;
        }

        value = whole;
        return true;
    }

    private static bool TryBcd(ReadOnlySpan<byte> bytes, out double value)
    {
        value = 0;
        if (bytes.IsEmpty || bytes.Length > 7)
        {
            return false;
        }

        foreach (var pair in bytes)
        {
            if (pair >> 4 > 9 || (pair & 15) > 9)
            {
                return false;
            }

            value = (value * 100) + ((pair >> 4) * 10) + (pair & 15);
        }

        return true;
    }

    /// <summary>-1 where it is no hexadecimal digit.</summary>
    public static int Nibble(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}
