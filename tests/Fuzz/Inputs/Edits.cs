using System.Buffers.Binary;

namespace Sensor.Fuzz.Inputs;

/// <summary>Changes to bytes that every kind of mutation needs.</summary>
internal static class Edits
{
    public static byte[] Without(this byte[] bytes, int at, int length) => [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + length)];

    public static byte[] With(this byte[] bytes, int at, ReadOnlySpan<byte> more) => [.. bytes.AsSpan(0, at), .. more, .. bytes.AsSpan(at)];

    /// <summary>The bytes with some of them replaced.</summary>
    public static byte[] Replaced(this byte[] bytes, int at, int length, ReadOnlySpan<byte> by) => [.. bytes.AsSpan(0, at), .. by, .. bytes.AsSpan(at + length)];

    /// <summary>Reads a number of 1, 2, 3 or 4 bytes.</summary>
    public static uint Read(ReadOnlySpan<byte> at, int width, bool bigEndian)
    {
        uint value = 0;
        for (var i = 0; i < width; i++)
        {
            value |= (uint)at[i] << (8 * (bigEndian ? width - 1 - i : i));
        }

        return value;
    }

    public static void Write(Span<byte> at, int width, bool bigEndian, uint value)
    {
        for (var i = 0; i < width; i++)
        {
            at[i] = (byte)(value >> (8 * (bigEndian ? width - 1 - i : i)));
        }
    }

    /// <summary>Gives a number field of <paramref name="bytes"/> another value, in place; beyond the end nothing happens.</summary>
    public static void Lie(byte[] bytes, int at, int width, bool bigEndian, Dice dice)
    {
        if (at >= 0 && at + width <= bytes.Length)
        {
            var field = bytes.AsSpan(at, width);
            Write(field, width, bigEndian, dice.Number(Read(field, width, bigEndian), bytes.Length - at - width));
        }
    }

    public static byte[] Big16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    public static byte[] Big32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Little32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
