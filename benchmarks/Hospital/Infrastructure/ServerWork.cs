using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;
using Hospital.Wards;

namespace Hospital.Infrastructure;

/// <summary>What servers do by themselves: databases by day, copies by night.</summary>
internal sealed class ServerWork(Site site, ServerRoom room)
{
    private readonly Lane _life = site.Life;
    private readonly Habits _habits = new(site.Life);

    public void Begin()
    {
        foreach (var server in room.Servers.ToArray())
        {
            var dice = _life.DiceFor("server work", server.Name);
            if (server != room.Backup)
            {
                var hour = dice.Between(0.5, 3.5);
                var median = dice.LogNormal(12e6, 0.5);
                _habits.Nightly(dice, hour, 12, () => Copy(server, median, dice));
            }

            if (server.Role is HostRole.ClinicalSystem or HostRole.Laboratory)
            {
                Work(server, dice, null, 0);
            }
        }

        if (site.HostsOf(HostRole.Laboratory).FirstOrDefault() is { } laboratory)
        {
            var dice = _life.DiceFor("export");
            _habits.Nightly(dice, dice.Between(1, 4), 15, () => Export(laboratory, dice));
        }
    }

    /// <summary>Only what has changed; a full copy isn't taken over this network.</summary>
    private void Copy(Host server, double median, Dice dice)
    {
        var talk = new OpaqueTalk(_life, dice, _life.Now, server, room.Backup, 10_080) { Speed = 25e6 }.Open().Ask(900).Answer(240);
        talk.Ask((long)dice.LogNormal(median, 0.35)).Answer(180).Close();
    }

    /// <summary>A program asks its database, more often when there is more to do; its connections last for days.</summary>
    private void Work(Host server, Dice dice, OpaqueTalk? talk, long renewal)
    {
        if (talk is null || _life.Now > renewal)
        {
            talk?.Close();
            talk = new OpaqueTalk(_life, dice, _life.Now, server, room.Database, 1433).Open().Ask(310).Answer(420);
            renewal = _life.Now + Nanos.Hours(dice.Exponential(50));
        }

        talk.Ask((long)dice.LogNormal(900, 0.7)).Answer((long)dice.LogNormal(6000, 1));
        var going = talk;
        var busy = Rhythm.Writing.ShareOf(_life.Now) * 24 * (Calendar.IsQuietDay(_life.Now) ? 0.45 : 1);
        _life.At(_life.Now + Nanos.Minutes(dice.Exponential(26 / (0.35 + busy))), () => Work(server, dice, going, renewal));
    }

    /// <summary>The laboratory's statistics go to the file server as they have for twenty years.</summary>
    private void Export(Host laboratory, Dice dice) =>
        FtpUpload.Send(_life, dice, laboratory, room.Files, "labexport", "export2009", "statistics.csv", (long)dice.LogNormal(700_000, 0.3));
}
