using Sensor.Capture;
using Sensor.Dissectors.Packets;

namespace Sensor.Tests.Support;

/// <summary>A packet as the sensor read it.</summary>
internal sealed record ReadPacket(long Ordinal, long Time, byte[] Bytes, int Original, ushort Interface, LinkType Link);

/// <summary>All that comes out of an input.</summary>
internal sealed record CaptureReading(IReadOnlyList<ReadPacket> Packets, IReadOnlyList<InputReport> Reports, int Blocks)
{
    [ThreadStatic]
    private static PacketBlock? _block;

    public string? Warning => Reports.Single().Warning;

    /// <summary>Time and bytes of each packet, for comparing two readings.</summary>
    public IEnumerable<string> Contents => Packets.Select(p => $"{p.Time} {p.Original} {p.Link} {Convert.ToHexString(p.Bytes)}");

    public static CaptureReading Of(params string[] paths)
    {
        using var input = new CaptureInput(paths);
        return Of(input);
    }

    /// <summary>Reads an input to its end.</summary>
    public static CaptureReading Of(ICaptureInput input)
    {
        var packets = new List<ReadPacket>();
        var block = _block ??= new PacketBlock();
        var blocks = 0;
        do
        {
            input.Fill(block);
            blocks++;
            var ordinal = block.FirstOrdinal;
            foreach (ref readonly var entry in block.Entries)
            {
                packets.Add(new ReadPacket(ordinal++, entry.Time, block.Packet(in entry).ToArray(), entry.OriginalLength, entry.Interface, entry.Link));
            }
        }
        while (!block.IsLast);

        return new CaptureReading(packets, [.. input.Reports], blocks);
    }

    public static CaptureReading Of(CaptureBuilder file) => OfBytes(file.ToArray());

    public static CaptureReading OfBytes(byte[] bytes)
    {
        using var folder = new TempFolder();
        return Of(folder.File(bytes));
    }
}
