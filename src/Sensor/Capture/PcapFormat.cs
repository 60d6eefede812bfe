using System.Buffers.Binary;
using Sensor.Dissectors.Packets;

namespace Sensor.Capture;

/// <summary>The classic pcap format, both byte orders, microseconds and nanoseconds (draft-ietf-opsawg-pcap).</summary>
internal sealed class PcapFormat : ICaptureFormat
{
    public const int HeaderLength = 24;

    private const int RecordHeader = 16;

    /// <summary>What tcpdump and Wireshark take for the largest sane record.</summary>
    private const int MaxRecord = 262_144;

    private readonly bool _swapped;
    private readonly long _fractionUnit;
    private readonly int _maxCaptured;
    private readonly ushort _interface;
    private readonly LinkType _link;
    private long _contradictory;

    private PcapFormat(bool swapped, bool nanoseconds, uint snapLength, LinkType link, ushort networkInterface)
    {
        _swapped = swapped;
        _fractionUnit = nanoseconds ? 1 : 1000;
        _maxCaptured = (int)Math.Clamp(snapLength, MaxRecord, PacketBlock.Capacity - RecordHeader);
        _link = link;
        _interface = networkInterface;
    }

    public static bool IsMagic(uint littleEndian) => littleEndian is 0xA1B2C3D4 or 0xD4C3B2A1 or 0xA1B23C4D or 0x4D3CB2A1;

    /// <param name="header">The file's first <see cref="HeaderLength"/> bytes, magic checked.</param>
    /// <param name="networkInterface">Number of the interface in the input.</param>
    public static PcapFormat Open(ReadOnlySpan<byte> header, ushort networkInterface)
    {
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        var swapped = magic is 0xD4C3B2A1 or 0x4D3CB2A1;
        var nanoseconds = magic is 0xA1B23C4D or 0x4D3CB2A1;
        var snapLength = Read(header[16..], swapped);

        // The upper bits say how long a frame check sequence is; the link type is below them.
        var link = (LinkType)(Read(header[20..], swapped) & 0xFFFF);
        return new PcapFormat(swapped, nanoseconds, snapLength, link, networkInterface);
    }

    public string? Complaint => Complaints.Of((_contradictory, Complaints.Contradictory));

    public Framed Frame(PacketBlock block, int start)
    {
        var bytes = block.Bytes.AsSpan(0, block.Length);
        var at = start;
        while (bytes.Length - at >= RecordHeader)
        {
            var header = bytes.Slice(at, RecordHeader);
            var captured = Read(header[8..], _swapped);
            if (captured > _maxCaptured)
            {
                return new Framed(at - start, 0, $"a record claims {captured} bytes");
            }

            var end = at + RecordHeader + (int)captured;
            if (end > bytes.Length)
            {
                break;
            }

            var original = (int)Math.Min(Read(header[12..], _swapped), int.MaxValue);
            _contradictory += original < captured ? 1 : 0;
            var time = (Read(header, _swapped) * 1_000_000_000L) + (Read(header[4..], _swapped) * _fractionUnit);
            block.Add(time, at + RecordHeader, (int)captured, original, _interface, _link);
            at = end;
        }

        return new Framed(at - start, 0, null);
    }

    private static uint Read(ReadOnlySpan<byte> bytes, bool swapped) =>
        swapped ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
