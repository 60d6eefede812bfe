namespace Sensor.Alerts;

/// <summary>Somebody who takes incidents as they stand when they are over or the input is, on the analysis thread.</summary>
internal interface IIncidentTaker
{
    /// <param name="incident">The incident; it changes later only if it is still open, or opened again.</param>
    /// <param name="time">When that was noticed: packet time, nanoseconds since the Unix epoch.</param>
    /// <param name="ordinal">Packet with which it was noticed.</param>
    void Take(Incident incident, long time, long ordinal);
}
