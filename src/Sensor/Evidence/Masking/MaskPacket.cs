using Sensor.Dissectors.Packets;

namespace Sensor.Evidence.Masking;

/// <summary>
/// Hides what may be about patients in one packet. Headers of links, tunnels, IP, TCP and UDP stay, so that the conversation can be read; of what they carry only
/// what can't hold patients' data stays, decided by this packet alone; all else is zero. Lengths stay, and checksums as they were, so they don't fit any more.
/// </summary>
internal static class MaskPacket
{
    private const byte Arp = 28;
    private const ushort Dns = 53, DhcpServer = 67, DhcpClient = 68, MulticastDns = 5353, LocalNames = 5355;

    /// <summary>Masks a frame in place.</summary>
    /// <param name="link">What it begins with.</param>
    /// <param name="frame">Its captured bytes.</param>
    /// <param name="wireLength">Its length on the wire.</param>
    public static void InPlace(LinkType link, Span<byte> frame, int wireLength)
    {
        var bytes = frame.ToArray();
        frame.Clear();
        Mask(link, new Sieve(bytes, frame), Math.Max(wireLength, bytes.Length));
    }

    private static void Mask(LinkType link, Sieve frame, int wireLength)
    {
        var network = NetworkLocation.Find(link, frame.Bytes);
        int start = network.Offset;
        switch (network.Kind)
        {
            case NetworkKind.Undecodable:
                frame.Keep(0, LinkHeaderLength(link));
                break;
            case NetworkKind.Other:
                frame.Keep(0, start);
                break;
            case NetworkKind.Arp:
                frame.Keep(0, start);
                if (ArpPacket.TryParse(frame.Bytes[Math.Min(start, frame.Bytes.Length)..], out _))
                {
                    frame.Keep(start, Arp);
                }

                break;
            default:
                frame.Keep(0, start);
                MaskIp(network, frame.From(start), wireLength - start);
                break;
        }
    }

    /// <summary>Where what follows makes no sense, only this much is sure to be a header.</summary>
    private static int LinkHeaderLength(LinkType link) => link switch
    {
        LinkType.Ethernet => 14,
        LinkType.LinuxCooked => 16,
        LinkType.LinuxCooked2 => 20,
        _ => 0,
    };

    private static void MaskIp(in NetworkLocation network, Sieve packet, int wireLength)
    {
        if (!IpHeader.TryParse(network.Kind, packet.Bytes, wireLength, out var ip))
        {
            return;
        }

        packet.Keep(0, ip.PayloadOffset);
        if (ip.FragmentOffset != 0)
        {
            return;
        }

        // What lies behind the packet in its frame is nobody's: padding has held other people's data before.
        var payload = packet.From(ip.PayloadOffset, ip.PayloadLength);
        switch (ip.Protocol)
        {
            case IpProtocol.Tcp:
                MaskTcp(payload, ip.PayloadLength, ip.IsFragment);
                break;
            case IpProtocol.Udp:
                MaskUdp(payload, ip.IsFragment);
                break;
            case IpProtocol.Icmp or IpProtocol.IcmpV6 when !ip.IsFragment:
                MaskIcmp.Message(payload, ip.Protocol);
                break;
        }
    }

    private static void MaskTcp(Sieve segment, int wireLength, bool isFragment)
    {
        if (!TcpHeader.TryParse(segment.Bytes, wireLength, out var tcp))
        {
            // Cut within its header, by a snap length or into fragments.
            segment.Keep(0, segment.Bytes.Length < TcpHeader.MinLength && (isFragment || wireLength >= TcpHeader.MinLength) ? TcpHeader.MinLength : 0);
            return;
        }

        segment.Keep(0, tcp.DataOffset);
        var data = segment.From(tcp.DataOffset);
        if (!isFragment && !MaskDicom.TrySegment(data) && !MaskTls.TrySegment(data))
        {
            MaskHl7.Segment(data);
        }
    }

    private static void MaskUdp(Sieve datagram, bool isFragment)
    {
        datagram.Keep(0, UdpHeader.Length);
        if (isFragment || !UdpHeader.TryParse(datagram.Bytes, ushort.MaxValue, out var udp))
        {
            return;
        }

        var data = datagram.From(UdpHeader.Length);
        switch ((udp.SourcePort, udp.DestinationPort))
        {
            case (Dns or MulticastDns or LocalNames, _) or (_, Dns or MulticastDns or LocalNames):
                MaskDns.Message(data);
                break;
            case (DhcpServer or DhcpClient, DhcpServer or DhcpClient):
                MaskDhcp.Message(data);
                break;
        }
    }
}
