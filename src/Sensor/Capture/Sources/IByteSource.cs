namespace Sensor.Capture.Sources;

/// <summary>The bytes of one capture, from front to back. Used by one thread at a time.</summary>
internal interface IByteSource : IDisposable
{
    /// <summary>The same bytes can be had again by opening it again: so it is with files, and not with pipes.</summary>
    bool CanReopen { get; }

    /// <summary>Nothing comes after what was read.</summary>
    bool AtEnd { get; }

    /// <summary>Why the bytes end before their time, as the rest of a sentence that begins with the path; null when they don't.</summary>
    string? Fault { get; }

    /// <summary>Bytes used up so far, as they are stored: those of a compressed file are counted compressed.</summary>
    long StoredRead { get; }

    /// <summary>Bytes as they are stored; null when nobody can know.</summary>
    long? StoredLength { get; }

    /// <summary>Reads what there is. May wait a little for more, never longer than <see cref="SourcePatience.Longest"/>.</summary>
    /// <returns>Bytes read; 0 when nothing has come yet, or <see cref="AtEnd"/>.</returns>
    int Read(Span<byte> room);
}

/// <summary>How long a source keeps its reader waiting.</summary>
internal static class SourcePatience
{
    /// <summary>Short enough for Ctrl-C to be prompt and for a watcher to see results as they come.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);
}
