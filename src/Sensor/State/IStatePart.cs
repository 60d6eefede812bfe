namespace Sensor.State;

/// <summary>
/// A part of the analysis that remembers something and must go on after a restart as if there had been none. All that its later behaviour rests on is
/// saved: bits of numbers, and the order of lists where it decides anything. What stands in no order is saved in a sorted one, so that equal states are
/// equal bytes. Called by the analysis thread, between two facts.
/// <para>Devices are saved by <see cref="Inventory.Device.Number"/>, names as text. Numbers of kinds of facts differ from run to run and are never saved.</para>
/// </summary>
internal interface IStatePart
{
    /// <summary>Stable name, by which it is found again.</summary>
    string Name { get; }

    /// <summary>Version of the layout that <see cref="Save"/> writes, from 1.</summary>
    int Version { get; }

    void Save(PartWriter writer);

    /// <summary>
    /// Takes what <see cref="Save"/> wrote, into a part that is as new; the devices are there already. False where it is damaged, also where something is
    /// left unread: then the part isn't used any more.
    /// </summary>
    /// <param name="reader">What was saved, which may be damaged or forged.</param>
    /// <param name="origin">Where it comes from.</param>
    bool TryLoad(ref PartReader reader, PartOrigin origin);
}

/// <summary>Where saved state comes from.</summary>
/// <param name="Version">Version of the layout: the present one or an older one.</param>
/// <param name="SameInput">
/// The run goes on in the input that the state was saved in. If not, what belongs to an input begins anew: its packets' numbers, its flows, its clock, and
/// what is counted for the summary.
/// </param>
internal readonly record struct PartOrigin(int Version, bool SameInput);
