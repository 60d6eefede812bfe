using System.Diagnostics;
using Sensor.Capture.Sources;

namespace Sensor.Capture.Inputs;

/// <summary>What is known of a file in a folder that captures are being written into.</summary>
#pragma warning disable CA1001 // Whoever merges the captures disposes of their readers, and those of their bytes.
internal sealed class WatchedFile(string path)
#pragma warning restore CA1001
{
    private GrowingBytes? _bytes;
    private long _length = -1;
    private DateTime _written;
    private long _listed;

    public string Path => path;

    /// <summary>Its reader, once the first packet was seen.</summary>
    public CaptureReader? Reader { get; private set; }

    /// <summary>All there was has been read.</summary>
    public bool IsDormant { get; set; }

    /// <summary>It isn't a capture.</summary>
    public bool IsForeign { get; private set; }

    /// <summary>It is a capture, with packets or still without.</summary>
    public bool IsCapture { get; private set; }

    /// <summary>How long the folder has been without it.</summary>
    public TimeSpan Gone => Stopwatch.GetElapsedTime(_listed);

    /// <summary>The folder has it.</summary>
    /// <returns>Whether it is worth a look: it is new, has changed, or is another file than the one read.</returns>
    public bool IsNews(FileInfo info)
    {
        _listed = Stopwatch.GetTimestamp();
        var isShorter = info.Length < _length;
        var isChanged = info.Length != _length || info.LastWriteTimeUtc != _written;
        (_length, _written) = (info.Length, info.LastWriteTimeUtc);
        if (Reader is { IsOver: true, Held: null } && (isShorter || _bytes!.Fault is not null))
        {
            Reader = null;
            isChanged = true;
        }

        IsForeign &= !isShorter;
        return isChanged && !IsForeign;
    }

    /// <summary>Time of the first packet in nanoseconds since the Unix epoch; null while there is none.</summary>
    /// <param name="block">Takes what is read.</param>
    public long? FindFirst(PacketBlock block)
    {
        using var reader = new CaptureReader(path, 0, () => new GrowingBytes(path));
        try
        {
            reader.Open(new CaptureNotes((_, _) => 0, new HostNames()));
            IsCapture = reader.TryBegin();
            return IsCapture ? reader.FindFirst(block, null) : null;
        }
        catch (CaptureException)
        {
            IsForeign = true;
            return null;
        }
    }

    /// <summary>It is going to be read.</summary>
    /// <param name="input">Its number in the ledger.</param>
    public CaptureReader Begin(int input) => Reader = new CaptureReader(path, input, () => _bytes = new GrowingBytes(path));
}
