using Hospital.Kernel;
using Hospital.Messaging;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Wards;

/// <summary>
/// Patients come, lie in beds, are moved and leave; whatever happens to them follows from that. Arrivals are a Poisson process whose rate changes by hour, weekday, season and
/// good and bad days.
/// </summary>
public sealed class PatientFlow : IDepartment
{
    private readonly Site _site;
    private readonly Lane _life;
    private readonly InterfaceEngine _engine;
    private readonly Care _care;
    private readonly MonitorFleet _monitors;
    private readonly People _people;
    private readonly Dice _dice;
    private int _stays;
    private double _dayEffect = 1;

    public PatientFlow(Site site, InterfaceEngine engine, PumpFleet pumps, MonitorFleet monitors, LaboratoryDepartment laboratory)
    {
        ArgumentNullException.ThrowIfNull(site);
        (_site, _life, _engine, _monitors) = (site, site.Life, engine, monitors);
        Wards = Ward.Of(site.Parameters);
        _care = new Care(site, engine, pumps, laboratory, this);
        _people = new People(site.Life.DiceFor("people"));
        _dice = site.Life.DiceFor("patient flow");
    }

    public IReadOnlyList<Ward> Wards { get; }

    /// <summary>As many times as usual come to the emergency department: a drill, a disaster.</summary>
    public Func<long, double> Surge { get; set; } = _ => 1;

    /// <summary>Admissions a day that keep beds taken at about 85 %, as stays last 4.4 days in the mean.</summary>
    internal double AdmissionsADay => Wards.Where(w => w.Kind != WardKind.Emergency).Sum(w => w.Beds) * 0.85 / 4.4 * _site.Parameters.Activity;

    /// <summary>Of those admitted.</summary>
    internal const double EmergencyShare = 0.58;

    public void Furnish()
    {
    }

    public void Begin()
    {
        foreach (var ward in Wards)
        {
            for (var i = 0; i < (int)(ward.Beds * (ward.Kind == WardKind.Emergency ? 0.3 : 0.85)); i++)
            {
                var dice = _life.DiceFor("stay", $"{++_stays}");
                var left = ward.Kind == WardKind.Emergency ? Nanos.Hours(dice.Between(0.5, 5)) : (long)(Length(dice) * dice.Uniform());
                var stay = new Stay(_people.Next(ward.Name), ward, _life.Now + left, dice);
                _life.At(_life.Now + Nanos.Seconds(dice.Between(1, 600)), () => Settle(stay));
            }
        }

        _life.Every(_life.Now, () => Nanos.Hour, Hour);
    }

    /// <summary>Somebody who comes for an hour or two.</summary>
    internal Patient NextOutpatient() => _people.Next("clinic");

    private void Hour()
    {
        var now = _life.Now;
        if (Calendar.Hour(now) < 1)
        {
            _dayEffect = Rhythm.DayEffect(_dice);
        }

        var isQuiet = Calendar.IsQuietDay(now);
        var level = Rhythm.Season(now) * _dayEffect;
        Come(AdmissionsADay * EmergencyShare * 1.9 * Surge(now) * Rhythm.Emergencies.ShareOf(now) * level, Emergency);
        Come(AdmissionsADay * (1 - EmergencyShare) * (isQuiet ? 0.25 : 1.32) * Rhythm.Admissions.ShareOf(now) * level, () => Admit(Choose(WardKind.General), false));
        Come(_site.Parameters.Devices * 0.5 * _site.Parameters.Activity * (isQuiet ? 0.08 : 1) * Rhythm.Clinic.ShareOf(now) * level, _care.Outpatient);
        Come(AdmissionsADay * 0.012 * (isQuiet ? 0.3 : 1.2) * Rhythm.Office.ShareOf(now), Merge);
    }

    private void Come(double mean, Action act)
    {
        for (var count = _dice.Count(mean); count > 0; count--)
        {
            _life.At(_life.Now + Nanos.Hours(_dice.Uniform()), act);
        }
    }

    /// <summary>About half of those who come are treated and go home; a few are very ill.</summary>
    private void Emergency()
    {
        var ward = Wards.First(w => w.Kind == WardKind.Emergency);
        var dice = _life.DiceFor("stay", $"{++_stays}");
        var hours = dice.LogNormal(3.2, 0.5);
        var stay = new Stay(_people.Next(ward.Name), ward, _life.Now + Nanos.Hours(hours), dice);
        Tell("A04", stay, 'E');
        _monitors.Attach(stay);
        _care.Arrival(stay);
        _life.At(stay.Until, () =>
        {
            stay.End();
            if (dice.Chance(1 / 1.9))
            {
                Admit(Choose(dice.Chance(0.16) ? WardKind.Intensive : WardKind.General), true, stay.Patient);
            }
            else
            {
                Tell("A03", stay, 'E');
            }
        });
    }

    private void Admit(Ward ward, bool isUrgent, Patient? patient = null)
    {
        var dice = _life.DiceFor("stay", $"{++_stays}");
        var leave = Leave(ward, Rhythm.Discharges.Next(dice, _life.Now + Length(dice)), dice);
        var stay = new Stay(patient is null ? _people.Next(ward.Name) : patient with { Ward = ward.Name }, ward, leave, dice);
        Tell("A01", stay);
        if (!isUrgent)
        {
            _care.Arrival(stay);
        }

        Settle(stay);
    }

    /// <summary>From then on one day follows the other.</summary>
    private void Settle(Stay stay)
    {
        _monitors.Attach(stay);
        _care.Every(stay);
        _life.At(stay.Until, () =>
        {
            if (stay.Ward.Kind == WardKind.Emergency)
            {
                stay.End();
                Tell("A03", stay, 'E');
                return;
            }

            _care.Leave(stay);
            stay.End();
            Tell("A03", stay);
        });
        if (stay.Ward.Kind == WardKind.Intensive)
        {
            Transfer(stay, Emptied(_life.Now + Nanos.Hours(stay.Dice.LogNormal(44, 0.6)), stay.Dice), WardKind.General);
        }
        else if (stay.Dice.Chance(0.2))
        {
            Transfer(stay, Rhythm.Writing.Next(stay.Dice, _life.Now + (long)(stay.Dice.Uniform() * Math.Max(0, stay.Until - _life.Now))), stay.Dice.Chance(0.12) ? WardKind.Intensive : WardKind.General);
        }
    }

    /// <summary>Who goes home in the morning does so with the ward's others.</summary>
    private long Leave(Ward ward, long time, Dice dice) =>
        Calendar.Hour(time) is >= 9 and < 12 && time > _life.Now + Nanos.Hours(4) ? new WardDay(_life, ward, Calendar.Next(time - Nanos.Day, 4)).Discharge(dice) : time;

    /// <summary>Beds of intensive care are mostly emptied after its round, for those who will be operated on.</summary>
    private static long Emptied(long time, Dice dice) => dice.Chance(0.7) ? Calendar.Next(time, dice.Between(7.5, 8.8)) : time;

    private void Transfer(Stay stay, long time, WardKind to) => _life.At(time, () =>
    {
        if (!stay.IsOver && Choose(to) is var ward && ward != stay.Ward)
        {
            stay.Move(ward);
            Tell("A02", stay);
            _monitors.Attach(stay);
        }
    });

    /// <summary>Somebody who came unknown turns out to have been here before.</summary>
    private void Merge() => _engine.Post(Party.Admissions, PatientLetters.Merge(_people.Next(_dice.Pick(Wards).Name), $"{4_000_000 + _dice.Whole(1, 90_000)}", _life.Now));

    internal void Tell(string trigger, Stay stay, char kind = 'I') => _engine.Post(Party.Admissions, PatientLetters.Movement(trigger, stay.Patient, _life.Now, stay.BedText, kind));

    /// <summary>The ward of a kind with the most free beds, give or take.</summary>
    private Ward Choose(WardKind kind)
    {
        Ward? best = null;
        var most = double.MinValue;
        foreach (var ward in Wards)
        {
            var free = ((ward.Beds - ward.Taken) * _dice.Between(0.6, 1.4)) - (ward.IsClosed ? 1e6 : 0);
            if (ward.Kind == kind && free > most)
            {
                (best, most) = (ward, free);
            }
        }

        return best!;
    }

    private static long Length(Dice dice) => Nanos.Days(Math.Min(40, dice.LogNormal(3.1, 0.78)));
}
