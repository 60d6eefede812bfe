using System.Buffers.Binary;
using System.Text;
using Sensor.Capture;
using Sensor.Dissectors.Packets;
using Sensor.Evidence.Masking;

namespace Sensor.Evidence;

/// <summary>A capture as <see cref="PcapngWriter"/> wrote it, read back whole to be handed on, masked where it isn't.</summary>
internal sealed class StoredCapture
{
    private const int MaxBytes = 64 << 20, Block = 12, PacketHead = 28;

    private readonly byte[] _bytes;

    private StoredCapture(byte[] bytes) => _bytes = bytes;

    /// <summary>Payload is hidden.</summary>
    public bool IsMasked { get; private set; } = true;

    public int Packets { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <exception cref="CaptureException">It isn't there, or isn't as it was written; the message is one sentence.</exception>
    public static StoredCapture Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CaptureException($"{path} isn't there any more: the oldest captures of alerts make room for later ones (evidence.keep).");
        }

        var capture = new StoredCapture(new FileInfo(path).Length <= MaxBytes ? File.ReadAllBytes(path) : []);
        return capture.TryWalk(mask: false) ? capture : throw new CaptureException($"{path} isn't as it was written.");
    }

    /// <summary>Hides what may be about patients; what is hidden already stays as it is.</summary>
    public void Mask() => TryWalk(mask: true);

    private bool TryWalk(bool mask)
    {
        List<LinkType> links = [];
        Packets = 0;
        for (var at = 0; at < _bytes.Length;)
        {
            var rest = _bytes.AsSpan(at);
            if (rest.Length < Block || Read32(rest, 4) is not (>= Block and var length) || length > rest.Length || (length & 3) != 0)
            {
                return false;
            }

            var block = rest[..length];
            switch ((uint)Read32(block, 0))
            {
                case PcapngWriter.SectionHeader when at == 0 && length >= PacketHead:
                    var (masked, intact) = (block.IndexOf(Encoding.UTF8.GetBytes(EvidenceCapture.Masked)), block.IndexOf(Encoding.UTF8.GetBytes(EvidenceCapture.Intact)));

                    // The first of them is ours; behind it, in the names of devices, may stand anything.
                    IsMasked = mask || (masked >= 0 && (intact < 0 || masked < intact));
                    if (mask && intact >= 0 && (masked < 0 || intact < masked))
                    {
                        Encoding.UTF8.GetBytes(EvidenceCapture.Masked, block[intact..]);
                    }

                    break;
                case PcapngWriter.InterfaceDescription when length >= 20:
                    links.Add((LinkType)BinaryPrimitives.ReadUInt16LittleEndian(block[8..]));
                    break;
                case PcapngWriter.EnhancedPacket when length >= PacketHead + 4 && Read32(block, 8) is var number && number >= 0 && number < links.Count
                    && Read32(block, 20) is var captured && captured >= 0 && captured <= length - PacketHead - 4:
                    Packets++;
                    if (mask)
                    {
                        MaskPacket.InPlace(links[number], block.Slice(PacketHead, captured), Read32(block, 24));
                    }

                    break;
                default:
                    return false;
            }

            at += length;
        }

        return _bytes.Length > 0;
    }

    private static int Read32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
}
