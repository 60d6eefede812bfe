using System.Globalization;
using Sensor.Alerts;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Evidence;

/// <summary>
/// What to type into Wireshark to see an alert's packets (display filters of Wireshark 4.0): its connection, in both directions and whatever it was wrapped in, and the
/// packets that prove it.
/// </summary>
/// <remarks>
/// A protocol isn't part of it: that would take away the handshake, acknowledgements and every segment that Wireshark doesn't put together, and Wireshark knows DICOM and
/// HL7 by their ports alone.
/// </remarks>
internal static class DisplayFilter
{
    /// <param name="alert">The alert.</param>
    /// <param name="numbers">Packets that prove it, by their numbers in the file that is looked at.</param>
    /// <returns>Empty where there is nothing to see.</returns>
    public static string Of(Alert alert, IReadOnlyList<long> numbers)
    {
        List<string> parts = [];
        if (alert.Header.Flow is { Id: not 0 } flow)
        {
            parts.Add(Connection(in flow));
        }
        else if (alert.Device is not null)
        {
            parts.Add(Pair(alert.DeviceAddress, alert.PeerAddress));
        }

        if (numbers.Count > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"frame.number in {{{string.Join(", ", numbers.Distinct())}}}"));
        }

        return parts.Count == 2 ? $"({parts[0]}) || {parts[1]}" : string.Concat(parts);
    }

    private static string Connection(in FlowIdentity flow)
    {
        var ends = Ends(flow.Client, flow.Server);
        return flow.Protocol switch
        {
            IpProtocol.Tcp => $"{ends} && {Ports("tcp", in flow)}",
            IpProtocol.Udp => $"{ends} && {Ports("udp", in flow)}",
            IpProtocol.Icmp => $"{ends} && icmp",
            IpProtocol.IcmpV6 => $"{ends} && icmpv6",
            _ => ends,
        };
    }

    private static string Ports(string protocol, in FlowIdentity flow) =>
        string.Create(CultureInfo.InvariantCulture, $"{protocol}.port == {flow.ClientPort} && {protocol}.port == {flow.ServerPort}");

    /// <summary>All that two say to each other, or one to anybody, and what they ask and say of their addresses (ARP).</summary>
    private static string Pair(in IpAddress device, in IpAddress peer) =>
        !peer.IsUnspecified && device.IsV4 && peer.IsV4 ? $"({Ends(device, peer)}) || (arp.src.proto_ipv4 == {device} && arp.dst.proto_ipv4 == {peer}) || (arp.src.proto_ipv4 == {peer} && arp.dst.proto_ipv4 == {device})"
        : !peer.IsUnspecified ? Ends(device, peer)
        : device.IsV4 ? $"{Address(device)} || arp.src.proto_ipv4 == {device} || arp.dst.proto_ipv4 == {device}"
        : Address(device);

    private static string Ends(in IpAddress one, in IpAddress other) => $"{Address(one)} && {Address(other)}";

    private static string Address(in IpAddress address) => $"{(address.IsV4 ? "ip" : "ipv6")}.addr == {address}";
}
