using Microsoft.Win32.SafeHandles;

namespace Sensor.Capture.Sources;

/// <summary>A plain file: read straight into the caller's room, in as large pieces as there is room for.</summary>
internal sealed class FileBytes(SafeFileHandle handle) : IByteSource
{
    public bool CanReopen => true;

    public bool AtEnd { get; private set; }

    public string? Fault { get; private set; }

    public long StoredRead { get; private set; }

    public long? StoredLength { get; } = RandomAccess.GetLength(handle);

    public int Read(Span<byte> room)
    {
        var total = 0;
        try
        {
            while (total < room.Length)
            {
                var read = RandomAccess.Read(handle, room[total..], StoredRead);
                if (read == 0)
                {
                    AtEnd = true;
                    break;
                }

                total += read;
                StoredRead += read;
            }
        }
        catch (IOException e)
        {
            AtEnd = true;
            Fault = $"can't be read any further: {e.Message.TrimEnd('.')}";
        }

        return total;
    }

    public void Dispose() => handle.Dispose();
}
