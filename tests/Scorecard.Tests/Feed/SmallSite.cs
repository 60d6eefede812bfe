using Hospital;
using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Talks;

namespace Scorecard.Tests.Feed;

/// <summary>Two scanners, an archive and a workstation that talk DICOM, by hand: enough to be learnt, and one stranger at the end.</summary>
internal sealed class SmallSite
{
    /// <summary>A Monday, 00:00 UTC.</summary>
    public const long Start = 1_772_409_600L * Nanos.Second;

    private readonly Lane _life;
    private readonly Dice _dice;

    public SmallSite(ulong seed = 1)
    {
        Agenda = new Agenda(Start);
        _life = new Lane(Agenda, seed, 0);
        _dice = _life.DiceFor("site");
        Archive = Entity("archive", 1, HostRole.Archive, "PACS", 104);
        First = Entity("ct 1", 2, HostRole.Modality, "CT1", 0);
        Second = Entity("ct 2", 3, HostRole.Modality, "CT2", 0);
        Stranger = Entity("stranger", Host.FirstForeign, HostRole.Attacker, "ANYONE", 0);
    }

    public Agenda Agenda { get; }

    public ApplicationEntity Archive { get; }

    public ApplicationEntity First { get; }

    public ApplicationEntity Second { get; }

    public ApplicationEntity Stranger { get; }

    /// <summary>Studies of both scanners, one an hour and more, for some days; on the last day the stranger searches.</summary>
    public void Live(int days, IStepTaker audience)
    {
        Agenda.Out = step => audience.Take(in step);
        for (var hour = 0; hour < days * 24; hour++)
        {
            foreach (var scanner in new[] { First, Second })
            {
                Study(Start + Nanos.Hours(hour + (0.8 * _dice.Uniform())), scanner);
            }
        }

        if (days > 0)
        {
            _life.At(Start + Nanos.Hours((days * 24) - 1), Search);
        }

        var end = Start + Nanos.Days(days);
        Agenda.RunUntil(end);
        audience.End(end);
    }

    private void Study(long time, ApplicationEntity scanner) => _life.At(time, () =>
    {
        var subject = new Subject($"P{_dice.Whole(1, 9999)}", "DOE^JANE", $"A{_dice.Whole(1, 9999)}", $"1.2.3.{_dice.Whole(1, 99999)}");
        var talk = new DicomTalk(_life, _dice, time, scanner, Archive, [Uids.Verification, Uids.CtImage]).Associate().Echo();
        for (var image = _dice.Whole(3, 9); image > 0; image--)
        {
            talk.Store(new StoredObject(Uids.CtImage, $"{subject.StudyUid}.{image}", 2 * (long)_dice.LogNormal(130_000, 0.05), subject));
        }

        talk.Release();
    });

    private void Search()
    {
        var asked = new QueryIdentifier("STUDY", [new QueryKey(0x00080020, ""), new QueryKey(0x00100020, "*")]);
        new DicomTalk(_life, _dice, _life.Now, Stranger, Archive, [Uids.PatientRootFind]).Associate().Find(Uids.PatientRootFind, asked, 200, 90).Release();
    }

    private static ApplicationEntity Entity(string name, int number, HostRole role, string title, int port) => new(title, new Host
    {
        Number = number,
        Name = name,
        Role = role,
        Model = "made by hand",
        Place = "here",
        Address = 0x0A140400u + (uint)(number % 200) + 1,
        Mac = 0x00_11_22_00_00_00u + (ulong)number,
    }, port, $"1.2.840.99.{number % 200}", "HAND_1", 32_768);
}
