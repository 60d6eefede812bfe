using Hospital.Kernel;
using Hospital.Messaging;
using Hospital.Radiology;
using Hospital.Sites;
using Hospital.Talks;

namespace Hospital.Wards;

/// <summary>What is done for patients day by day: rounds, blood, drugs, pictures, notes, bills.</summary>
internal sealed class Care
{
    private static readonly (ImageKind Kind, double Weight)[] UsualKinds =
        [(ImageKind.CR, 0.24), (ImageKind.DX, 0.2), (ImageKind.CT, 0.24), (ImageKind.US, 0.18), (ImageKind.MR, 0.09), (ImageKind.XA, 0.04), (ImageKind.NM, 0.01)];

    /// <summary>Share of patients for whom the list of the morning says something new.</summary>
    private const double Listed = 0.85;

    private readonly Site _site;
    private readonly Lane _life;
    private readonly InterfaceEngine _engine;
    private readonly PumpFleet _pumps;
    private readonly LaboratoryDepartment _laboratory;
    private readonly PatientFlow _flow;
    private int _orders;
    private (ImageKind Kind, double Weight)[]? _kinds;

    public Care(Site site, InterfaceEngine engine, PumpFleet pumps, LaboratoryDepartment laboratory, PatientFlow flow) =>
        (_site, _life, _engine, _pumps, _laboratory, _flow) = (site, site.Life, engine, pumps, laboratory, flow);

    private long Now => _life.Now;

    /// <summary>Who arrives is examined at once.</summary>
    public void Arrival(Stay stay)
    {
        var dice = stay.Dice;
        var isEmergency = stay.Ward.Kind == WardKind.Emergency;
        During(stay, Now + Nanos.Minutes(dice.LogNormal(18, 0.6)), () => Blood(stay.Patient, dice, isEmergency), isEmergency ? 0.75 : 0.9);
        for (var count = dice.Count(EmergencyImaging); isEmergency && count > 0; count--)
        {
            During(stay, Now + Nanos.Minutes(dice.LogNormal(35, 0.6)), () => Picture(stay.Patient, dice, dice.Chance(0.8)));
        }

        During(stay, Now + Nanos.Minutes(dice.LogNormal(40, 0.6)), () => Drug(stay), 0.6);
        During(stay, Now + Nanos.Minutes(dice.LogNormal(80, 0.5)), () => Note(stay, "HISTORY"), 0.7);
    }

    /// <summary>Plans what is left of today and, at four in the morning, each day that follows.</summary>
    public void Every(Stay stay)
    {
        if (stay.Ward.Kind != WardKind.Emergency)
        {
            _life.At(Calendar.Next(Now, 4) + Nanos.Seconds(stay.Dice.Between(0, 900)), () =>
            {
                if (!stay.IsOver)
                {
                    Day(stay);
                    Every(stay);
                }
            });
        }
    }

    /// <summary>The last letter, and the bill.</summary>
    public void Leave(Stay stay)
    {
        Note(stay, "DISCHARGE SUMMARY");
        Charge(stay.Patient, stay.Dice);
    }

    /// <summary>Somebody who comes to the clinic for an hour or two.</summary>
    public void Outpatient()
    {
        var patient = _flow.NextOutpatient();
        var dice = _life.DiceFor("visit", patient.Visit);
        _engine.Post(Party.Admissions, PatientLetters.Movement("A04", patient, Now, "", 'O'));
        Perhaps(dice, 0.35, Nanos.Minutes(dice.LogNormal(20, 0.5)), () => Blood(patient, dice, false));
        Perhaps(dice, 0.6, Nanos.Minutes(dice.LogNormal(70, 0.4)), () => _engine.Post(Party.Records, PatientLetters.Document(patient, "CLINIC LETTER", dice.Whole(6, 20), Now)));
        Perhaps(dice, 0.4, Nanos.Minutes(dice.LogNormal(60, 0.4)), () => Drug(patient, dice));
        Perhaps(dice, 0.45, Nanos.Minutes(dice.LogNormal(75, 0.4)), () => _engine.Post(Party.Admissions, PatientLetters.Appointment(patient, $"S{patient.Visit}", Now + Nanos.Days(dice.Whole(2, 40)), Now)));
        Charge(patient, dice);
    }

    private void Day(Stay stay)
    {
        var dice = stay.Dice;
        var isQuiet = Calendar.IsQuietDay(Now + Nanos.Hours(6));
        var isIntensive = stay.Ward.Kind == WardKind.Intensive;
        var day = new WardDay(_life, stay.Ward, Now);
        During(stay, day.Draw(dice), () => Blood(stay.Patient, dice, false, day.Carried), (isIntensive ? 1 : 0.8) * (isQuiet ? 0.6 : 1));
        Often(stay, isIntensive ? 2.2 : 0.25, () => Rhythm.Emergencies.Next(dice, Now), () => Blood(stay.Patient, dice, true));
        Often(stay, (isIntensive ? 3 : 1.7) * (isQuiet ? 0.65 : 1), () => day.Order(dice), () => Drug(stay));
        Often(stay, RoundsImaging * (isQuiet ? Demand.QuietDay : 1) * (isIntensive ? 2 : 0.9), () => day.Order(dice), () => Picture(stay.Patient, dice, dice.Chance(isIntensive ? 0.5 : 0.1)));
        Often(stay, 0.15 * (isQuiet ? 0.4 : 1), () => Rhythm.Writing.Next(dice, Now), () => _flow.Tell("A08", stay));
        Often(stay, 0.5 * (isQuiet ? 0.3 : 1), () => Rhythm.Writing.Next(dice, Now), () => Note(stay, "PROGRESS NOTE"));
        Often(stay, isQuiet ? 0.8 : 1.6, () => day.Order(dice), () => Charge(stay.Patient, dice));

        // Who takes over in the morning confirms who lies in which bed and how much care that is.
        During(stay, day.List(dice), () => _flow.Tell("A08", stay), Listed);
        foreach (var handover in (ReadOnlySpan<int>)[7, 15, 23])
        {
            // Nurses write down what the next ones must know, and sign it when they meet.
            During(stay, Calendar.Next(Now, handover) + Nanos.Minutes(dice.LogNormal(6, 0.7)), () => Note(stay, "NURSING HANDOVER"), 0.22);
        }
    }

    /// <summary>Pictures for somebody who has just come, mean.</summary>
    private double EmergencyImaging => 0.35 * ImagingADay / (_flow.AdmissionsADay * PatientFlow.EmergencyShare * 1.9);

    /// <summary>Pictures for somebody in a bed on a working day, mean.</summary>
    private double RoundsImaging => 0.65 * ImagingADay / Math.Max(1, _flow.Wards.Where(w => w.Kind != WardKind.Emergency).Sum(w => w.Beds * 0.85));

    private double ImagingADay => Kinds.Sum(k => k.Weight);

    /// <summary>Orders on a working day, by what radiology has units for; without such knowledge, by what hospitals of this size want.</summary>
    private (ImageKind Kind, double Weight)[] Kinds
    {
        get
        {
            if (_kinds is null)
            {
                var known = Enum.GetValues<ImageKind>().Select(k => (Kind: k, Weight: Demand.InpatientOrders(_site, k))).Where(k => k.Weight > 0).ToArray();
                _kinds = known.Length > 0 ? known : [.. UsualKinds.Select(k => (k.Kind, k.Weight * 0.3 * _site.Parameters.Devices * _site.Parameters.Activity))];
            }

            return _kinds;
        }
    }

    private void Picture(Patient patient, Dice dice, bool isUrgent)
    {
        var left = dice.Uniform() * ImagingADay;
        var kind = Kinds[^1].Kind;
        foreach (var (candidate, weight) in Kinds)
        {
            left -= weight;
            if (left < 0)
            {
                kind = candidate;
                break;
            }
        }

        var number = NextOrder();
        var order = new ImagingOrder(patient, number, $"A{number}", kind, isUrgent, Now);
        _engine.Post(Party.Records, PatientLetters.Imaging(order, "NW", "", Now), party =>
        {
            if (party == Party.Radiology)
            {
                _site.Imaging?.Take(order);
            }
        });
    }

    /// <param name="patient">Whose.</param>
    /// <param name="dice">The patient's.</param>
    /// <param name="isUrgent">It is carried, measured and looked at before all else.</param>
    /// <param name="carried">When it reaches the laboratory with others'; 0: by itself.</param>
    private void Blood(Patient patient, Dice dice, bool isUrgent, long carried = 0)
    {
        var (order, analyses) = (NextOrder(), dice.Chance(0.55) ? 12 : 5);
        _engine.Post(Party.Records, PatientLetters.LaboratoryOrder(patient, order, analyses, isUrgent, Now), party =>
        {
            if (party == Party.Laboratory)
            {
                _laboratory.Take(patient, order, analyses, isUrgent, carried);
            }
        });
    }

    private void Drug(Stay stay)
    {
        var isIntensive = stay.Ward.Kind == WardKind.Intensive;
        if (!stay.Dice.Chance(isIntensive ? 0.5 : 0.11))
        {
            Drug(stay.Patient, stay.Dice);
            return;
        }

        Drug drug;
        do
        {
            drug = stay.Dice.Pick(Wards.Drug.Infused);
        }
        while (drug.IsIntensive && !isIntensive);
        var rate = Math.Clamp(Math.Round(stay.Dice.LogNormal(drug.Rate, drug.Spread), 1), 0.2, 250);
        var order = new InfusionOrder(stay.Patient, NextOrder(), drug.Name, drug.Volume, rate);
        _engine.Post(Party.Records, PatientLetters.Medication(order.Patient, order.Order, drug.Name, drug.Volume, rate, Now), party =>
        {
            if (party == Party.PumpServer)
            {
                _pumps.Take(stay, order, drug.IsContinuous);
            }
        });
    }

    private void Drug(Patient patient, Dice dice) =>
        _engine.Post(Party.Records, PatientLetters.Medication(patient, NextOrder(), dice.Chance(0.5) ? "PARACETAMOL" : "PANTOPRAZOL", 500, 0, Now));

    private void Note(Stay stay, string kind) => _engine.Post(Party.Records, PatientLetters.Document(stay.Patient, kind, (int)Math.Clamp(stay.Dice.LogNormal(9, 0.6), 2, 60), Now));

    /// <summary>Bills are written after midnight, all at once.</summary>
    private void Charge(Patient patient, Dice dice) => _life.At(Calendar.Next(Now, 0.5) + Nanos.Seconds(dice.Between(0, 2400)), () =>
        _engine.Post(Party.Records, PatientLetters.Charge(patient, $"{dice.Whole(1, 9)}-{dice.Whole(100, 999)}", Now)));

    /// <summary>As often as this in the mean.</summary>
    private void Often(Stay stay, double mean, Func<long> time, Action act)
    {
        for (var count = stay.Dice.Count(mean); count > 0; count--)
        {
            During(stay, time(), act);
        }
    }

    /// <summary>Unless the patient has left by then.</summary>
    private void During(Stay stay, long time, Action act, double chance = 1)
    {
        if (stay.Dice.Chance(chance))
        {
            _life.At(time, () =>
            {
                if (!stay.IsOver)
                {
                    act();
                }
            });
        }
    }

    private void Perhaps(Dice dice, double chance, long after, Action act)
    {
        if (dice.Chance(chance))
        {
            _life.At(Now + after, act);
        }
    }

    private string NextOrder() => $"{500_000 + ++_orders}";
}
