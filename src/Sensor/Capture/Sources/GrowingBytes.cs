using Microsoft.Win32.SafeHandles;

namespace Sensor.Capture.Sources;

/// <summary>
/// A file that is being written: never at its end, until it is seen to be another one. Closed whenever there is nothing more in it, and opened by its name
/// again, so that a name that now stands for another file is noticed: it is shorter than what was read, or begins differently.
/// </summary>
internal sealed class GrowingBytes(string path) : IByteSource
{
    /// <summary>Bytes compared: a file header and the first record's, with its time.</summary>
    private const int Compared = 128;

    private readonly byte[] _beginning = new byte[Compared];
    private SafeFileHandle? _handle;

    public bool CanReopen => true;

    public bool AtEnd => Fault is not null;

    public string? Fault { get; private set; }

    public long StoredRead { get; private set; }

    public long? StoredLength => null;

    public int Read(Span<byte> room)
    {
        var total = 0;
        try
        {
            if (_handle is null && !TryOpen())
            {
                return 0;
            }

            while (total < room.Length)
            {
                var read = RandomAccess.Read(_handle!, room[total..], StoredRead);
                if (read == 0)
                {
                    Rest();
                    break;
                }

                Remember(room.Slice(total, read));
                total += read;
                StoredRead += read;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It may be back in a moment: a network share does that.
            Rest();
        }

        return total;
    }

    public void Dispose() => Rest();

    private void Rest()
    {
        _handle?.Dispose();
        _handle = null;
    }

    private bool TryOpen()
    {
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> beginning = stackalloc byte[(int)Math.Min(Compared, StoredRead)];
        var read = RandomAccess.Read(_handle, beginning, 0);
        if (RandomAccess.GetLength(_handle) >= StoredRead && beginning[..read].SequenceEqual(_beginning.AsSpan(0, beginning.Length)))
        {
            return true;
        }

        Fault = "was replaced or cut short and is read anew";
        Rest();
        return false;
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        if (StoredRead < Compared)
        {
            bytes[..(int)Math.Min(bytes.Length, Compared - StoredRead)].CopyTo(_beginning.AsSpan((int)StoredRead));
        }
    }
}
