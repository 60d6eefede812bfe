using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;
using Hospital.Wards;

namespace Hospital.Infrastructure;

/// <summary>Who looks after machines: administrators on servers, engineers on devices' web pages, and makers from outside.</summary>
internal sealed class Administration(Site site, ServerRoom room)
{
    private readonly Lane _life = site.Life;
    private readonly Habits _habits = new(site.Life);
    private readonly List<(string Name, Host Cloud)> _clouds = [];
    private readonly Dictionary<string, Host> _makers = [];

    /// <summary>Hosts outside, by the makers that devices of this site have.</summary>
    public void Furnish()
    {
        foreach (var name in site.Hosts.Select(h => Profiles.Of(h)?.Cloud ?? "").Where(c => c.Length > 0).Distinct().ToArray())
        {
            _clouds.Add((name, room.Outside(name)));
        }

        foreach (var model in site.Hosts.Where(h => h.Role is HostRole.Analyser or HostRole.MonitorGateway or HostRole.PumpServer).Select(h => h.Model).Distinct().ToArray())
        {
            _makers[model] = room.Outside($"maker of {model}");
        }
    }

    public void Begin()
    {
        foreach (var administrator in room.Administrators)
        {
            var dice = _life.DiceFor("administration", administrator.Name);
            var servers = room.Servers.ToArray();
            _habits.Daily(dice, 2.2, 0.15, Rhythm.Office, () => Desktop(administrator, dice.Pick(servers), dice));
            _habits.Daily(dice, 0.8, 0.05, Rhythm.Office, () => Pages(administrator, dice.Pick(WebDevices), dice));

            // One is on call when the others are at home.
            var call = _life.DiceFor("on call", administrator.Name);
            _habits.Daily(call, 0.25, 0.25, Rhythm.Emergencies, () => Desktop(administrator, call.Pick(servers), call));
        }

        foreach (var device in WebDevices)
        {
            var dice = _life.DiceFor("status", device.Name);
            _habits.Regularly(dice, 8 * Nanos.Hour, 0.3, () => new WebTalk(_life, dice, _life.Now, room.Updates, device).Open().Request("GET", "/status.htm", 200, (int)dice.LogNormal(1800, 0.3)).Close());
        }

        foreach (var engineer in room.Engineers)
        {
            var dice = _life.DiceFor("administration", engineer.Name);
            _habits.Daily(dice, 3.5, 0.1, Rhythm.Office, () => Pages(engineer, dice.Pick(WebDevices), dice));
        }

        foreach (var host in site.Hosts.ToArray())
        {
            if (Profiles.Of(host) is not { } profile)
            {
                continue;
            }

            var dice = _life.DiceFor("maker", host.Name);
            if (profile.Cloud.Length > 0)
            {
                var cloud = _clouds.First(c => c.Name == profile.Cloud).Cloud;
                var library = profile.Model.Length % 4;
                _habits.Nightly(dice, dice.Between(0, 5), 25, () => Telemetry(host, cloud, profile.Cloud, library, dice));
            }

            if (_makers.TryGetValue(host.Model, out var maker))
            {
                _habits.Daily(dice, 0.07, 0.004, Rhythm.Office, () => Visit(maker, host, dice));
            }
        }
    }

    private Host[] WebDevices => field ??= [.. site.Hosts.Where(h => h.Address != 0 && Profiles.Of(h)?.WebUser.Length > 0)];

    /// <summary>A remote desktop for a while: what is shown comes in fits and starts.</summary>
    private void Desktop(Host from, Host to, Dice dice)
    {
        var talk = new OpaqueTalk(_life, dice, _life.Now, from, to, 3389).Open().Ask(52, "\x03").Answer(19, "\x03").Ask(1400).Answer(2200);
        for (var left = (int)Math.Clamp(dice.LogNormal(4, 0.7), 1, 30); left > 0; left--)
        {
            talk.Stream(Side.Client, (long)dice.LogNormal(9000, 0.6), Nanos.Minute).Stream(Side.Server, (long)dice.LogNormal(300_000, 0.9), 3 * Nanos.Minute);
        }

        talk.Close();
    }

    /// <summary>A device's web interface: asked without a password first, as browsers do; mistyped now and then.</summary>
    private void Pages(Host from, Host device, Dice dice)
    {
        var user = Profiles.Of(device)!.WebUser;
        var talk = new WebTalk(_life, dice, _life.Now, from, device).Open().Request("GET", "/", 401, 340).Wait(Nanos.Seconds(dice.LogNormal(7, 0.4)));
        for (var wrong = 0; wrong < 3 && dice.Chance(0.09); wrong++)
        {
            talk.Request("GET", "/", 401, 340, user).Wait(Nanos.Seconds(dice.LogNormal(9, 0.5)));
        }

        talk.Request("GET", "/", 200, dice.Whole(2000, 9000), user).Request("GET", "/style.css", 200, 5200, user);
        string[] pages = ["/status.htm", "/network.htm", "/log.htm", "/about.htm"];
        for (var count = dice.Whole(1, 5); count > 0; count--)
        {
            talk.Wait(Nanos.Seconds(dice.LogNormal(14, 0.8))).Request("GET", dice.Pick(pages), 200, (int)dice.LogNormal(6000, 0.7), user);
        }

        if (dice.Chance(0.12))
        {
            talk.Wait(Nanos.Seconds(dice.LogNormal(30, 0.6))).Request("POST", "/network.htm", 200, 900, user, dice.Whole(200, 700));
        }

        talk.Close();
    }

    private void Telemetry(Host host, Host cloud, string name, int library, Dice dice) =>
        new TlsTalk(_life, dice, _life.Now, host, cloud).Open(name, library).Ask((long)dice.LogNormal(30_000, 0.6)).Answer(dice.Whole(300, 900)).Close();

    /// <summary>Its maker's service looks at a device, by appointment: the better part of an hour, seldom an afternoon; what comes and goes is watched for a day.</summary>
    private void Visit(Host maker, Host device, Dice dice)
    {
        var talk = new TlsTalk(_life, dice, _life.Now, maker, device).Open("", 3);
        for (var left = dice.Chance(0.1) ? dice.Whole(50, 150) : (int)Math.Clamp(dice.LogNormal(5, 0.8), 1, 40); left > 0; left--)
        {
            talk.Stream(Side.Client, (long)dice.LogNormal(20_000, 0.6), 2 * Nanos.Minute).Stream(Side.Server, (long)dice.LogNormal(250_000, 0.9), 8 * Nanos.Minute);
        }

        talk.Close();
    }
}
