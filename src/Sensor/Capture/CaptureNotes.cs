namespace Sensor.Capture;

/// <summary>Gives a capture's interface its number in the whole input.</summary>
/// <param name="place">Place of the interface in its capture's section, from 0.</param>
/// <param name="name">Its name, where the capture says it.</param>
internal delegate ushort InterfaceNumbering(int place, string? name);

/// <summary>Where it is noted what captures say besides packets.</summary>
internal sealed record CaptureNotes(InterfaceNumbering Number, HostNames Hosts);
