using System.Buffers.Binary;

namespace Hospital.Wire.Frames;

/// <summary>The checksum of IP, TCP and UDP (RFC 1071).</summary>
internal static class InternetSum
{
    /// <summary>Sum of 16-bit words, not folded yet; an odd byte is padded.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }

        // A 32-bit word counts as its halves: 65,536 is 1 in this sum.
        if (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }

        return bytes.Length > 0 ? sum + ((ulong)bytes[0] << 8) : sum;
    }

    public static ushort Fold(ulong sum)
    {
        sum = (sum & 0xFFFF_FFFF) + (sum >> 32);
        sum = (sum & 0xFFFF) + ((sum >> 16) & 0xFFFF) + (sum >> 32);
        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}
