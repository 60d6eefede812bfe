using System.Globalization;
using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Outputs;

/// <summary>The members every event and alert begins with (Suricata's EVE).</summary>
internal sealed class Envelope
{
    private const int CachedAddresses = 65_536;
    private const int CachedFlows = 4096;

    private readonly Dictionary<IpAddress, JsonEncodedText> _addresses = [];
    private readonly long[] _flowIds = new long[CachedFlows];
    private readonly byte[] _communityIds = new byte[CachedFlows * CommunityId.Length];

    /// <summary>Names of capture interfaces by number; null for those without a name. Classic captures have none.</summary>
    public Func<ushort, string?>? InterfaceName { get; init; }

    /// <summary>Whether packets have numbers by which they can be found again.</summary>
    public bool HasPacketNumbers { get; init; } = true;

    /// <summary>Name of the protocol that a fact's flow was recognised as.</summary>
    public static string? AppProto(in FactHeader header, IReadOnlyList<IProtocol> protocols) =>
        header.Flow.App == 0 ? null : protocols[header.Flow.App - 1].Name;

    /// <param name="json">An object just begun.</param>
    /// <param name="eventType">The event's type.</param>
    /// <param name="header">The fact it comes from.</param>
    /// <param name="appProto">Name of the recognised protocol, or null.</param>
    public void Write(Utf8JsonWriter json, string eventType, in FactHeader header, string? appProto)
    {
        ref readonly var flow = ref header.Flow;
        Span<byte> text = stackalloc byte[EveTime.Length];
        EveTime.Format(header.Time, text);
        json.WriteString("timestamp"u8, text);
        json.WriteString("event_type"u8, eventType);
        if (flow.Id != 0)
        {
            json.WriteNumber("flow_id"u8, flow.Id);
        }

        if (HasPacketNumbers)
        {
            json.WriteNumber("pcap_cnt"u8, header.Ordinal);
        }

        if (InterfaceName?.Invoke(flow.Interface) is { } name)
        {
            json.WriteString("in_iface"u8, name);
        }

        if (flow.Vlan != 0)
        {
            json.WriteStartArray("vlan"u8);
            json.WriteNumberValue(flow.Vlan);
            if (flow.InnerVlan != 0)
            {
                json.WriteNumberValue(flow.InnerVlan);
            }

            json.WriteEndArray();
        }

        if (flow.Tunnel != TunnelKind.None)
        {
            json.WriteStartObject("tunnel"u8);
            json.WriteString("type"u8, TunnelName(flow.Tunnel));
            json.WriteNumber("id"u8, flow.TunnelId);
            json.WriteNumber("depth"u8, flow.TunnelDepth);
            json.WriteEndObject();
        }

        if (flow.Client == default && flow.Server == default)
        {
            // About the sensor itself, and no packet.
            return;
        }

        var fromClient = header.Actor == Endpoint.Client;
        WriteEnd(json, "src_ip"u8, "src_port"u8, fromClient ? flow.Client : flow.Server, fromClient ? flow.ClientPort : flow.ServerPort, flow.Protocol);
        WriteEnd(json, "dest_ip"u8, "dest_port"u8, fromClient ? flow.Server : flow.Client, fromClient ? flow.ServerPort : flow.ClientPort, flow.Protocol);
        if (flow.Id == 0)
        {
            return;
        }

        json.WriteString("proto"u8, ProtocolName(flow.Protocol));
        if (appProto is not null)
        {
            json.WriteString("app_proto"u8, appProto);
        }

        json.WriteString("community_id"u8, CommunityIdOf(in flow));
    }

    private static string TunnelName(TunnelKind tunnel) => tunnel switch
    {
        TunnelKind.Mpls => "mpls",
        TunnelKind.Pppoe => "pppoe",
        TunnelKind.IpInIp => "ipip",
        TunnelKind.Gre => "gre",
        TunnelKind.Erspan => "erspan",
        TunnelKind.Vxlan => "vxlan",
        _ => "geneve",
    };

    private static string ProtocolName(byte protocol) => protocol switch
    {
        IpProtocol.Tcp => "TCP",
        IpProtocol.Udp => "UDP",
        IpProtocol.Icmp => "ICMP",
        IpProtocol.IcmpV6 => "IPv6-ICMP",
        _ => protocol.ToString(CultureInfo.InvariantCulture),
    };

    private void WriteEnd(Utf8JsonWriter json, ReadOnlySpan<byte> ipKey, ReadOnlySpan<byte> portKey, in IpAddress address, ushort port, byte protocol)
    {
        json.WriteString(ipKey, AddressText(in address));
        if (protocol is IpProtocol.Tcp or IpProtocol.Udp)
        {
            json.WriteNumber(portKey, port);
        }
    }

    private JsonEncodedText AddressText(in IpAddress address)
    {
        if (_addresses.TryGetValue(address, out var text))
        {
            return text;
        }

        text = JsonEncodedText.Encode(address.ToString());
        if (_addresses.Count < CachedAddresses)
        {
            _addresses.Add(address, text);
        }

        return text;
    }

    private ReadOnlySpan<byte> CommunityIdOf(in FlowIdentity flow)
    {
        var slot = (int)(flow.Id % CachedFlows);
        var text = _communityIds.AsSpan(slot * CommunityId.Length, CommunityId.Length);
        if (_flowIds[slot] != flow.Id)
        {
            _flowIds[slot] = flow.Id;
            CommunityId.Format(in flow, text);
        }

        return text;
    }
}
