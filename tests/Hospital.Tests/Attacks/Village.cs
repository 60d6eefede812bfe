using Hospital.Attacks;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Tests.Attacks;

/// <summary>A very small hospital with a little of everything, for tests of attacks alone: some tens of thousands of steps a week.</summary>
internal static class Village
{
    public static SiteParameters Parameters(ulong seed = 5) => SiteParameters.Of(seed, 20) with { Weeks = 1, HasNuisances = false, HasDrift = false };

    /// <summary>With these a plan's first attack fails, and doesn't.</summary>
    public static ulong FailingSeed { get; } = Seed(fails: true);

    public static ulong OtherSeed { get; } = Seed(fails: false);

    /// <summary>Listens to nothing.</summary>
    public static IStepTaker Nobody { get; } = new Deaf();

    public static Site Furnished(SiteParameters parameters)
    {
        var site = new Site(parameters);
        Furnish(site);
        return site;
    }

    /// <summary>What comes about of a plan; nothing is played.</summary>
    public static IReadOnlyList<IAttack> Plan(SiteParameters parameters, IAttackPlan plan, Action<Site>? prepare = null)
    {
        var site = new Site(parameters);
        Furnish(site);
        prepare?.Invoke(site);
        return plan.Plan(site);
    }

    /// <summary>As a run of a real site, but for who lives there.</summary>
    public static (Site Site, IReadOnlyList<AttackLabel> Attacks, List<Step> Steps) Play(SiteParameters parameters, IAttackPlan? plan)
    {
        var site = new Site(parameters);
        Furnish(site);
        var attacks = plan?.Plan(site) ?? [];
        var heard = new Listener();
        var chain = new Alterations([.. attacks.Select(a => a.Alteration).OfType<IAlteration>()], heard);
        site.Agenda.Out = step => chain.Take(in step);
        Begin(site);
        foreach (var attack in attacks)
        {
            attack.Begin();
        }

        site.Agenda.RunUntil(parameters.End);
        chain.End(parameters.End);
        return (site, [.. attacks.Select(a => a.Label)], heard.Steps);
    }

    private static ulong Seed(bool fails)
    {
        var parameters = Parameters();
        for (var seed = 1UL; ; seed++)
        {
            if (Plan(parameters, new AttackPlanner(seed, [new(18, "1 message")]) { Earliest = parameters.Start, Latest = parameters.End })[0].Label.Fails == fails)
            {
                return seed;
            }
        }
    }

    private static void Furnish(Site site)
    {
        Host Add(string name, HostRole role, string place, uint maker) => site.Add(name, role, "model", place, maker, "8002-5174" + name[^1]);
        void Speaks(Host host, string title, int port) => site.Entities.Add(new ApplicationEntity(title, host, port, "1.2.826.0.1", "V1", 32_768));

        Speaks(Add("archive", HostRole.Archive, "server room", 0x001B21), "PACS", 11_112);
        Speaks(Add("worklist", HostRole.Worklist, "server room", 0x001B21), "RIS", 104);
        foreach (var i in Enumerable.Range(1, 4))
        {
            Speaks(Add($"scanner {i}", HostRole.Modality, i < 3 ? "radiology" : "emergency", 0x00A0F8), $"CT{i}", i % 2 == 0 ? 104 : 0);
            Speaks(Add($"workstation {i}", HostRole.Workstation, i < 3 ? "reading room" : "surgery", 0x3C5282), $"WS{i}", 4242);
            Add($"office {i}", HostRole.OfficeComputer, "offices", 0x3C5282);
            Add($"monitor {i}", HostRole.Monitor, "ward", 0x0009FB);
        }

        var server = Add("pump server", HostRole.PumpServer, "server room", 0x001B21);
        foreach (var i in Enumerable.Range(1, 3))
        {
            var pump = Add($"pump {i}", HostRole.Pump, "ward", 0x00408C);
            site.PumpLinks.Add(new PumpLink(pump, pump, 10_001, server, Language.Alaris));
        }

        var engine = Add("engine", HostRole.InterfaceEngine, "server room", 0x001B21);
        var records = Add("his", HostRole.ClinicalSystem, "server room", 0x001B21);
        var laboratory = Add("lis", HostRole.Laboratory, "server room", 0x001B21);
        Add("name server", HostRole.Infrastructure, "server room", 0x001B21);
        Add("central", HostRole.MonitorGateway, "ward", 0x0009FB);
        site.Hl7Links.Add(new Hl7Link(records, engine, 6661, "HIS", "H", "ENGINE", "H", false));
        site.Hl7Links.Add(new Hl7Link(laboratory, engine, 6662, "LIS", "H", "ENGINE", "H", false));
        site.Hl7Links.Add(new Hl7Link(engine, records, 2575, "ENGINE", "H", "HIS", "H", false));
    }

    private static void Begin(Site site)
    {
        void Often(string name, double perDay, Action<Dice> act)
        {
            var dice = site.Life.DiceFor(name);
            site.Life.Every(site.Parameters.Start + (long)dice.Exponential(Nanos.Hour), () => (long)dice.Exponential(Nanos.Day / perDay), () => act(dice));
        }

        var (archive, worklist) = (site.Entities.First(e => e.Title == "PACS"), site.Entities.First(e => e.Title == "RIS"));
        foreach (var own in site.Entities.Where(e => e.Host.Role == HostRole.Modality))
        {
            Often(own.Title, 24, dice =>
            {
                var query = new DicomTalk(site.Life, dice, site.Life.Now, own, worklist, [Uids.ModalityWorklist]).Associate();
                query.Find(Uids.ModalityWorklist, new QueryIdentifier("", [new(0x00100010, "")]), 3, 200).Release();
                var talk = new DicomTalk(site.Life, dice, query.Time, own, archive, [Uids.CtImage]).Associate();
                for (var i = dice.Whole(3, 9); i > 0; i--)
                {
                    talk.Store(new StoredObject(Uids.CtImage, $"1.2.3.{dice.Whole(1, 1 << 30)}", 2 * dice.Whole(60_000, 300_000), new Subject("1", "A^B", "A1", "1.2.3")));
                }

                talk.Release();
            });
        }

        foreach (var pump in site.PumpLinks)
        {
            Often(pump.Pump.Name, 12, dice => new PumpTalk(site.Life, dice, site.Life.Now, pump).Open().Identify().TakeControl().SetRate(dice.Between(1, 9)).Start().GiveUpControl().Close());
        }

        foreach (var link in site.Hl7Links)
        {
            var number = 0;
            Often(link.Sender.Name, 60, dice =>
            {
                var letter = link.Sender.Name == "his"
                    ? new Hl7Letter("ADT", "A08", "ADT_A01", "EVN|A08|20260223\rPID|1||7001^^^H||DOE^J\rPV1|1|I\r", "7001")
                    : new Hl7Letter("ORU", "R01", "ORU_R01", "PID|1||7001^^^H||DOE^J\rOBR|1||7\rOBX|1|NM|K^Potassium||4.1|mmol/L\r", "7001");
                var talk = new Hl7Talk(site.Life, dice, site.Life.Now, link);
                talk.Open().Send(letter.On(link, $"{link.SendingApplication}{++number:0000000}", site.Life.Now)).Close();
            });
        }

        var central = site.Hosts.First(h => h.Role == HostRole.MonitorGateway);
        foreach (var monitor in site.HostsOf(HostRole.Monitor))
        {
            // One way for all the time, and a connection now and then.
            var way = site.Life.Converse(monitor, central, 24_105, Language.Opaque, isUdp: true);
            Often(monitor.Name, 288, dice => site.Life.Say(site.Life.Now, way, Side.Client, new Payload(400)));
            Often(monitor.Name + " alarms", 24, dice =>
            {
                var talk = new OpaqueTalk(site.Life, dice, site.Life.Now, monitor, central, 9100);
                talk.Open().Ask(300).Answer(20).Close();
            });
        }
    }

    private sealed class Listener : IStepTaker
    {
        public List<Step> Steps { get; } = [];

        public void Take(in Step step)
        {
            Assert.True(Steps.Count == 0 || step.Time >= Steps[^1].Time, "steps come in order of time");
            Steps.Add(step);
        }

        public void End(long time)
        {
        }
    }

    private sealed class Deaf : IStepTaker
    {
        public void Take(in Step step)
        {
        }

        public void End(long time)
        {
        }
    }
}
