using System.Runtime.InteropServices;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Outputs;
using Sensor.Site;
using Sensor.Streams;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Pipeline;

/// <summary>Finds the devices at the ends of facts, takes new ones into the inventory, and says what is new about them.</summary>
internal sealed class DeviceSights(DeviceTable devices, EventLog events, NameDirectory names)
{
    private SerialElsewhere _elsewhere;
    private FlowIdentity _between;
    private bool _isElsewhere;

    public required SiteKnowledge Site { get; set; }

    /// <summary>What the fact seen last says of a serial number that another address spoke for; false where it says nothing of the kind.</summary>
    public bool TryGetElsewhere(out SerialElsewhere fact, out FlowIdentity flow)
    {
        (fact, flow) = (_elsewhere, _between);
        return _isElsewhere;
    }

    /// <summary>Takes names that captures bring along. They have no time: theirs is the device's.</summary>
    public void Take(HostNames hosts)
    {
        if (hosts.IsEmpty)
        {
            return;
        }

        foreach (var device in devices.All.Where(d => d.Nameplate is null))
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
        _isElsewhere = false;
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

        if (kind == PumpEvent.Kind)
        {
            ref readonly var said = ref MemoryMarshal.AsRef<PumpEvent>(body);
            if (said.Pump == Endpoint.Client)
            {
                client = SpokenFor(in header, in said) ?? client;
            }
            else
            {
                server = SpokenFor(in header, in said) ?? server;
            }
        }
    }

    /// <summary>The device that an address speaks for; null where the fact is about the address itself, or there is no room.</summary>
    private Device? SpokenFor(in FactHeader header, in PumpEvent said)
    {
        var (family, serial) = (names[said.Family], names[said.Serial]);
        if (said.Serial.IsNone || said.IsAtOwnAddress || ReferenceEquals(serial, Name.Other) || ReferenceEquals(family, Name.Other))
        {
            return null;
        }

        var address = said.Pump == Endpoint.Client ? header.Flow.Client : header.Flow.Server;
        var hasSpoken = said.What is PumpEventKind.Status or PumpEventKind.Alarm || said.Outcome is not (Outcome.Unknown or Outcome.NoAnswer);
        if (devices.Find(family.Text, serial.Text) is not { } device)
        {
            // Who asks for a serial number doesn't make a device of it.
            if (!hasSpoken || devices.Add(new Nameplate(family.Text, serial.Text), in address, header.Time) is not { } added)
            {
                return null;
            }

            added.LookUp(Site);
            events.NewDevice(in header, added);
            return added;
        }

        device.LastSeen = Math.Max(device.LastSeen, header.Time);
        device.HasChanged = true;
        if (device.Address == address)
        {
            device.HeldAt = hasSpoken ? Math.Max(device.HeldAt, header.Time) : device.HeldAt;
        }
        else if (hasSpoken)
        {
            SeeElsewhere(in header, in said, device, in address);
        }

        return device;
    }

    /// <summary>A device moves when its address has fallen silent about it: of two that speak for one at the same time, the first keeps it.</summary>
    private void SeeElsewhere(in FactHeader header, in PumpEvent said, Device device, in IpAddress address)
    {
        var apart = Math.Max(0, header.Time - device.HeldAt);
        _isElsewhere = true;
        _elsewhere = new SerialElsewhere { Family = said.Family, Serial = said.Serial, ApartNanoseconds = apart };
        _between = header.Flow with { Client = device.Address, ClientPort = 0, Server = address, ServerPort = said.Pump == Endpoint.Client ? header.Flow.ClientPort : header.Flow.ServerPort };
        if (apart > SerialElsewhere.AtOnce && devices.Move(device, in address))
        {
            device.HeldAt = header.Time;
            device.LookUp(Site);
            events.Moved(in header, device);
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
