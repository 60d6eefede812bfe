using Sensor.Outputs.Delivery;
using Sensor.Series;

namespace Sensor.Commands;

/// <summary>Points go to whoever wants them, many in one thing: an interval's lines are one body.</summary>
internal sealed class PointTap(Deliveries deliveries) : ISeriesTaker
{
    public void Take(long time, ReadOnlySpan<byte> lines) => deliveries.Take(EventTypes.Point, time, lines[..^1]);
}
