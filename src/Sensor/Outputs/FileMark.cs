namespace Sensor.Outputs;

/// <summary>How far a file came at some point, and its last bytes, by which it is known again.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Tail">The last of them, at most <see cref="TailBytes"/>.</param>
internal readonly record struct FileMark(long Length, byte[] Tail)
{
    public const int TailBytes = 256;

    public static FileMark Empty { get; } = new(0, []);

    /// <summary>The mark when more has been written.</summary>
    public FileMark After(ReadOnlySpan<byte> more)
    {
        if (more.IsEmpty)
        {
            return this;
        }

        var kept = more.Length >= TailBytes ? [] : Tail.AsSpan(Math.Max(0, Tail.Length + more.Length - TailBytes));
        return new FileMark(Length + more.Length, [.. kept, .. more[Math.Max(0, more.Length - TailBytes)..]]);
    }

    /// <summary>The file comes at least so far and is the same there.</summary>
    public bool Fits(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var tail = new byte[Tail.Length];
        return RandomAccess.GetLength(file) >= Length && RandomAccess.Read(file, tail, Length - tail.Length) == tail.Length && tail.AsSpan().SequenceEqual(Tail);
    }
}

/// <summary>How far the two result files that grow while facts come had come at some point.</summary>
/// <param name="Folder">Full path of their folder.</param>
/// <param name="Events"><c>events.jsonl</c>.</param>
/// <param name="Alerts"><c>alerts.jsonl</c>.</param>
internal sealed record OutputMarks(string Folder, FileMark Events, FileMark Alerts);
