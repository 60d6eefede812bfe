using System.Buffers.Binary;

namespace Sensor.Dissectors.Packets;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826).</summary>
public readonly record struct ArpPacket(ushort Operation, ulong SenderMac, IpAddress SenderAddress, IpAddress TargetAddress)
{
    public const ushort Request = 1;
    public const ushort Reply = 2;

    public static bool TryParse(ReadOnlySpan<byte> packet, out ArpPacket arp)
    {
        arp = default;
        if (packet.Length < 28 || BinaryPrimitives.ReadUInt32BigEndian(packet) != 0x0001_0800 || packet[4] != 6 || packet[5] != 4)
        {
            return false;
        }

        arp = new ArpPacket(
            BinaryPrimitives.ReadUInt16BigEndian(packet[6..]),
            MacAddress.Read(packet[8..]),
            IpAddress.ReadV4(packet[14..]),
            IpAddress.ReadV4(packet[24..]));
        return true;
    }
}
