using System.Buffers.Binary;
using System.Text;
using Sensor.State;

namespace Sensor.Outputs.Delivery.Spool;

/// <summary>
/// A thing to be sent as it lies in a segment, little endian: length and CRC-32C of what follows; severity, lengths of kind and key, a zero; time; number of an
/// alert or 0; kind, key, body.
/// </summary>
internal static class SpoolFrame
{
    /// <summary>A thing with a longer body can't be spooled.</summary>
    public const int MaxBody = 1 << 20;

    public const int MaxBytes = Head + Fixed + 255 + 255 + MaxBody;

    private const int Head = 8, Fixed = 20;

    public static int LengthOf(in Outgoing thing) => Head + Fixed + thing.Kind.Length + thing.Key.Length + thing.Body.Length;

    /// <param name="thing">With kind and key in ASCII, at most 255 letters each.</param>
    /// <param name="number">Of an alert; 0 for others.</param>
    /// <param name="room">As long as <see cref="LengthOf"/> says.</param>
    public static void Write(in Outgoing thing, long number, Span<byte> room)
    {
        var content = room[Head..];
        content[0] = (byte)thing.Severity;
        content[1] = (byte)thing.Kind.Length;
        content[2] = (byte)thing.Key.Length;
        content[3] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(content[4..], thing.Time);
        BinaryPrimitives.WriteInt64LittleEndian(content[12..], number);
        Encoding.ASCII.GetBytes(thing.Kind, content[Fixed..]);
        Encoding.ASCII.GetBytes(thing.Key, content[(Fixed + thing.Kind.Length)..]);
        thing.Body.Span.CopyTo(content[(Fixed + thing.Kind.Length + thing.Key.Length)..]);
        BinaryPrimitives.WriteInt32LittleEndian(room, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(room[4..], Seal.Checksum(content));
    }

    /// <summary>Looks at the frame at the beginning of some bytes.</summary>
    /// <param name="source">Bytes of a segment.</param>
    /// <param name="length">Bytes of the frame, as far as that can be told.</param>
    public static FrameState Look(ReadOnlySpan<byte> source, out int length)
    {
        length = 0;
        if (source.Length < Head)
        {
            return FrameState.Cut;
        }

        var content = BinaryPrimitives.ReadInt32LittleEndian(source);
        if (content is < Fixed or > MaxBytes - Head)
        {
            return FrameState.Damaged;
        }

        length = Head + content;
        if (source.Length < length)
        {
            return FrameState.Cut;
        }

        var body = source.Slice(Head, content);
        return BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) == Seal.Checksum(body) && Fixed + body[1] + body[2] <= body.Length ? FrameState.Whole : FrameState.Damaged;
    }

    /// <summary>Reads a whole frame; the body is a part of it.</summary>
    public static Outgoing Read(ReadOnlyMemory<byte> frame, out long number)
    {
        var content = frame.Span[Head..];
        var (kind, key) = (content[1], content[2]);
        number = BinaryPrimitives.ReadInt64LittleEndian(content[12..]);
        return new Outgoing(
            EventTypes.Of(content.Slice(Fixed, kind)), Encoding.ASCII.GetString(content.Slice(Fixed + kind, key)), content[0],
            BinaryPrimitives.ReadInt64LittleEndian(content[4..]), frame[(Head + Fixed + kind + key)..]);
    }
}

internal enum FrameState : byte
{
    Whole,

    /// <summary>Bytes end before the frame does.</summary>
    Cut,

    Damaged,
}
