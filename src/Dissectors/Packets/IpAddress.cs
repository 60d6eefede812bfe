using System.Buffers.Binary;
using System.Net;

namespace Sensor.Dissectors.Packets;

/// <summary>An IPv4 or IPv6 address as 128 bits in network order; IPv4 is held mapped (RFC 4291 section 2.5.5.2).</summary>
public readonly record struct IpAddress(ulong High, ulong Low)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000UL;

    public bool IsV4 => High == 0 && (Low & 0xFFFF_FFFF_0000_0000UL) == MappedPrefix;

    public bool IsUnspecified => High == 0 && (Low == 0 || Low == MappedPrefix);

    public bool IsMulticast => IsV4 ? (Low & 0xF000_0000UL) == 0xE000_0000UL : High >> 56 == 0xFF;

    /// <summary>Limited broadcast, IPv4 only.</summary>
    public bool IsBroadcast => IsV4 && (uint)Low == uint.MaxValue;

    /// <summary>Of this segment alone: no router forwards it (RFC 3927, RFC 4291 section 2.5.6).</summary>
    public bool IsLinkLocal => IsV4 ? (Low & 0xFFFF_0000UL) == 0xA9FE_0000UL : High >> 54 == 0x3FA;

    /// <summary>Of no public network: a site's own (RFC 1918, RFC 4193).</summary>
    public bool IsPrivate => IsV4
        ? (Low & 0xFF00_0000UL) == 0x0A00_0000UL || (Low & 0xFFF0_0000UL) == 0xAC10_0000UL || (Low & 0xFFFF_0000UL) == 0xC0A8_0000UL
        : High >> 57 == 0x7E;

    /// <summary>Of the machine itself (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).</summary>
    public bool IsLoopback => IsV4 ? (Low & 0xFF00_0000UL) == 0x7F00_0000UL : High == 0 && Low == 1;

    public static IpAddress FromV4(uint networkOrder) => new(0, MappedPrefix | networkOrder);

    public static IpAddress ReadV4(ReadOnlySpan<byte> bytes) => FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    public static IpAddress ReadV6(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>The address as the number its 16 bytes spell, most significant first.</summary>
    public UInt128 ToNumber() => new(High, Low);

    public static IpAddress FromNumber(UInt128 number) => new((ulong)(number >> 64), (ulong)number);

    public int CompareTo(IpAddress other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public override string ToString() => ToIPAddress().ToString();

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPAddress(IsV4 ? bytes[12..] : bytes);
    }
}
