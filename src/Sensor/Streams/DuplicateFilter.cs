using System.Buffers.Binary;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Streams;

/// <summary>
/// Recognises packets that a mirror shows twice: the same IP packet, but for what a router or a mirror changes (time to live, DSCP, header checksum), within
/// <see cref="Window"/>. One partition's packets; a fixed table in which the newer overwrites the older.
/// </summary>
internal sealed class DuplicateFilter(ulong seed)
{
    /// <summary>Nanoseconds of packet time.</summary>
    public const long Window = 50_000_000;

    private const int Slots = 4096;

    /// <summary>Headers and the beginning of the payload: identification, sequence numbers and checksums are all in here.</summary>
    private const int Compared = 96;

    /// <summary>What a router changes in the first 16 bytes: DSCP, time to live and header checksum; class, flow label and hop limit (as little-endian words).</summary>
    private const ulong Ipv4Kept0 = 0xFFFF_FFFF_FFFF_00FF;
    private const ulong Ipv4Kept1 = 0xFFFF_FFFF_0000_FF00;
    private const ulong Ipv6Kept0 = 0x00FF_FFFF_0000_0000;
    private const ulong Ipv6Kept1 = 0xFFFF_FFFF_FFFF_FFFF;

    private readonly Entry[] _entries = new Entry[Slots];

    public bool IsDuplicate(in PacketEntry packet, ReadOnlySpan<byte> ip, in IpHeader header)
    {
        // A header that could be parsed has 20 bytes.
        var isV4 = packet.Network.Kind == NetworkKind.Ipv4;
        var first = BinaryPrimitives.ReadUInt64LittleEndian(ip) & (isV4 ? Ipv4Kept0 : Ipv6Kept0);
        var second = BinaryPrimitives.ReadUInt64LittleEndian(ip[8..]) & (isV4 ? Ipv4Kept1 : Ipv6Kept1);
        var hash = KeyedHash.Of(KeyedHash.Join(first, second) ^ seed ^ (ulong)header.PayloadLength, ip[16..Math.Min(Compared, ip.Length)]);
        var way = ((uint)packet.Interface << 16) | ((uint)packet.Network.Vlan ^ ((uint)packet.Network.InnerVlan << 4) ^ (packet.Network.TunnelId * 31) ^ (uint)packet.Network.Tunnel);
        ref var entry = ref _entries[hash % Slots];
        if (entry.Hash == hash && Math.Abs(packet.Time - entry.Time) <= Window && (entry.Way != way || !MayRecur(in header)))
        {
            return true;
        }

        entry = new Entry(hash, packet.Time, way);
        return false;
    }

    /// <summary>Without an identification two equal datagrams may be two: only another way here makes one a copy.</summary>
    private static bool MayRecur(in IpHeader header) => header.FragmentId == 0 && header.Protocol != IpProtocol.Tcp;

    private readonly record struct Entry(ulong Hash, long Time, uint Way);
}
