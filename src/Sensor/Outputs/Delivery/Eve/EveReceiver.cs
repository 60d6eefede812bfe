using Microsoft.Win32.SafeHandles;

namespace Sensor.Outputs.Delivery.Eve;

/// <summary>Adds lines to a file. A batch is in the file whole, or, where the disk is full, as many lines as fit; a line is never torn.</summary>
internal sealed class EveReceiver : IReceiver, IReopens
{
    private const int Batch = 4096;

    private readonly EveSettings _settings;
    private readonly EveRotation _rotation;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly MemoryStream _lines = new();
    private SafeFileHandle? _file;
    private long _length;
    private DateTimeOffset _until = DateTimeOffset.MaxValue;

    public EveReceiver(EveSettings settings, TimeProvider clock) => (_settings, _rotation, _clock) = (settings, new EveRotation(settings), clock);

    public int MaxBatch => Batch;

    public TimeSpan Linger => TimeSpan.FromMilliseconds(200);

    public ValueTask<Delivered> SendAsync(IReadOnlyList<Outgoing> batch, CancellationToken cancel)
    {
        lock (_gate)
        {
            Rotate();
            Open();
            _length = RandomAccess.GetLength(_file!);
            _lines.SetLength(0);
            foreach (var thing in batch)
            {
                _lines.Write(thing.Body.Span);
                _lines.WriteByte((byte)'\n');
            }

            try
            {
                RandomAccess.Write(_file!, _lines.GetBuffer().AsSpan(0, (int)_lines.Length), _length);
                _length += _lines.Length;
                return ValueTask.FromResult(Delivered.All(batch.Count));
            }
            catch (IOException)
            {
                // What part of it is there is taken back, so that no line is torn or there twice.
                RandomAccess.SetLength(_file!, _length);
                Close();
                throw;
            }
        }
    }

    public void Reopen()
    {
        lock (_gate)
        {
            Close();
            try
            {
                Open();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Tried again, and told, when there is something to write.
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
            _rotation.Dispose();
        }
    }

    private void Open()
    {
        if (_file is not null)
        {
            return;
        }

        if (Path.GetDirectoryName(_settings.Path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        _file = File.OpenHandle(_settings.Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _length = RandomAccess.GetLength(_file);
        EndTornLine();
        _until = _rotation.EndOf(_length == 0 ? _clock.GetUtcNow() : File.GetLastWriteTimeUtc(_settings.Path));
    }

    /// <summary>A crash may have left a part of a line; what comes begins on a new one.</summary>
    private void EndTornLine()
    {
        Span<byte> last = stackalloc byte[1];
        if (_length > 0 && RandomAccess.Read(_file!, last, _length - 1) == 1 && last[0] != '\n')
        {
            RandomAccess.Write(_file!, "\n"u8, _length);
            _length++;
        }
    }

    private void Rotate()
    {
        Open();
        if (_length > 0 && (_length >= _settings.RotateBytes || _clock.GetUtcNow() >= _until))
        {
            Close();
            _rotation.PutAside(_clock.GetUtcNow());
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
