using System.Runtime.InteropServices;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Inventory;

/// <summary>
/// Which device went by a name first: a second one may be an impostor. Follows from the devices' evidence alone, in whatever order that is taken, so nothing of it is saved.
/// </summary>
internal sealed class NameClaims
{
    private readonly Dictionary<(Attribute Attribute, string Name), (Device Device, long Since)> _first = [];

    /// <summary>Names that devices give themselves and are called by.</summary>
    public static bool IsName(Attribute attribute) => attribute is Attribute.AeTitle or Attribute.Hl7Application;

    public void Take(Device device, Evidence claim)
    {
        if (!IsName(claim.Attribute))
        {
            return;
        }

        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_first, (claim.Attribute, claim.Value.Text), out var isKnown);
        if (!isKnown || (claim.First, device.Number).CompareTo((first.Since, first.Device.Number)) < 0)
        {
            first = (device, claim.First);
        }
    }

    /// <summary>The device that went by a claimed name first.</summary>
    public Device? FirstOf(Evidence claim) => _first.GetValueOrDefault((claim.Attribute, claim.Value.Text)).Device;
}
