using System.Runtime.InteropServices;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Inventory;
using Sensor.Pumps;
using Sensor.Rules.Engine;
using Sensor.Streams;

namespace Sensor.Pipeline;

/// <summary>Brings what is said to and by pumps to the ledger, and what the ledger finds to the rules.</summary>
internal sealed class PumpDesk(PumpLedger ledger, RuleEngine rules, DeviceTable devices, LearningPauses pauses)
{
    /// <summary>Rules have seen the fact; now what follows from it and earlier ones, and last what it says of roles: nobody is known for what is still looked at.</summary>
    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        if (kind == FlowEnded.Kind)
        {
            ledger.End(header.Flow.Id, MemoryMarshal.AsRef<FlowEnded>(body).Reason == FlowEndReason.Closed);
        }
        else if (kind == PumpEvent.Kind)
        {
            Take(in header, in MemoryMarshal.AsRef<PumpEvent>(body), client, server);
        }
    }

    /// <summary>Tells whose controllers are gone, unless much is being lost: then nobody knows.</summary>
    public void Review(long time, long ordinal)
    {
        if (pauses.IsLossHigh)
        {
            return;
        }

        foreach (var (pump, flow) in ledger.Review(time))
        {
            var found = new PumpDiscrepancy { What = Discrepancy.ControllerLost, Expected = double.NaN, Observed = double.NaN };
            var header = new FactHeader { Time = time, Ordinal = ordinal, FirstOrdinal = ordinal, KindId = PumpDiscrepancy.Kind.Id, Flow = flow, Actor = Endpoint.Client };
            Tell(in found, in header, devices.Find(flow.Client), devices.OfNumber(pump));
        }
    }

    private void Take(in FactHeader header, in PumpEvent said, Device? client, Device? server)
    {
        var derived = header;
        (derived.KindId, derived.Actor) = (PumpDiscrepancy.Kind.Id, said.Pump.Peer());
        derived.Quality |= pauses.IsLossHigh ? Quality.LossyMirror : Quality.Clean;
        var (pump, other) = said.Pump == Endpoint.Client ? (client, server) : (server, client);
        foreach (ref readonly var found in ledger.Take(in derived, in said, pump, other))
        {
            Tell(in found, in derived, client, server);
        }

        PumpDeeds.Count(in said, client, server);
    }

    private void Tell(in PumpDiscrepancy found, in FactHeader header, Device? client, Device? server) =>
        rules.Take(PumpDiscrepancy.Kind, in header, MemoryMarshal.AsBytes(new ReadOnlySpan<PumpDiscrepancy>(in found)), client, server);
}
