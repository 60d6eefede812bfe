using System.Runtime.InteropServices;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Identity.Ftp;
using Sensor.Dissectors.Identity.Telnet;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.Streams;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Inventory.Hints;

/// <summary>
/// Notes down what behaviour hints at, as evidence with its own source and a confidence that says how it is known. Remembers nothing itself: the evidence is
/// the device's. A hint that rests on a network interface goes when that turns out to be a router's.
/// </summary>
internal sealed class FamilyHints(NameDirectory names) : IFactTap
{
    private const byte Tcp = 6, Udp = 17;

    private static readonly Dictionary<ushort, FamilyHint[]> ByPort =
        KnownFamilies.All.Where(h => h.When.Port != 0).GroupBy(h => h.When.Port).ToDictionary(g => g.Key, g => g.ToArray());

    private static readonly FamilyHint[] ByText = [.. KnownFamilies.All.Where(h => h.When.Port == 0)];

    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        if (kind == FlowEnded.Kind)
        {
            ref readonly var flow = ref MemoryMarshal.AsRef<FlowEnded>(body);
            TakeFlow(in header, !flow.Refused && flow is { PacketsToClient: > 0, PacketsToServer: > 0 }, client, server);
        }
        else if (kind == FlowProgress.Kind)
        {
            // Connections that last for days end with the input only.
            ref readonly var amount = ref MemoryMarshal.AsRef<FlowProgress>(body).Amount;
            TakeFlow(in header, amount is { PacketsToClient: > 0, PacketsToServer: > 0 }, client, server);
        }
        else if (kind == FtpSession.Kind)
        {
            ref readonly var session = ref MemoryMarshal.AsRef<FtpSession>(body);
            TakeText(HintSign.FtpGreeting, session.Banner, session.Client == Endpoint.Client ? server : client, header.Time);
        }
        else if (kind == TelnetSession.Kind)
        {
            TakeText(HintSign.TelnetGreeting, MemoryMarshal.AsRef<TelnetSession>(body).Banner, server, header.Time);
        }
        else if (kind == PumpEvent.Kind)
        {
            ref readonly var pump = ref MemoryMarshal.AsRef<PumpEvent>(body);
            TakeText(HintSign.Protocol, pump.Family, pump.Pump == Endpoint.Client ? client : server, header.Time);
        }
    }

    private static void TakeFlow(in FactHeader header, bool isAnswered, Device? client, Device? server)
    {
        if (!ByPort.TryGetValue(header.Flow.ServerPort, out var hints))
        {
            return;
        }

        foreach (var hint in hints)
        {
            switch (hint.When.Sign)
            {
                case HintSign.Answers when isAnswered && header.Flow.Protocol == Tcp:
                    NoteInterface(server, hint);
                    break;
                case HintSign.Calls when isAnswered && header.Flow.Protocol == Tcp:
                    NoteInterface(client, hint);
                    break;
                case HintSign.Datagrams when header.Flow.Protocol == Udp:
                    // It looks for others by broadcast: there needn't be an answer.
                    NoteInterface(client, hint);
                    NoteInterface(isAnswered ? server : null, hint);
                    break;
            }
        }
    }

    private static void NoteInterface(Device? device, FamilyHint hint)
    {
        if (device is not null && InterfaceOf(device, hint.When.Interfaces) is { } mac && !Has(device, hint, long.MinValue))
        {
            device.Conclude(mac, Attribute.Vendor, hint.MakerName, hint.Source, hint.Confidence);
            device.Conclude(mac, Attribute.Model, hint.ModelName, hint.Source, hint.Confidence);
            device.HasChanged = true;
        }
    }

    private void TakeText(HintSign sign, NameId said, Device? device, long time)
    {
        if (device is null || said.IsNone)
        {
            return;
        }

        var text = names[said].Text;
        foreach (var hint in ByText)
        {
            if (hint.When.Sign == sign && text.Contains(hint.When.Text, StringComparison.Ordinal) && !Has(device, hint, time))
            {
                device.Claim(Attribute.Vendor, hint.MakerName, hint.Source, hint.Confidence, time);
                device.Claim(Attribute.Model, hint.ModelName, hint.Source, hint.Confidence, time);
                device.HasChanged = true;
            }
        }
    }

    /// <summary>Whether it is noted down already; if so, it was seen again.</summary>
    private static bool Has(Device device, FamilyHint hint, long time)
    {
        var has = false;
        for (var i = 0; i < device.Evidence.Count; i++)
        {
            var known = device.Evidence[i];
            if (known.Source == hint.Source && known.Value.Text == (known.Attribute == Attribute.Model ? hint.Model : hint.Maker))
            {
                has = true;
                if (known.Premise is null)
                {
                    known.Last = Math.Max(known.Last, time);
                }
            }
        }

        return has;
    }

    /// <summary>The claim to a MAC address of one of these makers; null where the device has none.</summary>
    private static Evidence? InterfaceOf(Device device, IReadOnlyList<string> makers)
    {
        for (var i = 0; i < device.Evidence.Count; i++)
        {
            if (device.Evidence[i] is { Attribute: Attribute.Vendor, Premise: { Attribute: Attribute.Mac } mac } vendor)
            {
                for (var m = 0; m < makers.Count; m++)
                {
                    if (makers[m] == vendor.Value.Text)
                    {
                        return mac;
                    }
                }
            }
        }

        return null;
    }
}
