using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Attacks;

/// <summary>An attack that is wanted: a row of the catalogue and the name of one of its variants.</summary>
/// <param name="Kind">Row.</param>
/// <param name="Variant">Name.</param>
/// <param name="IsOld">It is there from the site's first minute, goes on to its last, and succeeds: the site was compromised before anybody looked.</param>
public readonly record struct WantedAttack(int Kind, string Variant, bool IsOld = false);

/// <summary>An attack that couldn't be placed, and why.</summary>
public readonly record struct Unplaced(WantedAttack Wanted, string Reason);

/// <summary>
/// Places wanted attacks into a site's test weeks: at any hour of the week alike, on victims drawn among those that fit; nobody is the victim of two within three days. One in
/// five is laid beside a nuisance that the site knows of beforehand, where there is one; others fall together with nuisances by chance.
/// </summary>
/// <param name="seed">All that attacks decide comes from it and their numbers.</param>
/// <param name="wanted">In order of their numbers, from 1.</param>
public sealed class AttackPlanner(ulong seed, IReadOnlyList<WantedAttack> wanted) : IAttackPlan
{
    /// <summary>Nobody is the victim of two attacks that are less than this apart.</summary>
    public const long Distance = 3 * Nanos.Day;

    private const int Tries = 40;

    private readonly List<Unplaced> _unplaced = [];
    private readonly List<Attack> _placed = [];

    /// <summary>Attacks begin at the earliest then; null: with the test weeks.</summary>
    public long? Earliest { get; init; }

    /// <summary>And are over then; null: with the site's time.</summary>
    public long? Latest { get; init; }

    /// <summary>All begin when the site, and so each device in it, is this old; null: when chance will have it.</summary>
    public long? DeviceAge { get; init; }

    /// <summary>What couldn't be placed at the last site.</summary>
    public IReadOnlyList<Unplaced> Unplaced => _unplaced;

    public IReadOnlyList<IAttack> Plan(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        _unplaced.Clear();
        _placed.Clear();
        for (var i = 0; i < wanted.Count; i++)
        {
            Add(site, wanted[i], i + 1);
        }

        return [.. _placed];
    }

    /// <summary>One more beside those that are placed at a site already, with the number after theirs: whoever wants what is placed so, one after the other, gets it all.</summary>
    /// <returns>What would come about; null: it can't be placed.</returns>
    public AttackLabel? Add(Site site, WantedAttack draw)
    {
        ArgumentNullException.ThrowIfNull(site);
        return Add(site, draw, _placed.Count + 1)?.Label;
    }

    private Attack? Add(Site site, WantedAttack draw, int number)
    {
        var attack = Place(site, draw, number);
        if (attack is not null)
        {
            _placed.Add(attack);
        }

        return attack;
    }

    private Attack? Place(Site site, WantedAttack draw, int number)
    {
        var kind = AttackCatalogue.Kind(draw.Kind);
        var variant = kind.Variants.FirstOrDefault(v => v.Name == draw.Variant)
            ?? throw new ArgumentException($"Kind {draw.Kind} has no variant '{draw.Variant}'.", nameof(draw));
        var parameters = site.Parameters;
        var (earliest, latest) = (Earliest ?? parameters.TestStart, Latest ?? parameters.End);
        var start = draw.IsOld ? parameters.Start : DeviceAge is { } age ? parameters.Start + age : (long?)null;
        earliest = start ?? earliest;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(earliest, latest, nameof(site));
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var scene = new AttackScene(site, kind, variant, number, seed, attempt, earliest, latest, IsFree)
            {
                Start = start,
                IsOld = draw.IsOld,
                Beside = Beside(site, number, attempt, earliest, latest),
            };
            if (variant.Make(scene) is { } attack && attack.Label.Devices.All(d => d.IsForeign || IsFree(d, attack.Label.From, attack.Label.Until)))
            {
                return attack;
            }

            if (scene.IsImpossible)
            {
                _unplaced.Add(new Unplaced(draw, "the site has nobody it could be done to"));
                return null;
            }
        }

        _unplaced.Add(new Unplaced(draw, "whoever fits is another attack's victim at that time"));
        return null;
    }

    private Nuisance? Beside(Site site, int number, int attempt, long earliest, long latest)
    {
        var dice = new Dice(seed, $"attack {number}", "beside", $"try {attempt}");
        var known = site.Nuisances.Where(n => n.Until > earliest && n.From < latest).ToArray();
        return new Dice(seed, $"attack {number}", "beside").Chance(0.2) && known.Length > 0 ? dice.Pick(known) : null;
    }

    private bool IsFree(Host host, long from, long until) =>
        _placed.TrueForAll(a => a.Label.From - Distance >= until || a.Label.Until + Distance <= from || !a.Label.Devices.Contains(host));
}
