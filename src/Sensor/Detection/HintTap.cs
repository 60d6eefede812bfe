using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Identity.Ftp;
using Sensor.Dissectors.Identity.Telnet;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Inventory.Hints;
using Sensor.Streams;

namespace Sensor.Detection;

/// <summary>Shows to <see cref="FamilyHints"/> what they look at: flows that were answered, greetings, and protocols that tell whose they are.</summary>
internal sealed class HintTap(NameDirectory names) : IFactTap
{
    private const byte Tcp = 6, Udp = 17;

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
        if (header.Flow.Protocol is Tcp or Udp)
        {
            FamilyHints.TakeFlow(header.Flow.ServerPort, header.Flow.Protocol == Tcp, isAnswered, client, server);
        }
    }

    private void TakeText(HintSign sign, NameId said, Device? device, long time)
    {
        if (device is not null && !said.IsNone)
        {
            FamilyHints.TakeText(sign, names[said].Text, device, time);
        }
    }
}
