using System.Buffers.Binary;
using System.Globalization;

namespace Sensor.Outputs.Delivery.Spool;

/// <summary>A file of frames, which begins with who wrote it and its number.</summary>
/// <param name="Number">From 1; later ones have larger numbers.</param>
/// <param name="Path">The file.</param>
internal sealed record Segment(long Number, string Path)
{
    public const int HeadBytes = 16;

    public const string Suffix = ".seg";

    /// <summary>Bytes that were written whole.</summary>
    public long Length { get; set; } = HeadBytes;

    public static Segment In(string folder, long number) =>
        new(number, System.IO.Path.Combine(folder, number.ToString("d16", CultureInfo.InvariantCulture) + Suffix));

    /// <summary>Files of a folder that have a segment's name, in order.</summary>
    public static IEnumerable<Segment> AllIn(string folder) => Directory.EnumerateFiles(folder, "*" + Suffix)
        .Select(path => (path, isOne: long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number), number))
        .Where(f => f.isOne && f.number > 0).Select(f => new Segment(f.number, f.path)).OrderBy(s => s.Number);

    public byte[] Head()
    {
        var head = new byte[HeadBytes];
        "SNSPOOL1"u8.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(8), Number);
        return head;
    }

    public bool HasHead(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Head());
}
