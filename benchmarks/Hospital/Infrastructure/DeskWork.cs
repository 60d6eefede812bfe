using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;
using Hospital.Wards;

namespace Hospital.Infrastructure;

/// <summary>People at computers: they log in when a shift begins, open files, print, and use the clinical systems.</summary>
internal sealed class DeskWork(Site site, ServerRoom room)
{
    private readonly Lane _life = site.Life;
    private readonly Habits _habits = new(site.Life);

    public void Begin()
    {
        foreach (var computer in room.Computers)
        {
            var dice = _life.DiceFor("desk", computer.Name);
            var directory = dice.Pick(room.Directories);
            var printer = room.Printers.FirstOrDefault(p => p.Place == computer.Place) ?? dice.Pick(room.Printers);
            foreach (var shift in (ReadOnlySpan<double>)[7, 15, 23])
            {
                _habits.Nightly(dice, shift - 0.2, 24, () => Login(computer, directory, dice));
            }

            _habits.Daily(dice, 4, 1.5, Rhythm.Office, () => Login(computer, directory, dice));
            _habits.Daily(dice, 4, 1.5, Rhythm.Writing, () => OpenFiles(computer, dice));
            _habits.Daily(dice, 3, 1.5, Rhythm.Writing, () => Print(computer, printer, dice));
            _habits.Nightly(dice, 12, 60, () => Update(computer, dice));
            var policies = _life.DiceFor("policies", computer.Name);
            _habits.Regularly(policies, 105 * Nanos.Minute, 0.14, () => FetchPolicies(computer, directory, policies));
        }

        foreach (var computer in room.Administrators.Concat(room.Engineers))
        {
            var dice = _life.DiceFor("desk", computer.Name);
            _habits.Daily(dice, 3, 0.1, Rhythm.Office, () => Login(computer, room.Directories[0], dice));
            _habits.Daily(dice, 5, 0.2, Rhythm.Office, () => OpenFiles(computer, dice));
        }

        foreach (var printer in room.Printers)
        {
            var dice = _life.DiceFor("scans", printer.Name);
            _habits.Daily(dice, 2.5, 1, Rhythm.Emergencies, () => FtpUpload.Send(_life, dice, printer, room.Files, "scan", "scan", $"scan{dice.Whole(1000, 9999)}.pdf", (long)dice.LogNormal(450_000, 0.8)));
        }
    }

    /// <summary>A ticket, and what the directory says about its owner; mistyped now and then.</summary>
    private void Login(Host computer, Host directory, Dice dice)
    {
        var talk = new OpaqueTalk(_life, dice, _life.Now, computer, directory, 88).Open();
        while (dice.Chance(0.06))
        {
            talk.Ask(dice.Whole(240, 310)).Answer(dice.Whole(120, 160)).Wait(Nanos.Seconds(dice.LogNormal(6, 0.5)));
        }

        talk.Ask(dice.Whole(1200, 1600)).Answer(dice.Whole(1300, 1700)).Close();
        new OpaqueTalk(_life, dice, talk.Time + (40 * Nanos.Millisecond), computer, directory, 389).Open().Ask(dice.Whole(300, 900)).Answer((long)dice.LogNormal(4000, 0.5)).Close();
    }

    private void OpenFiles(Host computer, Dice dice)
    {
        var talk = new OpaqueTalk(_life, dice, _life.Now, computer, room.Files, 445).Open().Ask(dice.Whole(400, 700)).Answer(dice.Whole(300, 600));
        for (var count = dice.Whole(1, 3); count > 0; count--)
        {
            var length = (long)Math.Min(20e6, dice.LogNormal(90_000, 1.3));
            _ = dice.Chance(0.7) ? talk.Ask(180).Answer(length) : talk.Ask(length).Answer(120);
            talk.Wait(Nanos.Seconds(dice.LogNormal(25, 0.9)));
        }

        talk.Close();
    }

    /// <summary>What a computer may do is asked anew every hour and a half or two, whether somebody sits at it or not, and read from the directory's shared files.</summary>
    private void FetchPolicies(Host computer, Host directory, Dice dice) =>
        new OpaqueTalk(_life, dice, _life.Now, computer, directory, 445).Open().Ask(dice.Whole(400, 700)).Answer((long)dice.LogNormal(2500, 0.6)).Close();

    private void Print(Host computer, Host printer, Dice dice) =>
        new OpaqueTalk(_life, dice, _life.Now, computer, printer, 9100) { Speed = 2e6 }.Open().Ask((long)dice.LogNormal(140_000, 0.9)).Answer(60).Close();

    private void Update(Host computer, Dice dice)
    {
        var talk = new WebTalk(_life, dice, _life.Now, computer, room.Updates, 8530) { Agent = "Windows-Update-Agent/10.0", Server = "Microsoft-IIS/10.0" }.Open();
        talk.Request("GET", "/selfupdate/wuident.cab", 200, 9400);
        if (dice.Chance(0.6))
        {
            talk.Request("GET", "/content/definitions.delta", 200, (int)dice.LogNormal(300_000, 0.8));
        }

        talk.Close();
    }
}
