using System.Buffers.Binary;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>A frame and when it was seen, in microseconds since the capture began. The bytes may be used again for the next one.</summary>
internal readonly record struct Timed(long Time, byte[] Bytes);

/// <summary>Writes captures of an attack with ordinary conversations from <c>pcaps/parts</c> in between.</summary>
internal static class FloodCapture
{
    /// <summary>Microseconds that every attack lasts.</summary>
    public const long Duration = 4_000_000;

    private const uint Start = 1_763_750_000;

    /// <summary>Conversations of less than a second, each begun at another moment of the attack.</summary>
    private static readonly string[] Brief =
        ["dicom-bulk", "dicom-move.ns", "dicom-echo", "dicom-worklist", "dicom-reordered", "hl7-errors.ns", "hl7-dribble", "hl7-batch", "tunnel-fragments"];

    /// <summary>Conversations drawn out over the whole attack.</summary>
    private static readonly string[] Long = ["hl7-persistent", "dicom-vlan"];

    /// <summary>The ordinary conversations alone, or with an attack.</summary>
    public static void Write(string path, IEnumerable<Timed>? attack)
    {
        using var file = File.Create(path, 1 << 20);
        file.Write(ClassicPcap.Header());
        var ordinary = Ordinary();
        var next = 0;
        foreach (var frame in attack ?? [])
        {
            for (; next < ordinary.Count && ordinary[next].Time <= frame.Time; next++)
            {
                WriteRecord(file, ordinary[next]);
            }

            WriteRecord(file, frame);
        }

        foreach (var frame in ordinary.Skip(next))
        {
            WriteRecord(file, frame);
        }
    }

    private static void WriteRecord(FileStream file, Timed frame)
    {
        Span<byte> header = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Start + (uint)(frame.Time / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(frame.Time % 1_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], frame.Bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], frame.Bytes.Length);
        file.Write(header);
        file.Write(frame.Bytes);
    }

    private static List<Timed> Ordinary()
    {
        var frames = new List<Timed>();
        for (var i = 0; i < Brief.Length; i++)
        {
            var from = i * (Duration - 1_000_000) / Brief.Length;
            frames.AddRange(Frames(Brief[i]).Select(f => f with { Time = from + f.Time }));
        }

        foreach (var name in Long)
        {
            var part = Frames(name);
            frames.AddRange(part.Select(f => f with { Time = f.Time * (Duration - 1) / part[^1].Time }));
        }

        return [.. frames.OrderBy(f => f.Time)];
    }

    /// <summary>A small capture's frames, in microseconds since its first.</summary>
    private static List<Timed> Frames(string name)
    {
        var path = Repository.Capture($"parts/{name}.pcap");
        var unit = BinaryPrimitives.ReadUInt32LittleEndian(File.ReadAllBytes(path)) == 0xA1B23C4D ? 1000 : 1;
        var frames = ClassicPcap.Read(path)
            .Select(r => new Timed((BinaryPrimitives.ReadUInt32LittleEndian(r) * 1_000_000L) + (BinaryPrimitives.ReadUInt32LittleEndian(r.AsSpan(4)) / unit), r[16..])).ToList();
        var first = frames[0].Time;
        return [.. frames.Select(f => f with { Time = f.Time - first })];
    }
}
