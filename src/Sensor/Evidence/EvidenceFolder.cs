namespace Sensor.Evidence;

/// <summary>The captures of alerts, one file each that only their owner can read. Within a bound: the oldest go first.</summary>
internal sealed class EvidenceFolder
{
    /// <summary>Its name in a folder of results or of state.</summary>
    public const string Name = "evidence";

    public const int MaxFiles = 100_000;

    private const string Pattern = "alert-*.pcapng", Draft = ".new";

    private readonly string _path;
    private readonly long _keep;
    private Queue<(string Path, long Bytes)> _files = new();
    private long _bytes;

    /// <param name="parent">Folder of results or of state.</param>
    /// <param name="keep">Bytes kept at most, the latest file whatever its size.</param>
    /// <param name="begin">Captures of an earlier run are of other alerts: they are removed.</param>
    /// <exception cref="IOException">It can't be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public EvidenceFolder(string parent, long keep, bool begin)
    {
        _path = Path.Combine(parent, Name);
        _keep = keep;
        OwnFile.MakeFolder(_path);
        foreach (var draft in Directory.GetFiles(_path, Pattern + Draft))
        {
            // Of a run that ended while it wrote.
            File.Delete(draft);
        }

        foreach (var file in Directory.GetFiles(_path, Pattern).OrderBy(f => f.Length).ThenBy(f => f, StringComparer.Ordinal))
        {
            if (begin)
            {
                File.Delete(file);
            }
            else
            {
                Count(file);
            }
        }
    }

    /// <summary>Captures removed to make room.</summary>
    public long Removed { get; private set; }

    /// <summary>An alert's capture, seen from the folder of results or of state.</summary>
    public static string NameOf(string id) => $"{Name}/{id}.pcapng";

    /// <summary>Adds an alert's capture, whole or not at all, and makes room for the next.</summary>
    public void Write(string id, ReadOnlySpan<byte> capture)
    {
        var path = Path.Combine(_path, $"{id}.pcapng");
        var draft = path + Draft;
        TryDelete(draft);
        try
        {
            using (var file = OwnFile.Open(draft, FileMode.CreateNew))
            {
                file.Write(capture);
            }

            Forget(path);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            // Half of it is of no use, and takes room that nobody counts.
            TryDelete(draft);
            throw;
        }

        Count(path);
    }

    /// <returns>It is gone.</returns>
    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A sensor that was killed gives numbers anew that it didn't get to save: what it kept under them is replaced.</summary>
    private void Forget(string path)
    {
        if (File.Exists(path))
        {
            _bytes -= _files.Where(f => f.Path == path).Sum(f => f.Bytes);
            _files = new(_files.Where(f => f.Path != path));
        }
    }

    private void Count(string path)
    {
        var bytes = new FileInfo(path).Length;
        _files.Enqueue((path, bytes));
        _bytes += bytes;
        while (_files.Count > 1 && (_bytes > _keep || _files.Count > MaxFiles))
        {
            var oldest = _files.Dequeue();
            _bytes -= oldest.Bytes;

            // One that can't be removed is counted again at the next start; the others go on making room.
            Removed += TryDelete(oldest.Path) ? 1 : 0;
        }
    }
}
