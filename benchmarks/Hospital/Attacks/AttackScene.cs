using Hospital.Attacks.Means;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Attacks;

/// <summary>
/// Time and place of an attack that is being planned. All of its choices come from dice named after its number and the try, so they don't depend on other attacks, but for the
/// victims that those have taken already.
/// </summary>
internal sealed class AttackScene(Site site, AttackKind kind, AttackVariant variant, int number, ulong seed, int attempt, long earliest, long latest, Func<Host, long, long, bool> isFree)
{
    private readonly Dice _dice = new(seed, $"attack {number}", $"try {attempt}");
    private readonly bool _fails = new Dice(seed, $"attack {number}", "fails").Chance(0.1);
    private IReadOnlyList<Host> _preferred = [];

    public Site Site => site;

    public AttackKind Kind => kind;

    public AttackVariant Variant => variant;

    public int Number => number;

    public ulong Seed => seed;

    /// <summary>One in ten, of those that aren't old.</summary>
    public bool Fails => _fails && !IsOld;

    public long From { get; private set; }

    public long Until { get; private set; }

    /// <summary>The site has nothing it could be done to.</summary>
    public bool IsImpossible { get; private set; }

    /// <summary>It begins at a given time, not at one drawn.</summary>
    public long? Start { get; init; }

    /// <summary>It lasts as long as the site, whatever length it would have.</summary>
    public bool IsOld { get; init; }

    /// <summary>It is to fall together with this; null: as chance will have it.</summary>
    public Nuisance? Beside { get; init; }

    /// <summary>Sets its time: anywhere, of a length of at most <paramref name="length"/>.</summary>
    public AttackScene For(long length)
    {
        length = IsOld ? latest - earliest : Math.Min(length, latest - earliest);
        if (Start is { } start)
        {
            From = start;
        }
        else if (Beside is { } nuisance)
        {
            From = Math.Clamp((long)_dice.Between(Math.Max(nuisance.From - length, earliest), nuisance.Until), earliest, latest - length);
            _preferred = nuisance.Devices;
        }
        else
        {
            From = earliest + (long)(_dice.Uniform() * (latest - earliest - length));
        }

        Until = From + length;
        return this;
    }

    /// <summary>Moves its start to between two hours of a local day, some time in the next 24 hours unless it must begin when it was told.</summary>
    public AttackScene Between(double fromHour, double untilHour)
    {
        if (Start is null)
        {
            var length = Until - From;
            From = Calendar.Next(From, _dice.Between(fromHour, untilHour) % 24);
            From = From + length > site.Parameters.End ? Math.Max(earliest, From - Nanos.Day) : From;
            Until = From + length;
        }

        return this;
    }

    /// <summary>Sets it from one instant to another.</summary>
    public AttackScene Over(long from, long until)
    {
        (From, Until) = (from, Math.Max(until, from + Nanos.Hour));
        return this;
    }

    /// <summary>One of those that fit and aren't taken; null: there is none.</summary>
    public Host? Victim(IEnumerable<Host> fitting) => Victims(fitting, 1) is [var victim] ? victim : null;

    /// <summary>As many of those that fit and aren't taken as there are, at most <paramref name="count"/>.</summary>
    public IReadOnlyList<Host> Victims(IEnumerable<Host> fitting, int count)
    {
        var all = fitting.Distinct().Select(h => (Host: h, Turn: _dice.Uniform() + (_preferred.Contains(h) ? 0 : 1))).OrderBy(c => c.Turn).Select(c => c.Host).ToArray();
        IsImpossible |= all.Length == 0;
        return [.. all.Where(h => isFree(h, From, Until)).Take(count)];
    }

    /// <summary>Any of them, taken or not; nothing is done to it, or it is everybody's.</summary>
    public T? Any<T>(IEnumerable<T> of)
        where T : class
    {
        var all = of.ToArray();
        IsImpossible |= all.Length == 0;
        return all.Length == 0 ? null : _dice.Pick(all);
    }

    /// <summary>Of a place where somebody lives that has an address.</summary>
    public string AnyPlace() => _dice.Pick([.. site.Hosts.Where(h => h.Address != 0 && h.Role is not HostRole.External).Select(h => h.Place).Distinct()]);

    /// <summary>Of hosts with an address.</summary>
    public IEnumerable<Host> HostsOf(params ReadOnlySpan<HostRole> roles)
    {
        var wanted = roles.ToArray();
        return site.Hosts.Where(h => h.Address != 0 && wanted.Contains(h.Role));
    }

    /// <summary>Hosts of those that speak DICOM.</summary>
    public IEnumerable<Host> Speakers(HostRole role, bool areCalled = false) =>
        site.Entities.Where(e => e.Host.Role == role && (!areCalled || e.Port > 0)).Select(e => e.Host);

    /// <summary>Workstations that have studies sent to them.</summary>
    public IEnumerable<Host> Viewers() => Speakers(HostRole.Workstation, areCalled: true).Where(Calling.HasStudiesSent);

    /// <summary>The archive that workstations ask; null: there is none.</summary>
    public Host? Archive() => Any(Speakers(HostRole.Archive, areCalled: true).Take(1));

    /// <summary>Somebody who doesn't belong there, among those of a place, with a network card of a make that is about.</summary>
    public Host Intruder(string place, int index = 0, HostRole role = HostRole.Attacker)
    {
        var makers = site.Hosts.Where(h => h.Role is HostRole.OfficeComputer or HostRole.Workstation or HostRole.VendorLaptop && h.Mac != 0).ToArray();
        var like = makers.Length > 0 ? _dice.Pick(makers) : site.Hosts[0];
        var host = site.MakeForeign(number, index, "intruder", role, place, (uint)(like.Mac >> 24));
        host.TimeToLive = like.TimeToLive;
        return host;
    }

    /// <summary>Somebody on the Internet, where others are, behind the same router.</summary>
    public Host Outsider(int index = 0)
    {
        var others = HostsOf(HostRole.External).ToArray();
        if (others.Length == 0)
        {
            return Intruder(AnyPlace(), index, HostRole.External);
        }

        var like = _dice.Pick(others);
        var address = like.Address;
        while (site.Hosts.Exists(h => h.Address == address))
        {
            address = (like.Address & 0xFFFFFF00) | (uint)_dice.Whole(1, 249);
        }

        var host = site.MakeForeign(number, index, "outsider", HostRole.External, like.Place, (uint)(like.Mac >> 24), address);
        host.TimeToLive = like.TimeToLive;
        return host;
    }

    /// <summary>A title as somebody could have who came later: like another, with another number.</summary>
    public string TitleLike(string title)
    {
        var letters = title.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        while (true)
        {
            var made = (letters.Length > 13 ? letters[..13] : letters) + _dice.Whole(2, 99).ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!site.Entities.Exists(e => e.Title == made))
            {
                return made;
            }
        }
    }
}
