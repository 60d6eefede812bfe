using Sensor.Evidence;
using Sensor.Outputs;

namespace Sensor.Commands.Stored;

/// <summary>Where an exported capture goes: a new file, taken before anything is written to it, or standard output. A file that wasn't written whole is removed.</summary>
internal sealed class PcapOutput : IDisposable
{
    /// <summary>Stands for standard output, and in an alert for standard input.</summary>
    public const string Standard = "-";

    private readonly Stream _stream;
    private bool _isWhole;

    /// <param name="path">The file to be made, or <see cref="Standard"/>.</param>
    /// <exception cref="OutputException">It can't be; the message is one sentence.</exception>
    public PcapOutput(string path)
    {
        Path = path;
        if (IsStandard && !Console.IsOutputRedirected)
        {
            throw new OutputException("A capture isn't for a terminal; name a file with -o.");
        }

        // Never over a file: it may be the capture itself.
        _stream = Try(() => IsStandard ? Console.OpenStandardOutput() : OwnFile.Open(path, FileMode.CreateNew));
    }

    public string Path { get; }

    public bool IsStandard => Path == Standard;

    /// <exception cref="OutputException">It can't be written; the message is one sentence.</exception>
    public void Write(MemoryStream capture) => _isWhole = Try(() =>
    {
        _stream.Write(capture.GetBuffer().AsSpan(0, (int)capture.Length));
        _stream.Flush();
        return true;
    });

    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException) when (!_isWhole)
        {
            // Said when it first failed.
        }

        if (!IsStandard && !_isWhole)
        {
            File.Delete(Path);
        }
    }

    private T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(_stream is null && File.Exists(Path) ? $"{Path} exists already." : $"{(IsStandard ? "Standard output" : Path)} can't be written: {e.Message.TrimEnd('.')}.");
        }
    }
}
