using Sensor.Dissectors.Contract;
using Sensor.Inventory;

namespace Sensor.Detection;

/// <summary>
/// Sees every fact that the analysis considers, also those that only count, with the devices at its two ends, in the input's order and on the analysis thread: what is measured over time rests
/// on it. Must not hold the body beyond the call and allocates nothing at steady state.
/// </summary>
internal interface IFactTap
{
    /// <param name="kind">The fact's kind.</param>
    /// <param name="header">Its header, with a time that is believed.</param>
    /// <param name="body">What it says.</param>
    /// <param name="client">The device that asks; null where it isn't known.</param>
    /// <param name="server">The device that is asked; null where it isn't known.</param>
    void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server);
}
