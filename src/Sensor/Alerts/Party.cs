using Sensor.Dissectors.Packets;
using Sensor.Inventory;

namespace Sensor.Alerts;

/// <summary>A device as an incident remembers it, which may outlive the inventory's entry. The empty one is nobody.</summary>
/// <param name="Number">Its number; 0 for nobody.</param>
/// <param name="Address">Its address.</param>
internal readonly record struct Party(int Number, IpAddress Address)
{
    public bool IsNobody => Number == 0;

    public string Id => Device.IdOf(Number);

    /// <summary>Addresses in an order, for what is told or saved.</summary>
    public static IComparer<IpAddress> ByAddress { get; } = Comparer<IpAddress>.Create((a, b) => a.CompareTo(b));

    public static Party Of(Device? device) => device is null ? default : new(device.Number, device.Address);
}
