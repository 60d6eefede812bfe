using System.Globalization;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Radiology;

/// <summary>
/// Which imaging hosts a site has, and where. About 40 % of its devices: an archive (two from 200 devices on), a router from 100 on, worklist hosts, a quarter workstations, the
/// others modalities. Units of a kind come in few makes, three and more of each where there are so many, and one unit in twenty is the only one of its make.
/// </summary>
internal sealed class Fleet(Site site)
{
    /// <summary>Where the first intensive care unit is.</summary>
    public const string IntensiveCare = "icu 1";

    public const string ServerRoom = "server room";

    private const double ImagingShare = 0.4;
    private const double SingletonShare = 0.05;

    /// <summary>Share of each kind among the modalities; in a small site the first have one each.</summary>
    private static readonly (ImageKind Kind, double Share)[] Kinds =
    [
        (ImageKind.DX, 0.18), (ImageKind.CT, 0.1), (ImageKind.US, 0.29), (ImageKind.MR, 0.08), (ImageKind.CR, 0.13), (ImageKind.MG, 0.09), (ImageKind.XA, 0.08), (ImageKind.NM, 0.05),
    ];

    private readonly Dictionary<string, int> _titles = [];

    public List<ImagingUnit> Units { get; } = [];

    public IEnumerable<ImagingUnit> Modalities => Of(HostRole.Modality);

    public IEnumerable<ImagingUnit> Workstations => Of(HostRole.Workstation);

    /// <summary>The one that modalities store to.</summary>
    public ImagingUnit Archive => Of(HostRole.Archive).First();

    public ImagingUnit Worklist => Of(HostRole.Worklist).First();

    public ImagingUnit? Router => Of(HostRole.ImageRouter).FirstOrDefault();

    public void Furnish()
    {
        var dice = site.Life.DiceFor("radiology", "fleet");
        var count = site.Share(ImagingShare, 8);
        var isLarge = site.Parameters.Devices >= 200;
        Add(Profiles.Archives[dice.Whole(0, 1)], ServerRoom);
        Add(Profiles.Worklists[0], ServerRoom);
        if (site.Parameters.Devices >= 100)
        {
            Add(Profiles.Routers[0], ServerRoom);
        }

        if (isLarge)
        {
            Add(Profiles.Archives[2], ServerRoom);
            Add(Profiles.Worklists[1], ServerRoom);
        }

        var workstations = Math.Max(2, (int)Math.Round(count * 0.23));
        foreach (var profile in Makes(Profiles.Workstations, workstations, dice))
        {
            // Every fourth stands where clinicians look at pictures themselves.
            Add(profile, Workstations.Count() % 4 == 3 ? dice.Pick(["emergency", "surgery", IntensiveCare]) : "reading room");
        }

        foreach (var (kind, units) in Mix(count - Units.Count))
        {
            foreach (var profile in Makes([.. Profiles.Modalities.Where(p => p.Kind == kind)], units, dice))
            {
                Add(profile, PlaceOf(profile, Modalities.Count(m => m.Profile.Kind == kind)));
            }
        }
    }

    /// <summary>One more, with its entities.</summary>
    public ImagingUnit Add(ImagingProfile profile, string place)
    {
        var number = _titles[profile.Model] = _titles.GetValueOrDefault(profile.Model) + 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"{profile.Model} {number}");
        var serial = site.Life.DiceFor("serial", name).Whole(10_000, 99_999).ToString(CultureInfo.InvariantCulture);
        var host = site.Add(name, profile.Role, profile.Model, place, profile.MacPrefix, serial);
        var unit = new ImagingUnit(host, profile, Entities(profile, host, number));
        site.Entities.AddRange(unit.Entities);
        Units.Add(unit);
        return unit;
    }

    public static IReadOnlyList<ApplicationEntity> Entities(ImagingProfile profile, Host host, int number)
    {
        var first = new ApplicationEntity(
            string.Format(CultureInfo.InvariantCulture, profile.Title, number), host, profile.Port, profile.ImplementationUid, profile.ImplementationVersion, profile.MaxPduLength);
        return profile.SecondTitle.Length == 0 ? [first] : [first, first with { Title = profile.SecondTitle, Port = first.Port + 1 }];
    }

    private IEnumerable<ImagingUnit> Of(HostRole role) => Units.Where(u => u.Profile.Role == role);

    /// <summary>Units of each kind, by largest remainder; those in front have at least one.</summary>
    private static IEnumerable<(ImageKind Kind, int Units)> Mix(int count)
    {
        var whole = Kinds.Select((k, i) => Math.Max(i < Math.Min(count, 4) ? 1 : 0, (int)(count * k.Share))).ToArray();
        foreach (var i in Enumerable.Range(0, Kinds.Length).OrderByDescending(i => (count * Kinds[i].Share) - whole[i]).Take(Math.Max(0, count - whole.Sum())))
        {
            whole[i]++;
        }

        return Kinds.Select((k, i) => (k.Kind, whole[i]));
    }

    /// <summary>Which makes so many units are: at least three of each, but for some singletons.</summary>
    private static List<ImagingProfile> Makes(IReadOnlyList<ImagingProfile> from, int units, Dice dice)
    {
        var offset = dice.Whole(0, from.Count - 1);
        var makes = Math.Clamp(units / 4, 1, Math.Min(from.Count, 4));
        var chosen = new List<ImagingProfile>(units);
        for (var i = 0; i < units; i++)
        {
            var isSingleton = dice.Chance(SingletonShare * 1.5) && makes < from.Count && units > 2 && !chosen.Contains(from[(offset + makes) % from.Count]);
            chosen.Add(from[(offset + (isSingleton ? makes : i * makes / units)) % from.Count]);
        }

        return chosen;
    }

    private static string PlaceOf(ImagingProfile profile, int already) => profile.Kind switch
    {
        ImageKind.CT or ImageKind.DX when already % 3 == 1 => "emergency",
        ImageKind.CR => already % 2 == 0 ? IntensiveCare : "emergency",
        ImageKind.US => (already % 4) switch { 0 => "radiology", 1 => "cardiology", 2 => "emergency", _ => "maternity" },
        ImageKind.MG => "breast centre",
        ImageKind.XA => already % 2 == 0 ? "cardiology" : "surgery",
        ImageKind.NM => "nuclear medicine",
        _ => "radiology",
    };
}
