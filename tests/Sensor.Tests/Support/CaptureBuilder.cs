using System.Buffers.Binary;
using System.Text;

namespace Sensor.Tests.Support;

/// <summary>A packet as a capture holds it.</summary>
/// <param name="Time">Nanoseconds since the Unix epoch.</param>
/// <param name="Bytes">What was captured.</param>
/// <param name="Original">Length on the wire; null: nothing was cut.</param>
internal sealed record Captured(long Time, byte[] Bytes, int? Original = null)
{
    public int WireLength => Original ?? Bytes.Length;
}

/// <summary>Writes capture files, good and bad, in every form the formats have.</summary>
internal sealed class CaptureBuilder
{
    private readonly List<byte> _bytes = [];
    private readonly bool _nanoseconds;
    private bool _bigEndian;

    private CaptureBuilder(bool bigEndian, bool nanoseconds)
    {
        _bigEndian = bigEndian;
        _nanoseconds = nanoseconds;
    }

    /// <summary>Where each record or block ends.</summary>
    public List<int> Boundaries { get; } = [];

    /// <summary>Where each packet's record or block ends.</summary>
    public List<int> PacketEnds { get; } = [];

    public byte[] ToArray() => [.. _bytes];

    public static CaptureBuilder Pcap(bool bigEndian = false, bool nanoseconds = false, uint link = 1, uint snapLength = 262_144)
    {
        var file = new CaptureBuilder(bigEndian, nanoseconds);
        file.Add32(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4);
        file.Add16(2);
        file.Add16(4);
        file.Add32(0);
        file.Add32(0);
        file.Add32(snapLength);
        file.Add32(link);
        file.Boundaries.Add(24);
        return file;
    }

    /// <summary>Writes a pcap file of any length without holding it.</summary>
    public static void Write(string path, IEnumerable<Captured> packets)
    {
        using var file = new BinaryWriter(new BufferedStream(File.Create(path), 1 << 16));
        file.Write(Pcap(nanoseconds: true).ToArray());
        foreach (var packet in packets)
        {
            var (seconds, rest) = Math.DivRem(packet.Time, 1_000_000_000);
            file.Write((uint)seconds);
            file.Write((uint)rest);
            file.Write(packet.Bytes.Length);
            file.Write(packet.WireLength);
            file.Write(packet.Bytes);
        }
    }

    public static CaptureBuilder Pcapng(bool bigEndian = false) => new CaptureBuilder(bigEndian, nanoseconds: false).Section(bigEndian);

    /// <summary>A record of a pcap file; lengths may lie.</summary>
    public CaptureBuilder Record(Captured packet, uint? claimedCaptured = null, uint? claimedOriginal = null)
    {
        var (seconds, rest) = Math.DivRem(packet.Time, 1_000_000_000);
        Add32((uint)seconds);
        Add32((uint)(_nanoseconds ? rest : rest / 1000));
        Add32(claimedCaptured ?? (uint)packet.Bytes.Length);
        Add32(claimedOriginal ?? (uint)packet.WireLength);
        _bytes.AddRange(packet.Bytes);
        EndPacket();
        return this;
    }

    public CaptureBuilder Records(IEnumerable<Captured> packets)
    {
        foreach (var packet in packets)
        {
            Record(packet);
        }

        return this;
    }

    public CaptureBuilder Section(bool bigEndian)
    {
        _bigEndian = bigEndian;
        return Block(0x0A0D0D0A, [.. U32(0x1A2B3C4D), .. U16(1), .. U16(0), .. U64(ulong.MaxValue)]);
    }

    public CaptureBuilder Interface(ushort link = 1, uint snapLength = 0, byte? resolution = null, long? offsetSeconds = null, string? name = "ward0", string? description = null)
    {
        List<byte> body = [.. U16(link), .. U16(0), .. U32(snapLength)];

        // A name first: what follows it is found behind its padding.
        AddText(2, name);
        AddText(3, description);
        if (resolution is { } value)
        {
            body.AddRange([.. U16(9), .. U16(1), value, 0, 0, 0]);
        }

        if (offsetSeconds is { } offset)
        {
            body.AddRange([.. U16(14), .. U16(8), .. U64((ulong)offset)]);
        }

        return Block(1, [.. body, .. U32(0)]);

        void AddText(ushort option, string? value)
        {
            if (value is not null)
            {
                var text = Encoding.UTF8.GetBytes(value);
                body.AddRange([.. U16(option), .. U16((ushort)text.Length), .. Aligned(text)]);
            }
        }
    }

    /// <summary>An enhanced packet block; the time is in the interface's units.</summary>
    public CaptureBuilder Enhanced(uint networkInterface, ulong units, byte[] bytes, int? original = null, uint? claimedCaptured = null)
    {
        Block(
            6,
            [
                .. U32(networkInterface), .. U32((uint)(units >> 32)), .. U32((uint)units), .. U32(claimedCaptured ?? (uint)bytes.Length),
                .. U32((uint)(original ?? bytes.Length)), .. Aligned(bytes), .. U16(1), .. U16(2), .. "hi"u8, 0, 0, .. U32(0),
            ]);
        PacketEnds.Add(_bytes.Count);
        return this;
    }

    public CaptureBuilder Simple(byte[] bytes, int? original = null)
    {
        Block(3, [.. U32((uint)(original ?? bytes.Length)), .. Aligned(bytes)]);
        PacketEnds.Add(_bytes.Count);
        return this;
    }

    /// <summary>The packet block of old, obsolete since the enhanced one.</summary>
    public CaptureBuilder Obsolete(ushort networkInterface, ulong units, byte[] bytes, int? original = null)
    {
        Block(
            2,
            [
                .. U16(networkInterface), .. U16(0xFFFF), .. U32((uint)(units >> 32)), .. U32((uint)units), .. U32((uint)bytes.Length),
                .. U32((uint)(original ?? bytes.Length)), .. Aligned(bytes),
            ]);
        PacketEnds.Add(_bytes.Count);
        return this;
    }

    /// <summary>A name resolution block.</summary>
    public CaptureBuilder Names(params (ushort Type, byte[] Value)[] records) =>
        Block(4, [.. records.SelectMany(r => (byte[])[.. U16(r.Type), .. U16((ushort)r.Value.Length), .. Aligned(r.Value)]), .. U32(0)]);

    public CaptureBuilder Block(uint type, byte[] body, uint? claimedLength = null)
    {
        var length = claimedLength ?? (uint)(12 + body.Length);
        Add32(type);
        Add32(length);
        _bytes.AddRange(body);
        Add32(length);
        Boundaries.Add(_bytes.Count);
        return this;
    }

    private void EndPacket()
    {
        Boundaries.Add(_bytes.Count);
        PacketEnds.Add(_bytes.Count);
    }

    private static byte[] Aligned(byte[] bytes) => [.. bytes, .. new byte[-bytes.Length & 3]];

    private void Add32(uint value) => _bytes.AddRange(U32(value));

    private void Add16(ushort value) => _bytes.AddRange(U16(value));

    private byte[] U16(ushort value) => [.. BitConverter.GetBytes(_bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value)];

    private byte[] U32(uint value) => [.. BitConverter.GetBytes(_bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value)];

    private byte[] U64(ulong value) => [.. BitConverter.GetBytes(_bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value)];
}
