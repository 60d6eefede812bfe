namespace Sensor.Outputs.Delivery;

/// <summary>One thing to be sent: an event or an alert as its line of JSON, or a point of a time series as its line.</summary>
/// <param name="Kind">Its <c>event_type</c>; <c>point</c> for a point of a time series.</param>
/// <param name="Key">The same for the same thing in every attempt and after every restart; a receiver may tell by it what it has already.</param>
/// <param name="Severity">1 to 4 of an alert; 0 for what has none.</param>
/// <param name="Time">Packet time, nanoseconds since the Unix epoch.</param>
/// <param name="Body">UTF-8, without the end of the line.</param>
internal readonly record struct Outgoing(string Kind, string Key, int Severity, long Time, ReadOnlyMemory<byte> Body);
