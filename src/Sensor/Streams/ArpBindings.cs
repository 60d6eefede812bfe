using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;

namespace Sensor.Streams;

/// <summary>Remembers which MAC address ARP gives an address and says when that is new or changes. A bounded number of addresses; more are passed over.</summary>
internal sealed class ArpBindings(FactSink facts, int max)
{
    /// <summary>Addresses, unless the settings say otherwise.</summary>
    public const int Max = 65_536;

    private readonly Dictionary<IpAddress, ulong> _macs = [];

    /// <summary>Messages about addresses that found no room.</summary>
    public long PassedOver { get; private set; }

    public void Take(in PacketEntry entry, ReadOnlySpan<byte> frame, in Moment at)
    {
        if (!ArpPacket.TryParse(frame[entry.Network.Offset..], out var arp) || arp.SenderAddress.IsUnspecified || MacAddress.IsGroup(arp.SenderMac))
        {
            return;
        }

        _macs.TryGetValue(arp.SenderAddress, out var previous);
        if (previous == arp.SenderMac)
        {
            return;
        }

        if (previous == 0 && _macs.Count == max)
        {
            PassedOver++;
            return;
        }

        _macs[arp.SenderAddress] = arp.SenderMac;
        var flow = new FlowIdentity
        {
            Client = arp.SenderAddress,
            Server = arp.TargetAddress,
            Vlan = entry.Network.Vlan,
            InnerVlan = entry.Network.InnerVlan,
            Interface = entry.Interface,
        };
        var fact = new ArpBinding { Mac = arp.SenderMac, PreviousMac = previous, Operation = arp.Operation };
        facts.Write(in fact, in flow, at.Time, at.Ordinal, Quality.Clean, Endpoint.Client);
    }
}
