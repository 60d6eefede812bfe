using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>What is asked of bytes of which there are mostly few, without a call for each question.</summary>
internal static class ShortBytes
{
    /// <summary>The first eight bytes, or as many as there are, as a little-endian number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(this ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes)
        : bytes.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) << (8 * (bytes.Length - 4)))
        : bytes.Length >= 2 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) | ((ulong)bytes[^1] << (8 * (bytes.Length - 1)))
        : bytes.Length == 1 ? bytes[0] : 0UL;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool BeginsWith(this ReadOnlySpan<byte> bytes, byte[] literal) =>
        literal.Length == 1 ? bytes.Length > 0 && bytes[0] == literal[0] : bytes.StartsWith(literal);

    /// <summary>Where a literal is first; -1 nowhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PlaceOf(this ReadOnlySpan<byte> bytes, byte[] literal) => literal.Length == 1 ? bytes.IndexOf(literal[0]) : bytes.IndexOf(literal);

    /// <summary>Blanks and zeros at both ends are taken off.</summary>
    public static ReadOnlySpan<byte> WithoutBlanks(this ReadOnlySpan<byte> bytes)
    {
        bytes.WithoutBlanks(out var front, out var length);
        return bytes.Slice(front, length);
    }

    /// <summary>The same by where what is left begins, and its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WithoutBlanks(this ReadOnlySpan<byte> bytes, out int front, out int length)
    {
        (front, var end) = (0, bytes.Length);
        while (front < end && IsBlank(bytes[front]))
        {
            front++;
        }

        while (end > front && IsBlank(bytes[end - 1]))
        {
            end--;
        }

        length = end - front;
    }

    private static bool IsBlank(byte value) => (value & ~(byte)' ') == 0;
}
