namespace Sensor.Dissectors.Contract;

/// <summary>When something was seen: the packet's time and its place in the input.</summary>
/// <param name="Time">Nanoseconds since the Unix epoch, from the capture.</param>
/// <param name="Ordinal">Number of the packet in the whole input, the first is 1.</param>
public readonly record struct Moment(long Time, long Ordinal);
