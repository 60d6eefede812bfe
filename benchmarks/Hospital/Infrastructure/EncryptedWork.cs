using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;
using Hospital.Wards;

namespace Hospital.Infrastructure;

/// <summary>
/// What passes encrypted, day and night: people who use applications elsewhere, channels that stay open through a shift, and programs that ask at a period of their own whether
/// there is anything new. It is among this that malware hides, so it has the sizes, periods, durations and hours that malware has.
/// </summary>
internal sealed class EncryptedWork(Site site, ServerRoom room)
{
    private static readonly string[] Applications = ["mail.officecloud.example", "rota.shiftplan.example", "guide.medlibrary.example", "portal.clinicnet.example"];
    private static readonly string[] Checks = ["check.endpointguard.example", "licence.viewerware.example", "assets.inventorydesk.example"];
    private const string RemoteCare = "agent.remotecare.example";

    private readonly Lane _life = site.Life;
    private readonly Habits _habits = new(site.Life);
    private readonly Dictionary<string, Host> _outside = [];

    public void Furnish()
    {
        foreach (var name in (string[])[.. Applications, .. Checks, RemoteCare])
        {
            _outside[name] = room.Outside(name, "application");
        }
    }

    public void Begin()
    {
        foreach (var desk in site.Hosts.Where(h => h.Role is HostRole.OfficeComputer or HostRole.Workstation).ToArray())
        {
            var dice = _life.DiceFor("encrypted", desk.Name);
            var isOffice = room.Administrators.Contains(desk) || room.Engineers.Contains(desk);
            var (name, library) = (dice.Pick(Applications), dice.Whole(0, 3));
            _habits.Daily(dice, 3, isOffice ? 0.2 : 2, isOffice ? Rhythm.Office : Rhythm.Emergencies, () => Use(desk, library, dice));
            if (dice.Chance(0.5))
            {
                _habits.Daily(dice, 0.9, isOffice ? 0.1 : 0.6, isOffice ? Rhythm.Office : Rhythm.Emergencies, () => Listen(desk, name, library, dice));
            }

            // One program in three asks a server in the house, which asks outside for all.
            var check = dice.Pick(Checks);
            BeginChecks(desk, dice.Chance(1.0 / 3) ? "" : check, dice);
        }

        foreach (var modality in site.HostsOf(HostRole.Modality).Where(h => h.Address != 0).ToArray())
        {
            var dice = _life.DiceFor("encrypted", modality.Name);
            if (dice.Chance(0.5))
            {
                BeginChecks(modality, RemoteCare, dice);
            }
        }
    }

    /// <summary>Most programs ask a few times a day, some every ten minutes; some to the second, others when they get to it.</summary>
    private void BeginChecks(Host host, string name, Dice dice)
    {
        var (period, jitter, library) = (Nanos.Minutes(dice.Chance(0.05) ? 10 : dice.Pick([120.0, 240, 240, 360, 360, 720])), dice.Pick([0, 0.05, 0.2, 0.5]), dice.Whole(0, 3));
        _habits.Regularly(dice, period, jitter, () => Check(host, name, library, dice));
    }

    /// <summary>A few pages, or what is called so in an application.</summary>
    private void Use(Host desk, int library, Dice dice)
    {
        var name = dice.Pick(Applications);
        var talk = new TlsTalk(_life, dice, _life.Now, desk, _outside[name]).Open(name, library);
        for (var count = dice.Whole(1, 4); count > 0; count--)
        {
            talk.Ask((long)dice.LogNormal(650, 0.5)).Answer((long)dice.LogNormal(7000, 1.4)).Wait(Nanos.Seconds(dice.LogNormal(8, 1)));
        }

        talk.Close();
    }

    /// <summary>A channel on which news comes, for some hours: little goes on in it.</summary>
    private void Listen(Host desk, string name, int library, Dice dice)
    {
        var talk = new TlsTalk(_life, dice, _life.Now, desk, _outside[name]).Open(name, library);
        for (var quarters = (int)Math.Clamp(dice.LogNormal(14, 0.6), 2, 60); quarters > 0; quarters--)
        {
            talk.Stream(Side.Client, (long)dice.LogNormal(1500, 0.4), 5 * Nanos.Minute).Stream(Side.Server, (long)dice.LogNormal(6000, 0.8), 10 * Nanos.Minute);
        }

        talk.Close();
    }

    /// <summary>Is there anything new? Mostly there isn't.</summary>
    /// <param name="host">Who asks.</param>
    /// <param name="name">Whom; empty: the house's own server.</param>
    /// <param name="library">Whose set of cipher suites.</param>
    /// <param name="dice">For sizes and latencies.</param>
    private void Check(Host host, string name, int library, Dice dice)
    {
        var talk = name.Length > 0
            ? new TlsTalk(_life, dice, _life.Now, host, _outside[name])
            : new TlsTalk(_life, dice, _life.Now, host, room.Updates) { AnswerTime = 6 * Nanos.Millisecond };
        talk.Open(name, library).Ask((long)dice.LogNormal(420, 0.3)).Answer((long)(dice.Chance(0.04) ? dice.LogNormal(60_000, 1) : dice.LogNormal(270, 0.35))).Close();
    }
}
