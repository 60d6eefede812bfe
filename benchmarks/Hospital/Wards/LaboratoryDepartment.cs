using Hospital.Kernel;
using Hospital.Messaging;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Wards;

/// <summary>
/// The laboratory: blood that was ordered comes, an analyser measures it and tells the laboratory system, which tells everybody once somebody has looked at it. What isn't urgent
/// and was measured at night waits for the early shift.
/// </summary>
public sealed class LaboratoryDepartment(Site site, InterfaceEngine engine) : IDepartment
{
    /// <summary>Hour from which nobody looks at what isn't urgent, and at which the early shift, its controls done, goes through what has come since.</summary>
    private const double LastLook = 22;
    private const double FirstLook = 7.2;

    private readonly Lane _life = site.Life;
    private readonly Dice _dice = site.Life.DiceFor("laboratory");
    private readonly List<(Host Host, EquipmentProfile Profile, Hl7Channel? Channel)> _analysers = [];
    private long _results;

    public void Furnish()
    {
        var system = engine.HostOf(Party.Laboratory);
        var count = site.Share(0.04, 2);
        for (var i = 0; i < count; i++)
        {
            var profile = Profiles.Analysers[i % Profiles.Analysers.Count];
            var host = site.Add($"analyser {i + 1}", profile.Role, profile.Model, "laboratory", profile.MacPrefix, profile.NewSerial(_dice));
            var link = new Hl7Link(host, system, 5100 + i, profile.Model.Split(' ')[0].ToUpperInvariant(), "LABOR", "LIS", "KLINIK", i % 2 == 0);
            _analysers.Add((host, profile, profile.SpeaksHl7 ? engine.Connect(link, Profiles.LaboratorySystem.AnswerTime) : null));
        }
    }

    public void Begin()
    {
        foreach (var (host, _, _) in _analysers)
        {
            // Quality controls before the morning's work.
            var dice = _life.DiceFor("quality control", host.Name);
            _life.Every(Calendar.Next(_life.Now, 5 + (dice.Uniform() * 0.5)), () => Calendar.Next(_life.Now + Nanos.Hour, 5 + (dice.Uniform() * 0.5)) - _life.Now, () => Measure(host, null, "QC", 12));
        }
    }

    /// <summary>An order has reached the laboratory system.</summary>
    /// <param name="patient">Whose blood.</param>
    /// <param name="order">Number.</param>
    /// <param name="analyses">How many.</param>
    /// <param name="isUrgent">It goes before all else.</param>
    /// <param name="carried">When it arrives with others; 0: it comes by itself.</param>
    internal void Take(Patient patient, string order, int analyses, bool isUrgent, long carried = 0)
    {
        _life.At(carried > 0 ? carried : _life.Now + Nanos.Minutes(_dice.LogNormal(isUrgent ? 14 : 45, 0.4)), () =>
        {
            Measure(_dice.Pick(_analysers).Host, patient, order, analyses);
            Validate(patient, order, analyses, isUrgent, _dice.Chance(0.35));
        });
    }

    private void Validate(Patient patient, string order, int analyses, bool isUrgent, bool isPreliminary) =>
        _life.At(Looked(_life.Now + Nanos.Minutes(_dice.LogNormal(isUrgent ? 12 : 24, 0.4)), isUrgent), () =>
        {
            engine.Post(Party.Laboratory, PatientLetters.LaboratoryResult(patient, order, analyses, _dice.Normal, !isPreliminary, _life.Now));
            if (isPreliminary)
            {
                Validate(patient, order, analyses, isUrgent, false);
            }
        });

    /// <summary>When somebody looks at a result that is there from an instant on.</summary>
    private long Looked(long ready, bool isUrgent) => isUrgent || Calendar.Hour(ready) is >= FirstLook and < LastLook
        ? ready
        : Calendar.Next(ready, FirstLook) + Nanos.Minutes(_dice.Between(0, 20));

    /// <summary>What an analyser says, as HL7 or in its own way.</summary>
    private void Measure(Host host, Patient? patient, string order, int analyses)
    {
        var (_, profile, channel) = _analysers.First(a => a.Host == host);
        _life.At(_life.Now + Nanos.Minutes(_dice.Between(4, 14)), () =>
        {
            if (channel is not null)
            {
                var letter = PatientLetters.LaboratoryResult(patient ?? new Patient("QC", "CONTROL^LEVEL2", "20000101", "F", "QC", "LABOR"), order, analyses, _dice.Normal, false, host.Clock.Shows(_life.Now));
                channel.Send(letter, $"{host.Name[^1]}{++_results:0000000}", null);
            }
            else
            {
                new OpaqueTalk(_life, _dice, _life.Now, host, engine.HostOf(Party.Laboratory), 4000) { AnswerTime = 30 * Nanos.Millisecond }
                    .Open().Ask(1, "\x05").Answer(1, "\x06").Ask(profile.Bytes + (analyses * 40)).Answer(1, "\x06").Ask(1, "\x04").Close();
            }
        });
    }
}
