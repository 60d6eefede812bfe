using Sensor.Dissectors.Packets;

namespace Sensor.Evidence;

/// <summary>Tells packets of a connection, or of two addresses, from others, in whatever they are wrapped. Both directions are meant.</summary>
internal sealed class Conversation
{
    private readonly IpAddress _one, _other;
    private readonly (ushort One, ushort Other)? _ports;
    private readonly byte? _protocol;

    private Conversation(IpAddress one, IpAddress other, byte? protocol, (ushort, ushort)? ports) => (_one, _other, _protocol, _ports) = (one, other, protocol, ports);

    /// <summary>A connection; ports matter for TCP and UDP alone.</summary>
    public static Conversation Of(IpAddress client, IpAddress server, byte protocol, ushort clientPort, ushort serverPort) =>
        new(client, server, protocol, protocol is IpProtocol.Tcp or IpProtocol.Udp ? (clientPort, serverPort) : null);

    /// <summary>All that two say to each other, and ask of each other's address (ARP).</summary>
    public static Conversation OfPair(IpAddress one, IpAddress other) => new(one, other, null, null);

    /// <summary>Whether a packet belongs to it. Of a fragment that isn't the first only the addresses and the protocol can be asked.</summary>
    public bool Has(LinkType link, ReadOnlySpan<byte> frame, int wireLength)
    {
        var network = NetworkLocation.Find(link, frame);
        var packet = frame[Math.Min(network.Offset, frame.Length)..];
        if (network.Kind == NetworkKind.Arp)
        {
            return _protocol is null && ArpPacket.TryParse(packet, out var arp) && Has(arp.SenderAddress) && Has(arp.TargetAddress);
        }

        return IpHeader.TryReadAddresses(network.Kind, packet, out var source, out var destination)
            && ((source == _one && destination == _other) || (source == _other && destination == _one))
            && (_protocol is null || (IpHeader.TryParse(network.Kind, packet, wireLength - network.Offset, out var ip) && Fits(packet, in ip)));
    }

    private bool Has(in IpAddress address) => address == _one || address == _other;

    private bool Fits(ReadOnlySpan<byte> packet, in IpHeader ip)
    {
        if (ip.Protocol != _protocol)
        {
            return false;
        }

        if (_ports is not { } ports || ip.FragmentOffset != 0)
        {
            return true;
        }

        // TCP and UDP begin with their ports alike.
        var segment = packet[Math.Min(ip.PayloadOffset, packet.Length)..];
        if (segment.Length < 4)
        {
            return false;
        }

        var (from, to) = ((ushort)((segment[0] << 8) | segment[1]), (ushort)((segment[2] << 8) | segment[3]));
        return (ip.Source == _one && (from, to) == ports) || (ip.Source == _other && (to, from) == ports);
    }
}
