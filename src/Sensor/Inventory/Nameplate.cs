namespace Sensor.Inventory;

/// <summary>What tells a device behind a gateway from the others there: a serial number, unique in its family.</summary>
/// <param name="Family">Whose serial numbers: the name of a pump's language.</param>
/// <param name="Serial">As the device says it.</param>
internal sealed record Nameplate(string Family, string Serial);
