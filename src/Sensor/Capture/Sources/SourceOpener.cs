using Microsoft.Win32.SafeHandles;

namespace Sensor.Capture.Sources;

/// <summary>Opens what a path names: standard input, a plain file, a gzip file (recognised by content), a named pipe.</summary>
internal static class SourceOpener
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInput = "-";

    private const int StreamBuffer = 64 * 1024;

    /// <exception cref="CaptureException">It can't be opened; the message is one sentence.</exception>
    public static IByteSource Open(string path)
    {
        if (path == StandardInput)
        {
            return Console.IsInputRedirected
                ? new StreamBytes(Console.OpenStandardInput, canReopen: false)
                : throw new CaptureException("Standard input is a terminal; pipe a capture into it.");
        }

        try
        {
            // Pipes and the like have no length, and opening them may mean waiting for their other end.
            return new FileInfo(path) is { Exists: true, Length: 0 }
                ? new StreamBytes(() => OpenStream(path), canReopen: false)
                : OpenFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CaptureException(e is FileNotFoundException or DirectoryNotFoundException
                ? $"{path} does not exist."
                : Directory.Exists(path) ? $"{path} is a folder, not a capture." : $"{path} can't be read: {e.Message.TrimEnd('.')}.");
        }
    }

    private static IByteSource OpenFile(string path)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            if (!TryGetLength(handle, out var length))
            {
                return new StreamBytes(() => new FileStream(handle, FileAccess.Read, StreamBuffer), canReopen: false);
            }

            Span<byte> head = stackalloc byte[Gzip.MagicLength];
            if (!Gzip.IsMagic(head[..RandomAccess.Read(handle, head, 0)]))
            {
                return new FileBytes(handle);
            }

            handle.Dispose();
            return new StreamBytes(() => OpenStream(path), canReopen: true) { StoredLength = length };
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static bool TryGetLength(SafeFileHandle handle, out long length)
    {
        try
        {
            length = RandomAccess.GetLength(handle);
            return true;
        }
        catch (NotSupportedException)
        {
            length = 0;
            return false;
        }
    }

    private static FileStream OpenStream(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, StreamBuffer, FileOptions.SequentialScan);
}
