using System.Buffers.Binary;

namespace Sensor.Dissectors.Packets;

/// <summary>TCP control bits (RFC 9293 section 3.1).</summary>
[Flags]
public enum TcpFlags : byte
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Rst = 4,
    Psh = 8,
    Ack = 16,
    Urg = 32,
    Ece = 64,
    Cwr = 128,
}

/// <summary>What is used of a TCP header. Checksums aren't looked at: mirrors and offloads break them.</summary>
public struct TcpHeader
{
    public const int MinLength = 20;

    public uint Sequence;
    public uint Acknowledgement;

    /// <summary>Bytes from the header's first byte to the data; may exceed what was captured.</summary>
    public int DataOffset;
    public ushort SourcePort;
    public ushort DestinationPort;
    public ushort Window;
    public TcpFlags Flags;

    /// <param name="segment">Captured bytes from the TCP header on.</param>
    /// <param name="wireLength">Bytes of the segment on the wire.</param>
    /// <param name="header">The header, when valid.</param>
    public static bool TryParse(ReadOnlySpan<byte> segment, int wireLength, out TcpHeader header)
    {
        header = default;
        if (segment.Length < MinLength)
        {
            return false;
        }

        header.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(segment);
        header.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
        header.Sequence = BinaryPrimitives.ReadUInt32BigEndian(segment[4..]);
        header.Acknowledgement = BinaryPrimitives.ReadUInt32BigEndian(segment[8..]);
        header.DataOffset = (segment[12] >> 4) * 4;
        header.Flags = (TcpFlags)segment[13];
        header.Window = BinaryPrimitives.ReadUInt16BigEndian(segment[14..]);
        return header.DataOffset >= MinLength && header.DataOffset <= wireLength;
    }
}

/// <summary>A UDP header (RFC 768).</summary>
/// <param name="SourcePort">Whose sends.</param>
/// <param name="DestinationPort">Whose is sent to.</param>
/// <param name="DataLength">Bytes behind the header on the wire.</param>
public readonly record struct UdpHeader(ushort SourcePort, ushort DestinationPort, int DataLength)
{
    public const int Length = 8;

    public static bool TryParse(ReadOnlySpan<byte> datagram, int wireLength, out UdpHeader header)
    {
        header = default;
        if (datagram.Length < Length)
        {
            return false;
        }

        // Zero: a jumbogram (RFC 2675) or segmentation offload.
        int claimed = BinaryPrimitives.ReadUInt16BigEndian(datagram[4..]);
        var length = claimed == 0 ? wireLength : claimed;
        header = new UdpHeader(
            BinaryPrimitives.ReadUInt16BigEndian(datagram), BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]), length - Length);
        return length >= Length && length <= wireLength;
    }
}
