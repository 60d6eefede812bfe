using System.Buffers.Binary;

namespace Scorecard.Public;

/// <summary>Whom a device dealt with in one capture, as the sensor would remember it: partner and who served, and apart from addresses what was used.</summary>
internal sealed record SetupCapture(string Device, string Name, IReadOnlyList<string> Partners, IReadOnlyList<string> Services, IReadOnlyList<int> Lengths)
{
    private const int Ethernet = 1;
    private const int GlobalHeader = 24;
    private const int RecordHeader = 16;

    /// <summary>Reads a classic pcap of Ethernet. The device is whoever sends most frames unless its MAC is given.</summary>
    /// <exception cref="InvalidDataException">It isn't one.</exception>
    public static SetupCapture Read(string device, string name, ReadOnlySpan<byte> file, ulong? mac = null)
    {
        if (file.Length < GlobalHeader || BinaryPrimitives.ReadUInt32LittleEndian(file) is not (0xA1B2C3D4 or 0xA1B23C4D) || BinaryPrimitives.ReadInt32LittleEndian(file[20..]) != Ethernet)
        {
            throw new InvalidDataException($"{name} isn't a pcap of Ethernet.");
        }

        var owner = mac ?? Busiest(file);
        SortedSet<string> partners = new(StringComparer.Ordinal), services = new(StringComparer.Ordinal);
        var lengths = new List<int>();
        for (var at = GlobalHeader; Next(file, ref at) is { Length: > 0 } record;)
        {
            var frame = record[RecordHeader..];
            if (frame.Length >= 14 && (Mac(frame[6..]) == owner || Mac(frame) == owner))
            {
                lengths.Add(BinaryPrimitives.ReadInt32LittleEndian(record[12..]));
                Note(frame, Mac(frame[6..]) == owner, partners, services);
            }
        }

        return new SetupCapture(device, name, [.. partners], [.. services], lengths);
    }

    private static void Note(ReadOnlySpan<byte> frame, bool sent, SortedSet<string> partners, SortedSet<string> services)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != 0x0800 || frame.Length < 34)
        {
            return;
        }

        var ip = frame[14..];
        var header = (ip[0] & 15) * 4;
        if (ip[9] is not (6 or 17) || ip.Length < header + 4)
        {
            return;
        }

        var (from, to) = (BinaryPrimitives.ReadUInt16BigEndian(ip[header..]), BinaryPrimitives.ReadUInt16BigEndian(ip[(header + 2)..]));
        var other = sent ? ip[16..20] : ip[12..16];

        // The lower port serves: good enough where no handshake need be in the capture.
        var deviceServes = sent ? from < to : to < from;
        var role = deviceServes ? "serves" : "uses";
        partners.Add($"{role} {other[0]}.{other[1]}.{other[2]}.{other[3]}");
        services.Add($"{role} {(ip[9] == 6 ? "tcp" : "udp")} {Math.Min(from, to)}");
    }

    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> file, ref int at)
    {
        if (at + RecordHeader > file.Length)
        {
            return [];
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(file[(at + 8)..]);
        if (length < 0 || length > file.Length - at - RecordHeader)
        {
            return [];
        }

        var record = file.Slice(at, RecordHeader + length);
        at += record.Length;
        return record;
    }

    private static ulong Busiest(ReadOnlySpan<byte> file)
    {
        var sent = new SortedDictionary<ulong, int>();
        for (var at = GlobalHeader; Next(file, ref at) is { Length: > RecordHeader + 13 } record;)
        {
            var mac = Mac(record[(RecordHeader + 6)..]);
            sent[mac] = sent.GetValueOrDefault(mac) + 1;
        }

        return sent.OrderByDescending(s => s.Value).Select(s => s.Key).FirstOrDefault();
    }

    private static ulong Mac(ReadOnlySpan<byte> at) => ((ulong)BinaryPrimitives.ReadUInt16BigEndian(at) << 32) | BinaryPrimitives.ReadUInt32BigEndian(at[2..]);
}
