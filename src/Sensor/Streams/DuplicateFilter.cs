using System.Buffers.Binary;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Streams;

/// <summary>
/// Recognises packets that a mirror shows twice: the same IP packet, but for what a router or a mirror changes (time to live, DSCP, header checksum), within
/// <see cref="Window"/>. One partition's packets; a fixed table of pairs, in which the newest takes the place of the older of the two. Small, because its every use is
/// a miss in the processor's cache.
/// </summary>
internal sealed class DuplicateFilter(ulong seed)
{
    /// <summary>Nanoseconds of packet time.</summary>
    public const long Window = 50_000_000;

    /// <summary>Packets remembered at most.</summary>
    public const int Slots = 2 * Pairs;

    private const int Pairs = 1024;

    /// <summary>Headers and the beginning of the payload: identification, sequence numbers and checksums are all in here.</summary>
    private const int Compared = 96;

    /// <summary>What a router changes in the first 16 bytes: DSCP, time to live and header checksum; class, flow label and hop limit (as little-endian words).</summary>
    private const ulong Ipv4Kept0 = 0xFFFF_FFFF_FFFF_00FF;
    private const ulong Ipv4Kept1 = 0xFFFF_FFFF_0000_FF00;
    private const ulong Ipv6Kept0 = 0x00FF_FFFF_0000_0000;
    private const ulong Ipv6Kept1 = 0xFFFF_FFFF_FFFF_FFFF;

    private readonly Sighting[] _entries = new Sighting[2 * Pairs];
    private long _displaced;
    private long _reviewed;

    /// <summary>
    /// Packets whose place another took before <see cref="Window"/> was over, where those were many: two packets may have one place by chance, but hundreds, and
    /// one in twenty, only where there is no room.
    /// </summary>
    public long Forgotten { get; private set; }

    /// <summary>Makes up its mind about the packets since the last time.</summary>
    /// <param name="packets">Packets of the partition so far.</param>
    public void Review(long packets)
    {
        Forgotten += _displaced >= 100 && _displaced * 20 > packets - _reviewed ? _displaced : 0;
        (_displaced, _reviewed) = (0, packets);
    }

    public bool IsDuplicate(in PacketEntry packet, ReadOnlySpan<byte> ip, in IpHeader header)
    {
        // A header that could be parsed has 20 bytes.
        var isV4 = packet.Network.Kind == NetworkKind.Ipv4;
        var first = BinaryPrimitives.ReadUInt64LittleEndian(ip) & (isV4 ? Ipv4Kept0 : Ipv6Kept0);
        var second = BinaryPrimitives.ReadUInt64LittleEndian(ip[8..]) & (isV4 ? Ipv4Kept1 : Ipv6Kept1);
        var hash = KeyedHash.Of(KeyedHash.Join(first, second) ^ seed ^ (ulong)header.PayloadLength, ip[16..Math.Min(Compared, ip.Length)]);
        var sighting = new Sighting(hash, packet.Time, WayOf(in packet));
        var pair = _entries.AsSpan(2 * (int)(hash % Pairs), 2);
        var mayRecur = MayRecur(in header);
        foreach (ref readonly var earlier in pair)
        {
            if (earlier.IsSamePacket(in sighting) && (!mayRecur || !earlier.IsSameWay(in sighting)))
            {
                return true;
            }
        }

        _displaced += pair[1].IsNear(in sighting) ? 1 : 0;
        pair[1] = pair[0];
        pair[0] = sighting;
        return false;
    }

    /// <summary>Without an identification two equal datagrams may be two: only another way here makes one a copy.</summary>
    private static bool MayRecur(in IpHeader header) => header.FragmentId == 0 && header.Protocol != IpProtocol.Tcp;

    /// <summary>By which interface, VLAN and tunnel a packet came.</summary>
    private static uint WayOf(in PacketEntry packet) =>
        ((uint)packet.Interface << 16)
        ^ packet.Network.Vlan ^ ((uint)packet.Network.InnerVlan << 4) ^ (packet.Network.TunnelId * 31) ^ (uint)packet.Network.Tunnel;

    /// <summary>A packet's hash; its time, modulo 18 minutes, and a hash of its way here.</summary>
    private readonly struct Sighting(ulong hash, long time, uint way)
    {
        private const int WayBits = 24;

        private readonly ulong _hash = hash;
        private readonly long _timeAndWay = (time << WayBits) | (way * 0x9E3779B1u >> (32 - WayBits));

        public bool IsSamePacket(in Sighting other) => _hash == other._hash && IsNear(in other);

        /// <summary>Whether this, if it is anything, and the other lie within the window.</summary>
        public bool IsNear(in Sighting other) =>
            _hash != 0 && Math.Abs(((other._timeAndWay >> WayBits) - (_timeAndWay >> WayBits)) << WayBits >> WayBits) <= Window;

        public bool IsSameWay(in Sighting other) => ((_timeAndWay ^ other._timeAndWay) & ((1 << WayBits) - 1)) == 0;
    }
}
