using Hospital;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Scorecard.Tests.Feed;

/// <summary>Conversations of each language, some of them broken off, refused or unanswered, one behind the other.</summary>
internal sealed class Languages
{
    private readonly Agenda _agenda = new(SmallSite.Start);
    private readonly Lane _life;
    private readonly Dice _dice;
    private readonly StepList _steps = new();
    private int _hosts;

    public Languages()
    {
        _agenda.Out = step => _steps.Take(in step);
        _life = new Lane(_agenda, 7, 0);
        _dice = _life.DiceFor("talks");
    }

    /// <summary>What they say, in order of time.</summary>
    public static IReadOnlyList<Step> Of(Action<Languages> talk)
    {
        var languages = new Languages();
        talk(languages);
        languages._agenda.RunUntil(SmallSite.Start + Nanos.Day);
        return languages._steps.Steps;
    }

    public void Dicom()
    {
        var (archive, workstation) = (Entity("PACS", 104), Entity("WS1", 11112));
        var modality = Entity("CT1", 0);
        var subject = new Subject("P17", "DOE^JANE", "A4711", "1.2.3.4");
        var objects = Enumerable.Range(1, 60).Select(i => new StoredObject(Uids.CtImage, $"1.2.3.4.{i}", 20_000 + (i * 1_002), subject)).ToList();
        var study = new QueryIdentifier("STUDY", [new QueryKey(0x0020000D, "1.2.3.4")]);
        Talk(modality, archive, 0, Uids.Verification).Associate().Echo().Release();
        Talk(modality, archive, 10, Uids.CtImage).Associate().Store(objects[0] with { Length = 3_500_002 }).Store(objects[1], 0xA700).Store(objects[2], 0xB000).Release();
        Talk(modality, archive, 20, Uids.CtImage).BeRejected();
        Talk(modality, archive, 30, Uids.CtImage).Associate().Store(objects[3]).Abort();
        Talk(workstation, archive, 40, Uids.PatientRootFind, Uids.PatientRootMove).Associate().Find(Uids.PatientRootFind, study, 30, 120).Release();
        Talk(workstation, archive, 50, Uids.PatientRootFind, Uids.PatientRootMove).Associate().Move(Uids.PatientRootMove, study, workstation, "WS1", objects).Release();
        Talk(workstation, archive, 90, Uids.PatientRootMove).Associate().Move(Uids.PatientRootMove, study, null, "NOBODY", []).Release();
        Talk(modality, archive, 100, Uids.CtImage)
            .Associate().Request(DimseOperation.Create, Uids.CtImage, "1.2.3.5", 700).Request(DimseOperation.Set, Uids.CtImage, "1.2.3.5", 300)
            .Request(DimseOperation.Action, Uids.CtImage, "1.2.3.6", 220).Request(DimseOperation.Delete, Uids.CtImage, "1.2.3.7", 0, 0x0211).Release();
    }

    /// <param name="wait">Nanoseconds between messages.</param>
    public void Hl7(long wait = 40 * Nanos.Second)
    {
        var link = new Hl7Link(Host("adt"), Host("engine"), 6661, "ADT", "CLINIC", "ENGINE", "CLINIC", true);
        var talk = new Hl7Talk(_life, _dice, SmallSite.Start, link).Open();
        foreach (var (code, order) in new[] { ("AA", ""), ("AE", "4711"), ("AR", ""), ("CA", ""), ("AA", ""), ("AA", "4712") })
        {
            var body = "PID|1||P17||DOE^JANE\r" + (order.Length > 0 ? $"ORC|NW|{order}\r" : "");
            var letter = order.Length > 0 ? new Hl7Letter("ORM", "O01", "ORM_O01", body, "P17", order) : new Hl7Letter("ADT", "A01", "", body, "P17");
            talk.Send(letter.On(link, $"C{talk.Time % 99991}", talk.Time), code).Wait(wait);
        }

        talk.Close();
    }

    public void Pumps()
    {
        var pump = Host("pump", HostRole.Pump, "800600123");
        var talk = new PumpTalk(_life, _dice, SmallSite.Start, new PumpLink(pump, pump, 4001, Host("server"), Language.Alaris)).Open().Identify();
        var reading = new PumpReading { Rate = 12, Infused = 3, ToInfuse = 47, IsRunning = true };
        talk.TakeControl().SetRate(20).Start().Read(reading).Wait(Nanos.Minute).Read(reading with { Infused = 4 }).Stop().GiveUpControl().TakeControl("0000").Close();
    }

    public void Rack()
    {
        var pump = Host("rack pump", HostRole.Pump, "321654");
        var talk = new PumpTalk(_life, _dice, SmallSite.Start, new PumpLink(pump, Host("rack", HostRole.PumpGateway), 4001, Host("server"), Language.Bcc)).Open().Identify();
        talk.Read(new PumpReading { Rate = 5, Infused = 1, ToInfuse = 20, IsRunning = true }).Wait(Nanos.Minute).Read(new PumpReading { Rate = 5, Infused = 2, ToInfuse = 20, IsRunning = true }).Close();
    }

    public void Logins()
    {
        var (device, nurse) = (Host("device"), Host("nurse"));
        new WebTalk(_life, _dice, SmallSite.Start, nurse, device).Open()
            .Request("GET", "/", 200, 5_200).Request("POST", "/login", 401, 120, "admin", 40).Request("GET", "/status", 200, 90_000).Close();
        new TlsTalk(_life, _dice, SmallSite.Start, nurse, Host("portal")).Open("portal.example.org", 1).Ask(600).Answer(40_000).Close();
        new OpaqueTalk(_life, _dice, SmallSite.Start, nurse, device, 21, Language.Ftp).Open()
            .Line(Side.Server, "220 ready").Line(Side.Client, "USER root").Line(Side.Server, "331 password").Line(Side.Client, "PASS x").Line(Side.Server, "530 no")
            .Line(Side.Client, "USER admin").Line(Side.Server, "331 password").Line(Side.Client, "PASS y").Line(Side.Server, "230 in").Close();
        new OpaqueTalk(_life, _dice, SmallSite.Start, nurse, device, 23, Language.Telnet).Open()
            .Line(Side.Server, "VxWorks").Line(Side.Server, "login:").Line(Side.Client, "root").Line(Side.Server, "Password:").Close();
    }

    /// <summary>A channel on which something comes now and then, in drops.</summary>
    public void Channel() => new TlsTalk(_life, _dice, SmallSite.Start, Host("desk"), Host("news")).Open("news.example.org", 1).Ask(600).Answer(300)
        .Stream(Side.Client, 1500, 5 * Nanos.Minute).Stream(Side.Server, 6000, 5 * Nanos.Minute).Close();

    public void Bytes()
    {
        var (one, other) = (Host("one"), Host("other"));
        new OpaqueTalk(_life, _dice, SmallSite.Start, one, other, 1433).Open().Ask(300).Answer(2_000_000).Ask(40).Close();
        new OpaqueTalk(_life, _dice, SmallSite.Start, one, other, 445).Open().Ask(300).Answer(900).Reset(Side.Server);
        new OpaqueTalk(_life, _dice, SmallSite.Start, one, other, 22).Fail(true);
        new OpaqueTalk(_life, _dice, SmallSite.Start, one, other, 3389).Fail(false);
        new OpaqueTalk(_life, _dice, SmallSite.Start, one, other, 53, isUdp: true).Ask(60).Answer(200);
    }

    private DicomTalk Talk(ApplicationEntity caller, ApplicationEntity called, int second, params string[] classes) =>
        new(_life, _dice, SmallSite.Start + (second * Nanos.Second), caller, called, classes);

    private ApplicationEntity Entity(string title, int port) => new(title, Host(title), port, $"1.2.840.77.{_hosts}", "HAND_1", 32_768);

    private Host Host(string name, HostRole role = HostRole.ClinicalSystem, string serial = "") => new()
    {
        Number = ++_hosts,
        Name = name,
        Role = role,
        Model = "made by hand",
        Place = "here",
        Serial = serial,
        Address = 0x0A140800u + (uint)_hosts,
        Mac = 0x00_11_33_00_00_00u + (ulong)_hosts,
    };
}
