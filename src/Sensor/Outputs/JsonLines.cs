using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sensor.Outputs;

/// <summary>One JSON object a line into a stream. The writer is reused; lines are gathered and written in blocks.</summary>
internal sealed class JsonLines : IDisposable
{
    private const int FlushAt = 256 * 1024;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt * 2);
    private FileMark _mark;
    private int _lineStart;

    /// <param name="stream">Where the lines go.</param>
    /// <param name="mark">What is there already.</param>
    public JsonLines(Stream stream, FileMark? mark = null)
    {
        _stream = stream;
        _mark = mark ?? FileMark.Empty;
        Json = WriterOn(_buffer);
    }

    /// <summary>A writer as all results are written by.</summary>
    public static Utf8JsonWriter WriterOn(IBufferWriter<byte> buffer) =>
        new(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public Utf8JsonWriter Json { get; }

    public long Lines { get; private set; }

    /// <summary>What is written of the line at hand. Gone with the next call.</summary>
    public ReadOnlySpan<byte> LineAtHand
    {
        get
        {
            Json.Flush();
            return _buffer.WrittenSpan[_lineStart..];
        }
    }

    /// <summary>The object at hand is complete.</summary>
    public void EndLine()
    {
        Json.Flush();
        Json.Reset();
        Append("\n"u8);
    }

    /// <summary>Bytes of a line that was made elsewhere; no object is at hand.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        _buffer.Write(text);
        if (_buffer.WrittenCount >= FlushAt)
        {
            Flush();
        }

        _lineStart = _buffer.WrittenCount;
    }

    /// <summary>Writes what was gathered, and says how far the file comes now.</summary>
    public FileMark Mark()
    {
        Flush();
        return _mark;
    }

    /// <summary>Takes back all that was written.</summary>
    public void Restart()
    {
        _buffer.ResetWrittenCount();
        _lineStart = 0;
        _stream.SetLength(0);
        _stream.Position = 0;
        _mark = FileMark.Empty;
    }

    public void Flush()
    {
        _mark = _mark.After(_buffer.WrittenSpan);
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        _lineStart = 0;
        _stream.Flush();
    }

    public void Dispose()
    {
        Flush();
        Json.Dispose();
        _stream.Dispose();
    }
}
