using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Sensor.State;

namespace Sensor.Outputs.Delivery.Spool;

/// <summary>What a receiver has taken.</summary>
/// <param name="Segment">Number of the segment of the next thing.</param>
/// <param name="Offset">Its place there.</param>
/// <param name="Alert">Number of the last alert that was taken or isn't wanted.</param>
/// <param name="Taken">Things taken since the spool began.</param>
internal readonly record struct SpoolPosition(long Segment, long Offset, long Alert, long Taken);

/// <summary>
/// The file that says what a receiver has taken: two places, written in turn, each with a checksum, so that one of them is whole at any instant. Nothing has to
/// be allocated on a disk that is full.
/// </summary>
internal sealed class SpoolCursor : IDisposable
{
    public const string FileName = "cursor";

    private const int Slot = 64, Content = 44;
    private const uint Magic = 0x4353_4E53;

    private readonly SafeFileHandle _file;
    private long _turn;

    /// <exception cref="IOException">It can't be opened.</exception>
    public SpoolCursor(string folder) => _file = File.OpenHandle(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    /// <summary>The latest position that was written whole; null where there is none.</summary>
    public SpoolPosition? Read()
    {
        var position = Read(_file, out _turn);
        return position;
    }

    /// <summary>The same of a spool that somebody else may be using.</summary>
    public static SpoolPosition? Of(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Read(file, out _);
    }

    public void Write(in SpoolPosition position)
    {
        Span<byte> slot = stackalloc byte[Slot];
        slot.Clear();
        _turn++;
        var content = slot[4..];
        BinaryPrimitives.WriteUInt32LittleEndian(content, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(content[4..], _turn);
        BinaryPrimitives.WriteInt64LittleEndian(content[12..], position.Segment);
        BinaryPrimitives.WriteInt64LittleEndian(content[20..], position.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(content[28..], position.Alert);
        BinaryPrimitives.WriteInt64LittleEndian(content[36..], position.Taken);
        BinaryPrimitives.WriteUInt32LittleEndian(slot, Seal.Checksum(content[..Content]));
        RandomAccess.Write(_file, slot, (_turn & 1) * Slot);
    }

    public void Dispose() => _file.Dispose();

    private static SpoolPosition? Read(SafeFileHandle file, out long turn)
    {
        Span<byte> bytes = stackalloc byte[Slot * 2];
        var length = RandomAccess.Read(file, bytes, 0);
        SpoolPosition? latest = null;
        turn = 0;
        for (var at = 0; at + Slot <= length; at += Slot)
        {
            var content = bytes.Slice(at + 4, Content);
            var its = BinaryPrimitives.ReadInt64LittleEndian(content[4..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) == Seal.Checksum(content) && BinaryPrimitives.ReadUInt32LittleEndian(content) == Magic && its > turn)
            {
                turn = its;
                latest = new SpoolPosition(
                    BinaryPrimitives.ReadInt64LittleEndian(content[12..]), Math.Max(Segment.HeadBytes, BinaryPrimitives.ReadInt64LittleEndian(content[20..])),
                    BinaryPrimitives.ReadInt64LittleEndian(content[28..]), BinaryPrimitives.ReadInt64LittleEndian(content[36..]));
            }
        }

        return latest;
    }
}
