using System.Buffers.Binary;
using Hospital.Wire.Frames;

namespace Hospital.Wire;

/// <summary>A classic pcap file with times in nanoseconds (magic 0xA1B23C4D, link type Ethernet). Of packets inside bulk it keeps the headers.</summary>
public sealed class PcapFile : IPacketTaker, IDisposable
{
    private const int RecordHeader = 16;
    private const uint LongestPacket = 262_144;

    private readonly BufferedStream _file;
    private readonly byte[] _header = new byte[24];

    private readonly bool _isWhole;

    /// <param name="path">Where; what is there is replaced.</param>
    /// <param name="isWhole">Bulk is kept, too.</param>
    public PcapFile(string path, bool isWhole = false)
    {
        _isWhole = isWhole;
        _file = new BufferedStream(new FileStream(path, FileMode.Create, FileAccess.Write), 1 << 16);
        BinaryPrimitives.WriteUInt32LittleEndian(_header, 0xA1B2_3C4D);
        BinaryPrimitives.WriteUInt16LittleEndian(_header.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(_header.AsSpan(6), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(16), LongestPacket);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(20), 1);
        _file.Write(_header);
    }

    public long Packets { get; private set; }

    public void Take(in Packet packet)
    {
        var bytes = packet.IsBulk && !_isWhole ? packet.Bytes[..LengthOfHeaders(packet.Bytes)] : packet.Bytes;
        var (seconds, nanoseconds) = Math.DivRem(packet.Time, Kernel.Nanos.Second);
        BinaryPrimitives.WriteUInt32LittleEndian(_header, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(4), (uint)nanoseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(8), (uint)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(12), (uint)packet.OriginalLength);
        _file.Write(_header, 0, RecordHeader);
        _file.Write(bytes);
        Packets++;
    }

    public void End(long time) => _file.Flush();

    public void Dispose() => _file.Dispose();

    /// <summary>Of bulk, which only TCP carries.</summary>
    private static int LengthOfHeaders(ReadOnlySpan<byte> frame) => LineEnd.Transport + (frame[LineEnd.Transport + 12] >> 4 << 2);
}
