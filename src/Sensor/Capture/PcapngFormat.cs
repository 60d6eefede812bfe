using System.Buffers.Binary;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Capture;

/// <summary>
/// The pcapng format (draft-ietf-opsawg-pcapng): sections of either byte order, interface descriptions with if_tsresol and if_tsoffset,
/// enhanced, simple and obsolete packet blocks, name resolution blocks. Other blocks, custom ones among them, are passed over, and so are packets of more
/// than a block. Section lengths aren't needed: blocks say where they end.
/// </summary>
internal sealed class PcapngFormat(CaptureNotes notes) : ICaptureFormat
{
    public const uint SectionHeader = 0x0A0D0D0A;

    /// <summary>Bytes of the shortest section header block.</summary>
    public const int SectionHeaderLength = 28;

    private const uint InterfaceDescription = 1;
    private const uint ObsoletePacket = 2;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const int MaxInterfaces = 4096;
    private const int MaxPacketBlock = PacketBlock.Capacity - 64;
    private const int MaxNameLength = 256;

    private readonly List<Interface> _interfaces = [];
    private bool _bigEndian;

    /// <summary>Of the packet before; a simple packet block has none of its own. Nanoseconds since the Unix epoch.</summary>
    private long _lastTime;

    private long _oversized;
    private long _orphaned;
    private long _contradictory;

    public string? Complaint =>
        Complaints.Of((_oversized, Complaints.Oversized), (_orphaned, Complaints.Orphaned), (_contradictory, Complaints.Contradictory));

    public long NamesRefused { get; private set; }

    public Framed Frame(PacketBlock block, int start)
    {
        var bytes = block.Bytes.AsSpan(0, block.Length);
        var at = start;
        while (bytes.Length - at >= 12)
        {
            var rest = bytes[at..];
            var type = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            if (type == SectionHeader && !TryBeginSection(rest))
            {
                return new Framed(at - start, 0, "a section header has no byte-order magic");
            }

            type = Read32(rest);
            var length = Read32(rest[4..]);
            if (length < 12 || (length & 3) != 0)
            {
                return new Framed(at - start, 0, $"a block claims {length} bytes");
            }

            var wanted = type is SectionHeader or InterfaceDescription or ObsoletePacket or SimplePacket or EnhancedPacket or NameResolution.Block;
            if (length > rest.Length)
            {
                if (wanted && length <= MaxPacketBlock)
                {
                    break;
                }

                if (type is SectionHeader or InterfaceDescription)
                {
                    return new Framed(at - start, 0, $"a block that describes others claims {length} bytes");
                }

                NamesRefused += type == NameResolution.Block ? 1 : 0;
                _oversized += wanted && type != NameResolution.Block ? 1 : 0;
                return new Framed(at - start, length, null);
            }

            if (wanted && Take(type, block, at, rest[8..((int)length - 4)]) is { } damage)
            {
                return new Framed(at - start, 0, damage);
            }

            at += (int)length;
        }

        return new Framed(at - start, 0, null);
    }

    private bool TryBeginSection(ReadOnlySpan<byte> block)
    {
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
        if (magic != ByteOrderMagic && BinaryPrimitives.ReverseEndianness(magic) != ByteOrderMagic)
        {
            return false;
        }

        _bigEndian = magic != ByteOrderMagic;
        return true;
    }

    private string? Take(uint type, PacketBlock block, int at, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case SectionHeader:
                return BeginSection(body);
            case InterfaceDescription:
                return Describe(body);
            case EnhancedPacket:
                return body.Length < 20
                    ? "an enhanced packet block is too short"
                    : AddPacket(block, at + 28, body, Read32(body), Read32(body[4..]), Read32(body[8..]), Read32(body[12..]), Read32(body[16..]), 20);
            case ObsoletePacket:
                return body.Length < 20
                    ? "a packet block is too short"
                    : AddPacket(block, at + 28, body, Read16(body), Read32(body[4..]), Read32(body[8..]), Read32(body[12..]), Read32(body[16..]), 20);
            case NameResolution.Block:
                NamesRefused += NameResolution.Read(body, _bigEndian, notes.Hosts);
                return null;
            default:
                return body.Length < 4 ? "a simple packet block is too short" : AddSimple(block, at + 12, body);
        }
    }

    private string? BeginSection(ReadOnlySpan<byte> body)
    {
        _interfaces.Clear();
        return body.Length < 16 ? "a section header is too short"
            : Read16(body[4..]) is var major and not 1 ? $"a section is of format version {major}"
            : null;
    }

    private string? Describe(ReadOnlySpan<byte> body)
    {
        if (body.Length < 8 || _interfaces.Count == MaxInterfaces)
        {
            return body.Length < 8 ? "an interface description is too short" : $"more than {MaxInterfaces} interfaces";
        }

        var described = new Interface { Link = (LinkType)Read16(body), SnapLength = Read32(body[4..]) };
        string? name = null, description = null;
        var options = body[8..];
        while (options.Length >= 4)
        {
            int code = Read16(options);
            int length = Read16(options[2..]);
            if (code == 0 || 4 + length > options.Length)
            {
                break;
            }

            var value = options.Slice(4, length);
            if (code == 2)
            {
                name = ReadName(value);
            }
            else if (code == 3)
            {
                description = ReadName(value);
            }
            else if (code == 9 && length >= 1)
            {
                described.SetResolution(value[0]);
            }
            else if (code == 14 && length >= 8)
            {
                described.OffsetSeconds = (long)(_bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(value) : BinaryPrimitives.ReadUInt64LittleEndian(value));
            }

            options = options[Math.Min(options.Length, 4 + ((length + 3) & ~3))..];
        }

        described.Number = notes.Number(_interfaces.Count, name ?? description);
        _interfaces.Add(described);
        return null;
    }

    /// <summary>if_name or if_description; null when there is nothing in it.</summary>
    private static string? ReadName(ReadOnlySpan<byte> value)
    {
        // Some writers count a closing zero byte.
        var name = ReadableText.Of(value[..Math.Min(value.Length, MaxNameLength)].TrimEnd((byte)0));
        return name.Length == 0 ? null : name;
    }

    private string? AddPacket(
        PacketBlock block, int dataAt, ReadOnlySpan<byte> body, uint number, uint timeHigh, uint timeLow, uint captured, uint original, int header)
    {
        if (number >= _interfaces.Count)
        {
            // The block says where it ends: the rest is as good as before.
            _orphaned++;
            return null;
        }

        if (captured > body.Length - header)
        {
            return $"a packet claims {captured} captured bytes";
        }

        _contradictory += original < captured ? 1 : 0;
        var described = _interfaces[(int)number];
        var time = described.ToNanoseconds(((ulong)timeHigh << 32) | timeLow);
        block.Add(time, dataAt, (int)captured, (int)Math.Min(original, int.MaxValue), described.Number, described.Link);
        _lastTime = time;
        return null;
    }

    private string? AddSimple(PacketBlock block, int dataAt, ReadOnlySpan<byte> body)
    {
        if (_interfaces.Count == 0)
        {
            return "a simple packet comes before any interface description";
        }

        var described = _interfaces[0];
        var original = Read32(body);
        var snap = described.SnapLength == 0 ? uint.MaxValue : described.SnapLength;
        var captured = Math.Min(Math.Min(original, snap), (uint)(body.Length - 4));
        block.Add(_lastTime, dataAt, (int)captured, (int)Math.Min(original, int.MaxValue), described.Number, described.Link);
        return null;
    }

    private uint Read32(ReadOnlySpan<byte> bytes) =>
        _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private ushort Read16(ReadOnlySpan<byte> bytes) =>
        _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private sealed class Interface
    {
        private ulong _unitsPerSecond = 1_000_000;

        public LinkType Link { get; init; }

        public uint SnapLength { get; init; }

        public ushort Number { get; set; }

        public long OffsetSeconds { get; set; }

        /// <summary>if_tsresol: a negative power of 10, or of 2 with the top bit set. Finer than a nanosecond is rounded down.</summary>
        public void SetResolution(byte value)
        {
            var exponent = value & 0x7F;
            if ((value & 0x80) != 0)
            {
                _unitsPerSecond = 1UL << Math.Min(exponent, 63);
                return;
            }

            _unitsPerSecond = 1;
            for (var i = 0; i < Math.Min(exponent, 19); i++)
            {
                _unitsPerSecond *= 10;
            }
        }

        public long ToNanoseconds(ulong units)
        {
            // A hostile time stamp is the earliest or the latest there is; it is wrong either way.
            var seconds = units / _unitsPerSecond;
            var fraction = (long)((UInt128)(units % _unitsPerSecond) * 1_000_000_000 / _unitsPerSecond);
            var time = (((Int128)seconds + OffsetSeconds) * 1_000_000_000) + fraction;
            return (long)Int128.Clamp(time, 0, PacketClock.Latest);
        }
    }
}
