namespace Sensor.Models;

/// <summary>How a group stands to something new to one of its devices.</summary>
/// <param name="Alike">Devices that do it.</param>
/// <param name="Known">Devices with evidence; 0: the group can't tell.</param>
/// <param name="ForeignKeys">How many keys that no peer has a device of this group shows, on average.</param>
/// <param name="ForeignShare">Part of the group's keys, counted by device, that only one device has.</param>
internal readonly record struct Agreement(int Alike, int Known, double ForeignKeys, double ForeignShare)
{
    /// <summary>
    /// P_group: which part of a device's novelties stands to the group as this one does ((a + m) / (a + b + M)). What no peer
    /// has is no rarer than such keys are in the group: where every device has partners of its own, a partner of one's own says little.
    /// </summary>
    public double Share(ModelSettings settings)
    {
        var share = (settings.GroupPriorAlike + Alike) / (settings.GroupPriorAlike + settings.GroupPriorOther + Known);
        return Alike == 0 ? Math.Max(share, ForeignShare) : share;
    }
}
