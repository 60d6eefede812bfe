using Hospital.Kernel;
using Hospital.Sites;

namespace Scorecard.Runs;

/// <summary>An attack that is wanted.</summary>
/// <param name="Kind">Row of the catalogue.</param>
/// <param name="Variant">Which of the row's variants, by name.</param>
/// <param name="IsOld">It is there from the site's first minute to its last.</param>
internal readonly record struct Wanted(int Kind, string Variant, bool IsOld = false);

/// <summary>A run that is to be made.</summary>
/// <param name="Site">From what the hospital is made.</param>
/// <param name="Number">Of the site's runs: 0 is the clean one.</param>
/// <param name="Attacks">Wanted, in order of their numbers from 1.</param>
internal sealed record RunOrder(SiteParameters Site, int Number, IReadOnlyList<Wanted> Attacks)
{
    /// <summary>All attacks begin at this age of the site; null: within the test weeks.</summary>
    public long? DeviceAge { get; init; }

    /// <summary>
    /// The site is compromised from its first minute: to the attacks of this one of its runs, at the same times, on the same victims, old ones are added. Null: it begins clean.
    /// </summary>
    public int? Repeats { get; init; }

    /// <summary>Variants of the sensor are run too.</summary>
    public bool HasVariants { get; init; }

    /// <summary>Contenders take part; otherwise the sensor only.</summary>
    public bool HasContenders { get; init; } = true;

    /// <summary>From which all that attackers decide comes; other than that of the site's other runs, but for one that is repeated.</summary>
    public ulong AttackSeed => new Dice(Site.Seed, "attacks of run", $"{Repeats ?? Number}").Next();
}
