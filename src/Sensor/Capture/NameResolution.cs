using System.Buffers.Binary;
using Sensor.Dissectors.Packets;

namespace Sensor.Capture;

/// <summary>Reads name resolution blocks of pcapng: addresses (IPv4, IPv6, EUI-48) with their names. Other records, and the block's options, are passed over.</summary>
internal static class NameResolution
{
    public const uint Block = 4;

    /// <param name="body">The block without its type and lengths.</param>
    /// <param name="bigEndian">Byte order of the section.</param>
    /// <param name="hosts">Takes the names.</param>
    /// <returns>Names that weren't taken, and records that make no sense.</returns>
    public static long Read(ReadOnlySpan<byte> body, bool bigEndian, HostNames hosts)
    {
        long refused = 0;
        while (body.Length >= 4)
        {
            int type = Read16(body, bigEndian);
            int length = Read16(body[2..], bigEndian);
            if (type == 0)
            {
                return refused;
            }

            if (length > body.Length - 4)
            {
                return refused + 1;
            }

            var record = body.Slice(4, length);
            refused += type switch
            {
                1 => Take(record, 4, a => IpAddress.ReadV4(a).ToString(), hosts),
                2 => Take(record, 16, a => IpAddress.ReadV6(a).ToString(), hosts),
                3 => Take(record, 6, a => MacAddress.Format(MacAddress.Read(a)), hosts),
                _ => 0,
            };
            body = body[Math.Min(body.Length, 4 + ((length + 3) & ~3))..];
        }

        return refused;
    }

    /// <summary>An address, and its names, each with a zero byte behind it.</summary>
    private static long Take(ReadOnlySpan<byte> record, int addressLength, Func<ReadOnlySpan<byte>, string> format, HostNames hosts)
    {
        if (record.Length < addressLength)
        {
            return 1;
        }

        long refused = 0;
        var address = format(record[..addressLength]);
        for (var rest = record[addressLength..]; !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)0);
            var name = end < 0 ? rest : rest[..end];
            refused += name.IsEmpty || hosts.TryAdd(address, name) ? 0 : 1;
            rest = rest[Math.Min(rest.Length, name.Length + 1)..];
        }

        return refused;
    }

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
