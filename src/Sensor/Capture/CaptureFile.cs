using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Sensor.Capture;

/// <summary>One input file, read from front to back in large blocks.</summary>
internal sealed class CaptureFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly ICaptureFormat _format;
    private readonly byte[] _carry = new byte[PacketBlock.Capacity];
    private int _carried;
    private long _position;
    private long _skip;

    private CaptureFile(string path, SafeFileHandle handle, ICaptureFormat format, long position)
    {
        Path = path;
        _handle = handle;
        _format = format;
        _position = position;
        Length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    public long Length { get; }

    public long Packets { get; private set; }

    /// <summary>What was wrong with the file, in one sentence; null when nothing was.</summary>
    public string? Warning { get; private set; }

    /// <exception cref="CaptureException">The file can't be read or isn't a capture; the message is one sentence.</exception>
    public static CaptureFile Open(string path, Func<ushort> nextInterface)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.SequentialScan);
            Span<byte> header = stackalloc byte[PcapFormat.HeaderLength];
            var read = RandomAccess.Read(handle, header, 0);
            if (read == 0)
            {
                throw new CaptureException($"{path} is empty.");
            }

            var magic = read >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(header) : 0;
            if (magic == PcapngFormat.SectionHeader)
            {
                if (RandomAccess.GetLength(handle) < PcapngFormat.SectionHeaderLength)
                {
                    throw new CaptureException($"{path} ends within its file header.");
                }

                return new CaptureFile(path, handle, new PcapngFormat(nextInterface), 0);
            }

            if (!PcapFormat.IsMagic(magic))
            {
                throw new CaptureException($"{path} is not a pcap or pcapng capture.");
            }

            if (read < PcapFormat.HeaderLength)
            {
                throw new CaptureException($"{path} ends within its file header.");
            }

            return new CaptureFile(path, handle, PcapFormat.Open(header, nextInterface()), PcapFormat.HeaderLength);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            handle?.Dispose();
            throw new CaptureException(e is FileNotFoundException or DirectoryNotFoundException
                ? $"{path} does not exist."
                : Directory.Exists(path) ? $"{path} is a folder, not a capture." : $"{path} can't be read: {e.Message.TrimEnd('.')}.");
        }
        catch (CaptureException)
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>Fills a block with whole records.</summary>
    /// <returns>False when the file has no more records; the block then may still hold the last ones.</returns>
    public bool Fill(PacketBlock block)
    {
        var had = _carried;
        _carry.AsSpan(0, had).CopyTo(block.Bytes);
        block.Length = had;
        _carried = 0;
        int read;
        try
        {
            read = Read(block.Bytes.AsSpan(had));
        }
        catch (IOException e)
        {
            Warning = $"{Path} can't be read any further: {e.Message.TrimEnd('.')}.";
            return false;
        }

        block.Length = had + read;
        var framed = _format.Frame(block, 0);
        Packets += block.Count;
        var left = block.Length - framed.Consumed;
        if (framed.Damage is { } damage)
        {
            Warning = $"{Path} is damaged after packet {Packets}: {damage}; everything before is used.";
            return false;
        }

        if (framed.Skip > 0)
        {
            _skip = framed.Skip - left;
            left = 0;
        }

        if (read == 0)
        {
            if (left > 0 || _skip > 0)
            {
                Warning = $"{Path} ends in the middle of a record after packet {Packets}; all whole records are used.";
            }

            return false;
        }

        block.Bytes.AsSpan(framed.Consumed, left).CopyTo(_carry);
        _carried = left;
        return true;
    }

    public void Dispose() => _handle.Dispose();

    private int Read(Span<byte> room)
    {
        if (_skip > 0)
        {
            var possible = Math.Min(_skip, Math.Max(0, Length - _position));
            _position += possible;
            _skip -= possible;
        }

        var total = 0;
        while (total < room.Length)
        {
            var read = RandomAccess.Read(_handle, room[total..], _position);
            if (read == 0)
            {
                break;
            }

            total += read;
            _position += read;
        }

        return total;
    }
}

/// <summary>An input can't be used; the message is the one sentence for the user.</summary>
internal sealed class CaptureException(string message) : Exception(message);
