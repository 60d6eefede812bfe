using System.Buffers.Binary;

namespace Sensor.Capture;

/// <summary>Recognises a capture's format by its first bytes.</summary>
internal static class CaptureFormats
{
    /// <summary>Bytes that decide in one format, and in any.</summary>
    public const int LeastHead = PcapFormat.HeaderLength, MostHead = PcapngFormat.SectionHeaderLength;

    /// <param name="path">What the input is called.</param>
    /// <param name="head">The first bytes, as many as there are.</param>
    /// <param name="isAll">No more bytes will come.</param>
    /// <param name="notes">Where it is noted what the capture says besides packets.</param>
    /// <returns>The format and the bytes before the first record; null when more bytes are needed to say.</returns>
    /// <exception cref="CaptureException">It is no capture; the message is one sentence.</exception>
    public static (ICaptureFormat Format, int HeaderLength)? Recognise(string path, ReadOnlySpan<byte> head, bool isAll, CaptureNotes notes)
    {
        var magic = head.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(head) : 0;
        var isPcapng = magic == PcapngFormat.SectionHeader;
        if (head.Length < (isPcapng ? MostHead : LeastHead) && !isAll)
        {
            return null;
        }

        if (head.IsEmpty)
        {
            throw new CaptureException($"{path} is empty.") { IsForeign = true };
        }

        if (isPcapng && head.Length >= PcapngFormat.SectionHeaderLength)
        {
            return (new PcapngFormat(notes), 0);
        }

        if (!isPcapng && !PcapFormat.IsMagic(magic))
        {
            throw new CaptureException($"{path} is not a pcap or pcapng capture.") { IsForeign = true };
        }

        return !isPcapng && head.Length >= PcapFormat.HeaderLength
            ? (PcapFormat.Open(head, notes.Number(0, null)), PcapFormat.HeaderLength)
            : throw new CaptureException($"{path} ends within its file header.") { IsForeign = true };
    }
}
