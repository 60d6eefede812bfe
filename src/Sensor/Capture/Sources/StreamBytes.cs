using System.IO.Compression;

namespace Sensor.Capture.Sources;

/// <summary>
/// Bytes that can only be had one after the other, plain or as gzip: a thread of their own reads and inflates ahead, by at most <see cref="Ahead"/> bytes.
/// So inflating costs the reader nothing, and a pipe that says nothing can't hold it up.
/// </summary>
/// <param name="open">Opens the stream, on the thread that reads it: a named pipe may keep it waiting for its other end.</param>
/// <param name="canReopen">The same bytes can be had again.</param>
internal sealed class StreamBytes(Func<Stream> open, bool canReopen) : IByteSource
{
    /// <summary>Bytes read ahead at most.</summary>
    public const int Ahead = 1 << 20;

    /// <summary>Bytes inflated in one go. What such a piece had is gone when it turns out to be damaged; only a file can be asked again.</summary>
    private const int Piece = 64 * 1024, OnlyPiece = 4 * 1024;

    private readonly object _changed = new();
    private readonly byte[] _ring = new byte[Ahead];
    private Thread? _pump;
    private long _written;
    private long _read;
    private long _stored;
    private bool _finished;
    private bool _closed;

    public bool CanReopen => canReopen;

    public bool AtEnd { get; private set; }

    public string? Fault { get; private set; }

    public long StoredRead => Interlocked.Read(ref _stored);

    public long? StoredLength { get; init; }

    public int Read(Span<byte> room)
    {
        if (_pump is null)
        {
            _pump = new Thread(Pump) { Name = "read ahead", IsBackground = true };
            _pump.Start();
        }

        // Of a file a whole block is worth waiting for; what comes through a pipe is wanted as it comes.
        var total = 0;
        do
        {
            var read = ReadSome(room[total..]);
            if (read == 0)
            {
                break;
            }

            total += read;
        }
        while (canReopen && total < room.Length);
        return total;
    }

    /// <summary>The thread that reads ahead may be waiting for a pipe; it is left to itself and finds out when it comes back.</summary>
    public void Dispose()
    {
        lock (_changed)
        {
            _closed = true;
            Monitor.PulseAll(_changed);
        }
    }

    private int ReadSome(Span<byte> room)
    {
        int count;
        lock (_changed)
        {
            if (_written == _read && !_finished)
            {
                Monitor.Wait(_changed, SourcePatience.Longest);
            }

            count = (int)Math.Min(_written - _read, room.Length);
            AtEnd = _finished && count == _written - _read;
        }

        // What was written and not read belongs to the reader: no lock while copying.
        var at = (int)(_read % Ahead);
        var first = Math.Min(count, Ahead - at);
        _ring.AsSpan(at, first).CopyTo(room);
        _ring.AsSpan(0, count - first).CopyTo(room[first..]);
        lock (_changed)
        {
            _read += count;
            Monitor.PulseAll(_changed);
        }

        return count;
    }

    private void Pump()
    {
        string? fault = null;
        try
        {
            fault = PumpAll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            fault = $"can't be read{(_written > 0 ? " any further" : "")}: {e.Message.TrimEnd('.')}";
        }

        lock (_changed)
        {
            Fault = fault;
            _finished = true;
            Monitor.PulseAll(_changed);
        }
    }

    private string? PumpAll()
    {
        using var raw = open();
        using var stream = Unpacked(raw, out var isGzip);
        try
        {
            var piece = !isGzip ? Ahead : canReopen ? Piece : OnlyPiece;
            bool more;
            do
            {
                more = TryPumpOne(stream, piece);
                Interlocked.Exchange(ref _stored, raw.CanSeek ? raw.Position : _written);
            }
            while (more);
            return null;
        }
        catch (InvalidDataException)
        {
            if (canReopen)
            {
                Salvage(raw.Position);
            }

            return "is damaged: its gzip data can't be inflated any further";
        }
    }

    /// <summary>Inflates once more, with no byte of the damaged piece before it is needed: so all that comes before the damage comes out.</summary>
    /// <param name="failedAt">How far the compressed bytes had been read.</param>
    private void Salvage(long failedAt)
    {
        using var raw = open();
        using var dribble = new DribblingStream(raw, failedAt - Piece);
        using var stream = Unpacked(dribble, out _);
        try
        {
            var again = new byte[Piece];
            for (var left = _written; left > 0;)
            {
                left -= stream.ReadAtLeast(again.AsSpan(0, (int)Math.Min(left, Piece)), 1);
            }

            while (TryPumpOne(stream, Piece))
            {
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            // Here is the damage.
        }
    }

    /// <summary>False at the end, or when nobody reads any more.</summary>
    private bool TryPumpOne(Stream stream, int limit)
    {
        int at;
        int free;
        lock (_changed)
        {
            while (_written - _read == Ahead && !_closed)
            {
                Monitor.Wait(_changed);
            }

            if (_closed)
            {
                return false;
            }

            at = (int)(_written % Ahead);
            free = (int)Math.Min(Ahead - (_written - _read), Ahead - at);
        }

        var read = stream.Read(_ring, at, Math.Min(free, limit));
        lock (_changed)
        {
            _written += read;
            Monitor.PulseAll(_changed);
        }

        return read > 0;
    }

    private static Stream Unpacked(Stream raw, out bool isGzip)
    {
        var head = new byte[Gzip.MagicLength];
        var length = raw.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        isGzip = Gzip.IsMagic(head.AsSpan(0, length));
        var whole = new PrefixedStream(head.AsMemory(0, length), raw);
        return isGzip ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }
}

/// <summary>The gzip format (RFC 1952), as far as to recognise it.</summary>
internal static class Gzip
{
    public const int MagicLength = 2;

    public static bool IsMagic(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, ..];
}
