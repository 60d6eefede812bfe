using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Inventory;

namespace Sensor.Pumps;

/// <summary>What a pump event says of the roles that its two ends play.</summary>
internal static class PumpDeeds
{
    /// <summary>A role shows in what is done to the end, not in what is tried.</summary>
    /// <param name="said">The event.</param>
    /// <param name="client">The device that asks; null where it isn't known.</param>
    /// <param name="server">The device that is asked; null where it isn't known.</param>
    public static void Count(in PumpEvent said, Device? client, Device? server)
    {
        if (said.IsAtOwnAddress)
        {
            // A monitor or another bedside device.
            return;
        }

        var (actor, other) = said.Actor == Endpoint.Client ? (client, server) : (server, client);
        var isAnswered = said.Outcome is Outcome.Ok or Outcome.Pending or Outcome.Warning;
        var deed = said.What switch
        {
            PumpEventKind.Set when isAnswered => Deed.PumpCommand,
            PumpEventKind.Query when isAnswered => Deed.PumpPoll,
            PumpEventKind.Status or PumpEventKind.Alarm when said.Actor == said.Pump => Deed.PumpStatus,
            _ => Deed.None,
        };
        if (deed != Deed.None)
        {
            actor?.Roles.AddDone(deed, other?.Number ?? 0);
            other?.Roles.AddServed(deed, actor?.Number ?? 0);
        }
    }
}
