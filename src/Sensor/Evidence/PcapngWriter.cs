using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Sensor.Dissectors.Packets;

namespace Sensor.Evidence;

/// <summary>
/// Writes a capture in the pcapng format (draft-ietf-opsawg-pcapng), little-endian, one section: comments to the whole and to packets, interfaces with their names and
/// times in nanoseconds. Not thread-safe.
/// </summary>
internal sealed class PcapngWriter
{
    /// <summary>Bytes of a comment; what is longer is cut.</summary>
    public const int MaxComment = 8192;

    public const uint SectionHeader = 0x0A0D0D0A, InterfaceDescription = 1, EnhancedPacket = 6, ByteOrderMagic = 0x1A2B3C4D;

    /// <summary>Options of any block, and of those they are named after.</summary>
    public const ushort Comment = 1, Hardware = 2, OperatingSystem = 3, Application = 4, InterfaceName = 2, TimeResolution = 9;

    private const int MaxName = 256, MaxSnapLength = 262_144;

    private readonly Stream _to;
    private readonly List<(string? Name, LinkType Link)> _interfaces = [];
    private readonly ArrayBufferWriter<byte> _block = new();

    /// <param name="to">Where to; stays open.</param>
    /// <param name="about">Who writes it.</param>
    /// <param name="comment">What the whole is.</param>
    public PcapngWriter(Stream to, CaptureAuthor about, string comment)
    {
        _to = to;
        Begin(SectionHeader);
        Add32(ByteOrderMagic);
        Add32(1);

        // The section's length isn't known yet: -1.
        Add32(uint.MaxValue);
        Add32(uint.MaxValue);
        AddText(Comment, comment, MaxComment);
        AddText(Hardware, about.Hardware, MaxName);
        AddText(OperatingSystem, about.OperatingSystem, MaxName);
        AddText(Application, about.Application, MaxName);
        End(hasOptions: true);
    }

    /// <param name="networkInterface">Name of the interface; null where it has none.</param>
    /// <param name="link">What its frames begin with.</param>
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    /// <param name="frame">Its bytes.</param>
    /// <param name="wireLength">Its length on the wire.</param>
    /// <param name="comment">Why it is here; null: nothing is said.</param>
    public void Write(string? networkInterface, LinkType link, long time, ReadOnlySpan<byte> frame, int wireLength, string? comment)
    {
        var number = _interfaces.IndexOf((networkInterface, link));
        if (number < 0)
        {
            number = _interfaces.Count;
            _interfaces.Add((networkInterface, link));
            Describe(networkInterface, link);
        }

        Begin(EnhancedPacket);
        Add32((uint)number);
        Add32((uint)((ulong)time >> 32));
        Add32((uint)time);
        Add32((uint)frame.Length);
        Add32((uint)wireLength);
        Pad(frame);
        if (comment is not null)
        {
            AddText(Comment, comment, MaxComment);
        }

        End(hasOptions: comment is not null);
    }

    private void Describe(string? name, LinkType link)
    {
        Begin(InterfaceDescription);
        Add32((ushort)link);
        Add32(MaxSnapLength);
        if (name is not null)
        {
            AddText(InterfaceName, name, MaxName);
        }

        AddOption(TimeResolution, [9]);
        End(hasOptions: true);
    }

    private void Begin(uint type)
    {
        _block.ResetWrittenCount();
        Add32(type);
    }

    private void End(bool hasOptions)
    {
        if (hasOptions)
        {
            Add32(0);
        }

        // The length stands behind the type and at the end.
        var length = (uint)_block.WrittenCount + 8;
        Add32(length);
        Span<byte> between = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(between, length);
        _to.Write(_block.WrittenSpan[..4]);
        _to.Write(between);
        _to.Write(_block.WrittenSpan[4..]);
    }

    private void AddText(ushort option, string text, int most)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = Math.Min(bytes.Length, most);

        // Not within a character.
        while (length < bytes.Length && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        AddOption(option, bytes.AsSpan(0, length));
    }

    private void AddOption(ushort option, ReadOnlySpan<byte> value)
    {
        Add32(option | ((uint)value.Length << 16));
        Pad(value);
    }

    private void Pad(ReadOnlySpan<byte> bytes)
    {
        _block.Write(bytes);
        _block.Write("\0\0\0"u8[..(-bytes.Length & 3)]);
    }

    private void Add32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _block.Write(bytes);
    }
}

/// <summary>What a capture says of its making.</summary>
/// <param name="Hardware">The machine's kind.</param>
/// <param name="OperatingSystem">The operating system.</param>
/// <param name="Application">Program and version.</param>
internal sealed record CaptureAuthor(string Hardware, string OperatingSystem, string Application)
{
    /// <summary>This program on this machine.</summary>
    public static CaptureAuthor Of(string version) => new(
        RuntimeInformation.OSArchitecture.ToString(),
        RuntimeInformation.OSDescription,
        $"Sensor {version}");
}
