using System.Runtime.InteropServices;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Outputs;
using Sensor.Site;
using Sensor.Streams;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Pipeline;

/// <summary>Finds the devices at the ends of facts, takes new ones into the inventory, and says what is new about them.</summary>
internal sealed class DeviceSights(DeviceTable devices, EventLog events)
{
    public required SiteKnowledge Site { get; set; }

    /// <summary>Takes names that captures bring along. They have no time: theirs is the device's.</summary>
    public void Take(HostNames hosts, NameDirectory names)
    {
        if (hosts.IsEmpty)
        {
            return;
        }

        foreach (var device in devices.All)
        {
            foreach (var name in device.Values(Attribute.Mac).Prepend(device.AddressText).SelectMany(hosts.Of).ToList())
            {
                if (device.Claim(Attribute.Hostname, names.Of(name), "pcapng name resolution", 0.3, device.FirstSeen) is { } claim)
                {
                    claim.Last = device.LastSeen;
                    device.HasChanged = true;
                }
            }
        }
    }

    /// <summary>The devices at a fact's ends. Who was only called, and never spoke, isn't one.</summary>
    public void See(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, out Device? client, out Device? server)
    {
        ref readonly var flow = ref header.Flow;
        if (kind == FlowStarted.Kind)
        {
            ref readonly var started = ref MemoryMarshal.AsRef<FlowStarted>(body);
            SeeSender(in header, started.Sender, started.SourceMac, byArp: false);
        }
        else if (kind == FlowAnswered.Kind)
        {
            ref readonly var answered = ref MemoryMarshal.AsRef<FlowAnswered>(body);
            SeeSender(in header, answered.Sender, answered.SourceMac, byArp: false);
        }
        else if (kind == ArpBinding.Kind)
        {
            ref readonly var binding = ref MemoryMarshal.AsRef<ArpBinding>(body);
            SeeSender(in header, Endpoint.Client, binding.Mac, byArp: true);
        }

        client = devices.Find(flow.Client);
        server = devices.Find(flow.Server);
        if (client is not null)
        {
            client.LastSeen = Math.Max(client.LastSeen, header.Time);
            client.HasChanged = true;
        }

        if (server is not null)
        {
            server.HasChanged = true;
        }

        if (server is not null && kind != FlowStarted.Kind && kind != ArpBinding.Kind)
        {
            server.LastSeen = Math.Max(server.LastSeen, header.Time);
        }
    }

    private void SeeSender(in FactHeader header, Endpoint sender, ulong mac, bool byArp)
    {
        var address = sender == Endpoint.Client ? header.Flow.Client : header.Flow.Server;
        if (devices.FindOrAdd(in address, header.Time, out var isNew) is not { } device)
        {
            return;
        }

        if (isNew)
        {
            device.LookUp(Site);
            events.NewDevice(in header, device);
        }

        if (devices.Macs.See(device, mac, byArp, header.Time))
        {
            device.LookUp(Site);
            if (!isNew)
            {
                events.ChangedMac(in header, device, mac);
            }
        }

        foreach (var other in devices.Macs.Withdrawn)
        {
            other.LookUp(Site);
            events.WithdrewMac(in header, other, mac);
            other.HasChanged = true;
        }
    }
}
