namespace Sensor.Outputs.Delivery;

/// <summary>Sees events as the lines that they are written as.</summary>
internal interface IEventTap
{
    /// <summary>On any thread: who makes lines that nobody wants is spared it.</summary>
    bool Wants(string kind);

    /// <param name="kind">Its <c>event_type</c>.</param>
    /// <param name="time">Packet time, nanoseconds since the Unix epoch.</param>
    /// <param name="line">The line, without its end; copied.</param>
    void Take(string kind, long time, ReadOnlySpan<byte> line);
}
