using System.Text;
using Sensor.Dissectors.Pumps;

namespace Sensor.Protocols;

/// <summary>What vectors may say of an event: its members as JSON names them, and readings by quantity.</summary>
internal static class EventMembers
{
    public static IReadOnlyList<string> Known { get; } =
    [
        "family", "kind", "serial", "model", "firmware", "library", "command", "class", "outcome", "reason", "state", "old_state", "drug", "alarm", "remote", "silenced",
        "code_is_right", "foreign", "ended", "failures", "confidence",
        .. Enum.GetValues<PumpQuantity>().Where(q => q != PumpQuantity.None).Select(q => Encoding.ASCII.GetString(q.Word())).SelectMany(q => (string[])[q, $"old-{q}"]),
    ];
}
