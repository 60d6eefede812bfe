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

    private readonly Entry[] _entries = new Entry[Slots];

    public bool IsDuplicate(in PacketEntry packet, ReadOnlySpan<byte> ip, in IpHeader header)
    {
        Span<byte> masked = stackalloc byte[Compared];
        masked = masked[..Math.Min(Compared, ip.Length)];
        ip[..masked.Length].CopyTo(masked);
        if (packet.Network.Kind == NetworkKind.Ipv4)
        {
            masked[1] = 0;
            masked[8] = 0;
            masked[10] = masked[11] = 0;
        }
        else
        {
            // Traffic class and flow label share the first word; hop limit.
            BinaryPrimitives.WriteUInt32BigEndian(masked, 0);
            masked[7] = 0;
        }

        var hash = KeyedHash.Of(seed ^ (ulong)header.PayloadLength, masked);
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
