using System.Buffers.Binary;
using Sensor.Capture;
using Sensor.Dissectors.Packets;

namespace Sensor.Fuzz.Inputs;

/// <param name="Time">Nanoseconds since the Unix epoch.</param>
/// <param name="Link">Its link type.</param>
/// <param name="WireLength">Bytes on the wire.</param>
/// <param name="Bytes">Bytes captured. Never changed in place: packets share them.</param>
internal sealed record Packet(long Time, LinkType Link, int WireLength, byte[] Bytes);

/// <summary>A capture as a list of packets, for mutations that don't care about file formats. Written as pcapng, an interface for each link type.</summary>
internal static class Packets
{
    public const int Most = 300;

    [ThreadStatic]
    private static PacketBlock? _block;

    /// <summary>Every packet that the sensor's own reader finds; none where it refuses the file.</summary>
    public static List<Packet> Read(byte[] file)
    {
        var packets = new List<Packet>();
        var block = _block ??= new PacketBlock();
        using var capture = new CaptureFile("capture", new MemoryBytes(file), new CaptureNotes((_, _) => 0, new HostNames()));
        try
        {
            if (!capture.TryBegin())
            {
                return packets;
            }
        }
        catch (CaptureException)
        {
            return packets;
        }

        FillResult filled;
        do
        {
            filled = capture.Fill(block, PacketBlock.Capacity);
            foreach (ref readonly var entry in block.Entries)
            {
                packets.Add(new Packet(entry.Time, entry.Link, entry.OriginalLength, block.Packet(in entry).ToArray()));
            }
        }
        while (filled == FillResult.More);
        return packets;
    }

    public static byte[] Write(IReadOnlyList<Packet> packets)
    {
        var links = packets.Take(Most).Select(p => p.Link).Distinct().ToList();
        var file = new MemoryStream();
        Block(file, PcapngFormat.SectionHeader, [.. Edits.Little32(0x1A2B3C4D), 1, 0, 0, 0, .. Enumerable.Repeat((byte)0xFF, 8)]);
        foreach (var link in links)
        {
            // Nanoseconds (if_tsresol 9).
            Block(file, 1, [(byte)link, (byte)((int)link >> 8), 0, 0, 0, 0, 0, 0, 9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0]);
        }

        foreach (var packet in packets.Take(Most))
        {
            byte[] body =
            [
                .. Edits.Little32((uint)links.IndexOf(packet.Link)), .. Edits.Little32((uint)(packet.Time >> 32)), .. Edits.Little32((uint)packet.Time),
                .. Edits.Little32((uint)packet.Bytes.Length), .. Edits.Little32((uint)packet.WireLength), .. packet.Bytes, .. new byte[-packet.Bytes.Length & 3],
            ];
            Block(file, 6, body);
        }

        return file.ToArray();
    }

    private static void Block(MemoryStream file, uint type, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, type);
        file.Write(number);
        BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)body.Length + 12);
        file.Write(number);
        file.Write(body);
        file.Write(number);
    }
}
