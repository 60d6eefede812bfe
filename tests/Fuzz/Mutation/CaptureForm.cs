using System.IO.Compression;
using Sensor.Fuzz.Inputs;

namespace Sensor.Fuzz.Mutation;

/// <summary>Mutates a capture file as its format has it: file header, records or blocks, their header fields, options, compression.</summary>
internal static class CaptureForm
{
    private const int PcapHeader = 24, RecordHeader = 16, BlockHeader = 28;

    private static readonly byte[][] _words =
    [
        [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D], [0x0A, 0x0D, 0x0D, 0x0A], [0x4D, 0x3C, 0x2B, 0x1A],
        [0x1A, 0x2B, 0x3C, 0x4D], [1, 0, 0, 0], [2, 0, 0, 0], [3, 0, 0, 0], [4, 0, 0, 0], [5, 0, 0, 0], [6, 0, 0, 0], [0xAD, 0x0B, 0, 0], [9, 0, 1, 0, 0x8A, 0, 0, 0],
        [14, 0, 8, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [2, 0, 3, 0, (byte)'e', (byte)'t', (byte)'h', 0], [0x1F, 0x8B],
    ];

    public static byte[] Mutate(byte[] file, byte[] other, Dice dice)
    {
        if (file.Length > 2 && file[0] == 0x1F && file[1] == 0x8B)
        {
            return dice.Once(4) && TryInflate(file) is { Length: > 0 } plain ? Deflate(Mutate(plain, other, dice), dice) : Havoc.Mutate(file, other, _words, dice);
        }

        var parts = Split(file);
        var at = dice.Next(parts.Count);
        switch (dice.Next(11))
        {
            case 0 when parts.Count > 1:
                parts.RemoveAt(at);
                break;
            case 1:
                parts.Insert(dice.Next(parts.Count + 1), parts[at]);
                break;
            case 2:
                var with = dice.Next(parts.Count);
                (parts[at], parts[with]) = (parts[with], parts[at]);
                break;
            case 3:
                var others = Split(other);
                parts.Insert(dice.Next(parts.Count + 1), others[dice.Next(others.Count)]);
                break;
            case 4 or 5 or 6:
                byte[] lied = [.. parts[at]];
                Edits.Lie(lied, 4 * dice.Next(Math.Min(lied.Length, BlockHeader) / 4), dice.Of<int>([1, 2, 4, 4, 4]), dice.Once(3), dice);
                parts[at] = lied;
                break;
            case 7:
                // The length at a block's end, which nobody should need.
                byte[] ended = [.. parts[at]];
                Edits.Lie(ended, ended.Length - 4, 4, false, dice);
                parts[at] = ended;
                break;
            case 8:
                parts[at] = Havoc.Mutate(parts[at], other, _words, dice);
                break;
            case 9 when dice.Once(8):
                return Deflate(file, dice);
            default:
                parts.Insert(dice.Next(parts.Count + 1), Block(dice));
                break;
        }

        return [.. parts.SelectMany(p => p)];
    }

    /// <summary>File header and records, or blocks; what can't be told apart is one part.</summary>
    public static List<byte[]> Split(byte[] file)
    {
        var parts = new List<byte[]>();
        var isPcapng = file.Length >= 4 && file.AsSpan(0, 4).SequenceEqual(_words[4]);
        var swapped = file.Length >= 12 && (isPcapng ? file[8] == 0x1A : file[0] == 0xA1);
        for (var at = 0; at < file.Length;)
        {
            long length = isPcapng
                ? at + 8 <= file.Length ? Read(file, at + 4, swapped) : 0
                : at == 0 ? PcapHeader : at + RecordHeader <= file.Length ? RecordHeader + (long)Read(file, at + 8, swapped) : 0;
            var end = length <= 0 || at + length > file.Length ? file.Length : at + (int)length;
            parts.Add(file[at..end]);
            at = end;
        }

        return parts.Count > 0 ? parts : [[]];
    }

    private static uint Read(byte[] file, int at, bool bigEndian) => Edits.Read(file.AsSpan(at), 4, bigEndian);

    /// <summary>A pcapng block of any type with any content and a true length, mostly.</summary>
    private static byte[] Block(Dice dice)
    {
        var body = new List<byte>();
        for (var n = dice.Few(8); n > 0; n--)
        {
            body.AddRange(dice.Once(2) ? dice.Of(_words) : Edits.Little32(dice.Number(0, 16)));
        }

        while (body.Count % 4 != 0)
        {
            body.Add(0);
        }

        var length = dice.Once(8) ? dice.Number((uint)body.Count + 12, 0) : (uint)body.Count + 12;
        return [.. dice.Of(_words), .. Edits.Little32(length), .. body, .. Edits.Little32(length)];
    }

    private static byte[] Deflate(byte[] file, Dice dice)
    {
        // Stored, so that mutations reach what is inside, or compressed; at times two members.
        var level = dice.Once(2) ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
        var at = dice.Once(3) ? dice.Next(file.Length + 1) : file.Length;
        return [.. Member(file.AsSpan(0, at), level), .. at < file.Length ? Member(file.AsSpan(at), level) : []];
    }

    private static byte[] Member(ReadOnlySpan<byte> bytes, CompressionLevel level)
    {
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, level, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return memory.ToArray();
    }

    private static byte[]? TryInflate(byte[] file)
    {
        try
        {
            var plain = new byte[64 * 1024];
            using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
            return plain[..gzip.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
