using System.Buffers.Binary;
using System.Numerics;

namespace Sensor.State;

/// <summary>Four bytes before saved bytes that tell whether they are what was written: their CRC-32C (RFC 3720 appendix B.4), little endian.</summary>
internal static class Seal
{
    public const int Length = 4;

    public static byte[] Close(ReadOnlySpan<byte> body)
    {
        var sealed_ = GC.AllocateUninitializedArray<byte>(Length + body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(sealed_, Checksum(body));
        body.CopyTo(sealed_.AsSpan(Length));
        return sealed_;
    }

    public static bool TryOpen(ReadOnlySpan<byte> source, out ReadOnlySpan<byte> body)
    {
        body = source.Length < Length ? default : source[Length..];
        return source.Length >= Length && BinaryPrimitives.ReadUInt32LittleEndian(source) == Checksum(body);
    }

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var one in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, one);
        }

        return ~checksum;
    }
}
