using System.Buffers.Binary;
using System.Numerics;

namespace Sensor.Models;

/// <summary>
/// The frame around saved state, 8 bytes: four that name what it is and its layout's version, then CRC-32C of the body. Another version is
/// refused, not guessed at.
/// </summary>
internal static class StateFrame
{
    public const int Bytes = 8;

    /// <summary>Where the body of state of <paramref name="total"/> bytes goes.</summary>
    public static Span<byte> Body(Span<byte> destination, int total)
    {
        if (destination.Length < total)
        {
            throw new ArgumentException($"The state needs {total} bytes.", nameof(destination));
        }

        return destination[Bytes..total];
    }

    /// <summary>Writes the frame; returns the length of all.</summary>
    public static int Seal(Span<byte> destination, uint magic, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, magic);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Checksum(destination.Slice(Bytes, length)));
        return Bytes + length;
    }

    public static bool TryOpen(ReadOnlySpan<byte> source, uint magic, out ReadOnlySpan<byte> body)
    {
        body = source.Length < Bytes ? default : source[Bytes..];
        return source.Length >= Bytes
            && BinaryPrimitives.ReadUInt32LittleEndian(source) == magic
            && BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) == Checksum(body);
    }

    private static uint Checksum(ReadOnlySpan<byte> body)
    {
        var checksum = uint.MaxValue;
        for (; body.Length >= 8; body = body[8..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(body));
        }

        foreach (var one in body)
        {
            checksum = BitOperations.Crc32C(checksum, one);
        }

        return ~checksum;
    }
}
