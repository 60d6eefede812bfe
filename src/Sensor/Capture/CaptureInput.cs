namespace Sensor.Capture;

/// <summary>What became of one input path.</summary>
internal sealed record InputReport(string Path, long Packets, string? Warning)
{
    /// <summary>Ordinal of the file's first packet in the whole input.</summary>
    public long FirstOrdinal { get; init; }
}

/// <summary>Several capture files as one input, in the order given. Used by one thread at a time.</summary>
internal sealed class CaptureInput : IDisposable
{
    private readonly List<CaptureFile> _files = [];
    private readonly List<InputReport> _reports = [];
    private readonly List<int> _fileReports = [];
    private int _current;
    private long _ordinal = 1;
    private ushort _interfaces;
    private volatile bool _stopped;
    private long _bytesRead;

    /// <exception cref="CaptureException">None of the paths can be used.</exception>
    public CaptureInput(IReadOnlyList<string> paths)
    {
        CaptureException? first = null;
        foreach (var path in paths)
        {
            try
            {
                var file = CaptureFile.Open(path, () => _interfaces == ushort.MaxValue ? _interfaces : _interfaces++);
                _files.Add(file);
                _fileReports.Add(_reports.Count);
                _reports.Add(new InputReport(path, 0, null));
                TotalBytes += file.Length;
            }
            catch (CaptureException e)
            {
                first ??= e;
                _reports.Add(new InputReport(path, 0, e.Message));
            }
        }

        if (_files.Count == 0)
        {
            throw first ?? new CaptureException("No capture was named.");
        }
    }

    public long TotalBytes { get; }

    public long BytesRead => Interlocked.Read(ref _bytesRead);

    public IReadOnlyList<InputReport> Reports => _reports;

    /// <summary>The first path that can be read; the seed of pseudonyms where no key is given.</summary>
    public string FirstUsablePath => _files[0].Path;

    /// <summary>No further block is filled; what was filled is still worked through.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Fills the next block of the input; the last one says so.</summary>
    public void Fill(PacketBlock block)
    {
        block.Clear();
        block.FirstOrdinal = _ordinal;
        if (_stopped || _current == _files.Count)
        {
            block.IsLast = true;
            return;
        }

        var file = _files[_current];
        var report = _fileReports[_current];
        if (file.Packets == 0)
        {
            _reports[report] = _reports[report] with { FirstOrdinal = _ordinal };
        }

        var before = file.Packets;
        var more = file.Fill(block);
        Interlocked.Add(ref _bytesRead, block.Length);
        _ordinal += file.Packets - before;
        _reports[report] = _reports[report] with { Packets = file.Packets, Warning = file.Warning };
        if (!more)
        {
            _current++;
            block.IsLast = _current == _files.Count;
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }
}
