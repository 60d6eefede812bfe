using Microsoft.Win32.SafeHandles;
using Sensor.State;

namespace Sensor.Outputs.Delivery.Spool;

/// <summary>
/// What waits for one receiver on disk: segments that are only appended to, and a cursor that says what was taken. A segment that was taken whole is deleted; each
/// run begins a new one. One thread at a time; an <see cref="IOException"/> says that the disk can't be used.
/// </summary>
internal sealed class SegmentLog : IDisposable
{
    private const string LockName = "lock", DamagedSuffix = ".damaged";
    private const int MaxSegment = 16 << 20, MinSegment = 64 << 10, Window = 1 << 20;

    private readonly string _folder;
    private readonly int _segmentBytes;
    private readonly FileStream _lock;
    private readonly SpoolCursor _cursor;
    private readonly LinkedList<Segment> _segments = [];
    private readonly List<string> _troubles = [];
    private SafeFileHandle? _writing;
    private SafeFileHandle? _reading;
    private bool _isDirty;
    private long _next;
    private long _offset = Segment.HeadBytes;
    private long _alertTaken;
    private long _taken;
    private byte[] _window = [];
    private (long Segment, long Start, int Length) _inWindow;

    /// <param name="folder">The receiver's own, made where there is none.</param>
    /// <param name="bytes">Of all segments, at most; sizes them.</param>
    /// <param name="each">Is given every thing that waits, in order, and the number of its alert.</param>
    /// <exception cref="IOException">The folder can't be used, or another sensor uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be used.</exception>
    public SegmentLog(string folder, long bytes, Action<Outgoing, long> each)
    {
        _folder = folder;
        _segmentBytes = (int)Math.Clamp(bytes / 16, MinSegment, MaxSegment);
        try
        {
            StateFolder.MakeOwn(folder);
            _lock = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _cursor = new SpoolCursor(folder);
            Load(each);
        }
        catch
        {
            _cursor?.Dispose();
            _lock?.Dispose();
            throw;
        }
    }

    /// <summary>There was no spool here before.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Bytes of all segments.</summary>
    public long Bytes { get; private set; }

    /// <summary>Things that wait.</summary>
    public long Waiting { get; private set; }

    /// <summary>Number of the last alert that was here when this was opened, or was taken before.</summary>
    public long LastAlert { get; private set; }

    /// <summary>What was wrong with what was found, in sentences.</summary>
    public IReadOnlyList<string> Troubles => _troubles;

    /// <summary>Writes frames, all of them or, where an exception says so, the first ones, which the caller has then been told of.</summary>
    /// <param name="frames">Whole frames.</param>
    /// <param name="written">Told of bytes and frames as they are written.</param>
    public void Append(ReadOnlySpan<byte> frames, Action<int, int> written)
    {
        while (!frames.IsEmpty)
        {
            var (bytes, count) = (0, 0);
            var room = _segmentBytes - (_writing is null ? _segmentBytes : _segments.Last!.Value.Length);
            while (bytes < frames.Length)
            {
                SpoolFrame.Look(frames[bytes..], out var length);
                if (count > 0 && bytes + length > room)
                {
                    break;
                }

                if (count == 0 && length > room)
                {
                    Begin();
                    room = _segmentBytes - Segment.HeadBytes;
                }

                (bytes, count) = (bytes + length, count + 1);
            }

            Write(frames[..bytes], count);
            written(bytes, count);
            frames = frames[bytes..];
        }
    }

    /// <summary>Has what was written reach the disk, power loss or not.</summary>
    public void Sync()
    {
        if (_isDirty && _writing is not null)
        {
            RandomAccess.FlushToDisk(_writing);
            _isDirty = false;
        }
    }

    /// <summary>The next things, with the numbers of alerts, without taking them. Bodies are valid until this is called again.</summary>
    public void Peek(List<(Outgoing Thing, long Number)> batch, int most)
    {
        while (_segments.First?.Value is { } segment && batch.Count == 0)
        {
            if (_offset >= segment.Length)
            {
                if (_segments.Count == 1)
                {
                    // What was damaged and passed over doesn't wait any more.
                    Waiting = 0;
                    break;
                }

                PassOn();
                continue;
            }

            var rest = Fill(segment);
            var at = 0;
            while (batch.Count < most && at < rest.Length && SpoolFrame.Look(rest.Span[at..], out var length) == FrameState.Whole)
            {
                batch.Add((SpoolFrame.Read(rest.Slice(at, length), out var number), number));
                at += length;
            }

            if (batch.Count == 0)
            {
                SkipDamage(segment, rest.Span);
            }
        }
    }

    /// <summary>The receiver has the first things that were looked at.</summary>
    public void Take(int bytes, int count, long lastAlert)
    {
        _offset += bytes;
        _taken += count;
        Waiting = Math.Max(0, Waiting - count);
        _alertTaken = Math.Max(_alertTaken, lastAlert);
        if (_segments.First is { Value: var segment } && _offset >= segment.Length && _segments.Count > 1)
        {
            PassOn();
        }
        else
        {
            WriteCursor();
        }
    }

    /// <summary>Alerts up to this number needn't be looked for. A smaller one than before: their numbers began anew.</summary>
    public void Consider(long alert)
    {
        _alertTaken = alert;
        WriteCursor();
    }

    public void Dispose()
    {
        try
        {
            Sync();
            if (_segments.Count == 1 && _offset >= _segments.First!.Value.Length)
            {
                PassOn();
            }
            else
            {
                WriteCursor();
            }
        }
        catch (IOException)
        {
            // Said when it first failed.
        }

        _writing?.Dispose();
        _reading?.Dispose();
        _cursor.Dispose();
        _lock.Dispose();
    }

    private void Load(Action<Outgoing, long> each)
    {
        var position = _cursor.Read();
        IsNew = position is null && !Segment.AllIn(_folder).Any();
        (_alertTaken, _taken) = (position?.Alert ?? 0, position?.Taken ?? 0);
        _next = position?.Segment ?? 0;
        LastAlert = _alertTaken;
        foreach (var segment in Segment.AllIn(_folder).ToList())
        {
            _next = Math.Max(_next, segment.Number);
            if (segment.Number < position?.Segment)
            {
                Delete(segment);
            }
            else
            {
                Load(segment, segment.Number == position?.Segment ? position.Value.Offset : Segment.HeadBytes, each);
            }
        }

        if (IsNew)
        {
            WriteCursor();
        }
    }

    private void Load(Segment segment, long from, Action<Outgoing, long> each)
    {
        var bytes = File.ReadAllBytes(segment.Path);
        if (!segment.HasHead(bytes))
        {
            if (bytes.Length >= Segment.HeadBytes)
            {
                _troubles.Add($"{segment.Path} isn't a part of this spool and is kept as {SetAside(segment)}");
            }
            else
            {
                File.Delete(segment.Path);
            }

            return;
        }

        var (at, lost, count) = ((int)Math.Min(from, bytes.Length), 0, 0);
        for (; SegmentWalk.Next(bytes, ref at, out var length, ref lost); at += length)
        {
            var thing = SpoolFrame.Read(bytes.AsMemory(at, length), out var number);
            LastAlert = Math.Max(LastAlert, number);
            each(thing, number);
            count++;
        }

        if (lost > 0)
        {
            _troubles.Add($"{segment.Path} is damaged: at least {lost} of what waited there {(lost == 1 ? "is" : "are")} lost");
        }

        if (_segments.Count == 0)
        {
            _offset = Math.Max(Segment.HeadBytes, from);
        }

        segment.Length = bytes.Length;
        Bytes += bytes.Length;
        Waiting += count;
        _segments.AddLast(segment);
    }

    /// <summary>One file that is somebody else's is kept, the latest.</summary>
    private static string SetAside(Segment segment)
    {
        var aside = segment.Path + DamagedSuffix;
        foreach (var earlier in Directory.EnumerateFiles(Path.GetDirectoryName(segment.Path)!, "*" + DamagedSuffix))
        {
            File.Delete(earlier);
        }

        File.Move(segment.Path, aside);
        return aside;
    }

    private void Begin()
    {
        Sync();
        var segment = Segment.In(_folder, _next + 1);
        var file = File.OpenHandle(segment.Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        try
        {
            RandomAccess.Write(file, segment.Head(), 0);
        }
        catch (IOException)
        {
            file.Dispose();
            File.Delete(segment.Path);
            throw;
        }

        _next++;
        _writing?.Dispose();
        _writing = file;
        if (_segments.Count == 0)
        {
            _offset = Segment.HeadBytes;
        }

        _segments.AddLast(segment);
        Bytes += Segment.HeadBytes;
    }

    private void Write(ReadOnlySpan<byte> frames, int count)
    {
        var segment = _segments.Last!.Value;
        try
        {
            RandomAccess.Write(_writing!, frames, segment.Length);
        }
        catch (IOException)
        {
            // A part of it may be there; nobody looks beyond the length, and the next run at most finds a torn end.
            RandomAccess.SetLength(_writing!, segment.Length);
            throw;
        }

        segment.Length += frames.Length;
        Bytes += frames.Length;
        Waiting += count;
        _isDirty = true;
    }

    /// <summary>Bytes of a segment from the position on: as many as are at hand, at least a frame where there is one.</summary>
    private ReadOnlyMemory<byte> Fill(Segment segment)
    {
        var at = (int)(_offset - _inWindow.Start);
        var isHere = _inWindow.Segment == segment.Number && at >= 0 && at < _inWindow.Length;
        if (isHere && SpoolFrame.Look(_window.AsSpan(at, _inWindow.Length - at), out _) == FrameState.Whole)
        {
            return _window.AsMemory(at, _inWindow.Length - at);
        }

        var wanted = (int)Math.Min(segment.Length - _offset, Math.Max(Window, SpoolFrame.MaxBytes));
        if (_window.Length < wanted)
        {
            _window = new byte[Math.Max(wanted, Math.Min(Window, _segmentBytes))];
        }

        if (_inWindow.Segment != segment.Number || _reading is null)
        {
            _reading?.Dispose();
            _reading = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        var read = RandomAccess.Read(_reading, _window.AsSpan(0, wanted), _offset);
        _inWindow = (segment.Number, _offset, read);
        return _window.AsMemory(0, read);
    }

    /// <summary>There is no whole frame at the position: goes on with the next one. What is lost was said when the spool was opened.</summary>
    private void SkipDamage(Segment segment, ReadOnlySpan<byte> rest)
    {
        var (at, lost) = (0, 0);
        _offset = SegmentWalk.Next(rest, ref at, out _, ref lost) ? _offset + at : segment.Length;
    }

    /// <summary>The first segment was taken whole. Its file goes last: whatever the disk does, the position is that of what is next.</summary>
    private void PassOn()
    {
        var segment = _segments.First!.Value;
        _segments.RemoveFirst();
        Bytes -= segment.Length;
        _offset = Segment.HeadBytes;
        if (_segments.Count == 0)
        {
            _writing?.Dispose();
            _writing = null;
        }

        WriteCursor();
        Delete(segment);
    }

    /// <summary>A segment before the cursor. Where it can't be deleted now, the next run tries again.</summary>
    private static void Delete(Segment segment)
    {
        try
        {
            File.Delete(segment.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing of it is needed; what ails the disk is told by who writes to it.
        }
    }

    private void WriteCursor() => _cursor.Write(new SpoolPosition(_segments.First?.Value.Number ?? _next + 1, _segments.Count == 0 ? Segment.HeadBytes : _offset, _alertTaken, _taken));
}
