namespace Sensor.Outputs.Delivery.Spool;

/// <summary>What waits in a receiver's folder, also while a sensor uses it.</summary>
/// <param name="Waiting">Things.</param>
/// <param name="Alerts">Of those, alerts.</param>
/// <param name="Bytes">Of all segments.</param>
/// <param name="Oldest">The earliest packet time; null where nothing waits.</param>
internal readonly record struct SpoolContent(long Waiting, long Alerts, long Bytes, long? Oldest)
{
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be read.</exception>
    public static SpoolContent Of(string folder)
    {
        var position = SpoolCursor.Of(folder) ?? default;
        var content = default(SpoolContent);
        foreach (var segment in Segment.AllIn(folder).Where(s => s.Number >= position.Segment))
        {
            content = content.With(segment, segment.Number == position.Segment ? position.Offset : Segment.HeadBytes);
        }

        return content;
    }

    private SpoolContent With(Segment segment, long from)
    {
        byte[] bytes;
        try
        {
            bytes = Read(segment.Path);
        }
        catch (FileNotFoundException)
        {
            // Taken meanwhile.
            return this;
        }

        var content = this with { Bytes = Bytes + bytes.Length };
        var (at, lost) = ((int)Math.Min(from, bytes.Length), 0);
        for (; segment.HasHead(bytes) && SegmentWalk.Next(bytes, ref at, out var length, ref lost); at += length)
        {
            var thing = SpoolFrame.Read(bytes.AsMemory(at, length), out _);
            content = new SpoolContent(content.Waiting + 1, content.Alerts + (thing.Severity > 0 ? 1 : 0), content.Bytes, Math.Min(content.Oldest ?? long.MaxValue, thing.Time));
        }

        return content;
    }

    private static byte[] Read(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[RandomAccess.GetLength(file)];
        var length = RandomAccess.Read(file, bytes, 0);
        return bytes[..length];
    }
}
