using System.Diagnostics;

namespace Sensor.Capture.Inputs;

/// <summary>Finds out what is new in a folder that captures are being written into. Used by the reader only.</summary>
/// <remarks>It asks for the list of files now and then: that works on every file system, over networks too.</remarks>
internal sealed class FolderWatch(string folder, InputLedger ledger, PacketMerge merge)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>A list that takes long is asked for less often: looking may take this part of the time.</summary>
    private const int Part = 20;

    /// <summary>A file that was read and has been gone for so long is forgotten.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, WatchedFile> _files = new(StringComparer.Ordinal);
    private readonly PacketBlock _block = new();
    private readonly Stopwatch _sinceLook = Stopwatch.StartNew();
    private TimeSpan _interval = Interval;

    public void LookIfDue()
    {
        if (_sinceLook.Elapsed < _interval)
        {
            return;
        }

        try
        {
            Look();
        }
        catch (CaptureException)
        {
            // The folder is away; it may be back in a moment.
        }
    }

    /// <summary>Takes up what is new, and reads on in what has grown.</summary>
    /// <exception cref="CaptureException">The folder can't be read.</exception>
    public void Look()
    {
        _sinceLook.Restart();
        var fresh = new List<(WatchedFile File, long FirstTime)>();
        foreach (var info in FolderListing.Of(folder))
        {
            if (!_files.TryGetValue(info.Name, out var file))
            {
                file = new WatchedFile(Path.Combine(folder, info.Name));
                _files.Add(info.Name, file);
            }

            if (!file.IsNews(info))
            {
                continue;
            }

            if (file.IsDormant)
            {
                file.IsDormant = false;
                merge.AddOpen(file.Reader!);
            }
            else if (file.Reader is null && file.FindFirst(_block) is { } first)
            {
                fresh.Add((file, first));
            }
        }

        // Captures that began at the same time keep the order of their names.
        foreach (var (file, first) in fresh.OrderBy(f => f.FirstTime))
        {
            merge.Add(file.Begin(ledger.Add(file.Path)), first);
        }

        Forget();
        _interval = _sinceLook.Elapsed * Part is var pause && pause > Interval ? pause : Interval;
    }

    /// <summary>A capture has nothing more for the moment.</summary>
    public void Leave(CaptureReader reader) => _files[Path.GetFileName(reader.Path)].IsDormant = true;

    /// <summary>No more will be read: what is left over, and what was passed over, is said.</summary>
    public void Close()
    {
        foreach (var file in _files.Values.Where(f => f.IsDormant))
        {
            Close(file.Reader!);
        }

        foreach (var file in _files.Values.Where(f => f.IsCapture && f.Reader is null).OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            ledger.Add(file.Path);
        }

        var foreign = _files.Values.Count(f => !f.IsCapture);
        if (foreign > 0)
        {
            ledger.Add(folder, foreign == 1
                ? $"{folder} holds a file that isn't a capture, or is compressed; it is passed over."
                : $"{folder} holds {foreign} files that aren't captures, or are compressed; they are passed over.");
        }
    }

    private void Forget()
    {
        foreach (var (name, file) in _files.Where(f => f.Value.Gone > Memory && (f.Value.IsDormant || f.Value.Reader is null)).ToList())
        {
            _files.Remove(name);
            if (file.Reader is { } reader)
            {
                Close(reader);
            }
        }
    }

    private void Close(CaptureReader reader)
    {
        reader.Close();
        ledger.Warn(reader.Input, reader.Warning);
        reader.Dispose();
    }
}
