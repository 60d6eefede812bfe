using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Tests.Pumps;

/// <summary>What happens on a ward every day isn't spoken of.</summary>
public sealed class WardDayTests
{
    private const string Server = "10.1.0.9", Gateway = "10.1.0.40";
    private const int Pumps = 100, Round = 300, Rounds = 86_400 / Round;

    private readonly Ward _ward = new();
    private readonly Random _chance = new(7);
    private ulong _message;

    /// <summary>Orders that nurses confirm or don't, titration, boluses, changes of syringes, pauses, vein kept open, and pumps that go to the next patient.</summary>
    [Fact]
    public void A_hundred_pumps_give_for_a_day_and_nobody_is_alarmed()
    {
        var beds = Enumerable.Range(1, Pumps).Select(n => new Bed($"P-{n}", (ulong)n)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var bed in beds)
            {
                bed.Given += bed.State is PumpState.Running or PumpState.Kvo ? bed.Rate * Round / 3600 : 0;
                Happen(bed);
                Say(bed);
            }

            _ward.Wait(Round - (_ward.Now / Ward.Second % Round));
        }

        // The first who commands pumps after the sensor was installed is told once.
        Assert.Equal(["pump-remote-taken"], _ward.Alerts.Where(a => a.StartsWith("pump-", StringComparison.Ordinal)));
    }

    private void Happen(Bed bed)
    {
        switch (_chance.Next(600))
        {
            case < 6:
                bed.Ordered = bed.Ordered > 0 ? Math.Clamp(Math.Round(bed.Ordered * (0.5 + (1.5 * _chance.NextDouble())), 1), 2, 120) : _chance.Next(2, 120);
                Order(bed);
                bed.IsWaiting = _chance.Next(10) > 0;
                break;
            case < 16 when bed.State == PumpState.Running:
                bed.Rate = Math.Round(bed.Rate * (0.7 + (0.6 * _chance.NextDouble())), 1);
                break;
            case < 20:
                bed.Given += _chance.Next(1, 6);
                break;
            case < 24:
                bed.Given = 0;
                break;
            case < 27:
                bed.State = PumpState.Paused;
                break;
            case < 29 when bed.State == PumpState.Running:
                (bed.State, bed.Rate) = (PumpState.Kvo, 1);
                break;
            case < 31:
                (bed.State, bed.Rate, bed.Given, bed.Patient) = (PumpState.Standby, 0, 0, (ulong)_chance.Next(1000, 9999));
                break;
            case < 130 when bed.IsWaiting:
                (bed.State, bed.Rate, bed.IsWaiting) = (PumpState.Running, bed.Ordered, false);
                break;
            case < 200 when bed.State == PumpState.Paused && bed.Rate > 0:
                bed.State = PumpState.Running;
                break;
        }
    }

    private void Order(Bed bed) => _ward.Command(
        Server,
        Gateway,
        bed.Serial,
        Ward.With(
            new PumpEvent { What = PumpEventKind.Set, Class = SafetyClass.Rate, ControlId = new Pseudonym(9, ++_message), Patient = new Pseudonym(1, bed.Patient) },
            (PumpQuantity.Rate, bed.Ordered, PumpUnit.MlPerHour)),
        "RGV^O15 RE",
        "pcd");

    private void Say(Bed bed) => _ward.Status(
        Gateway,
        Server,
        bed.Serial,
        Ward.With(
            new PumpEvent { State = bed.State, Patient = new Pseudonym(1, bed.Patient), ControlId = new Pseudonym(8, ++_message) },
            (PumpQuantity.Rate, bed.Rate, PumpUnit.MlPerHour),
            (PumpQuantity.VolumeInfused, Math.Round(bed.Given, 1), PumpUnit.Ml)),
        "pcd");

    private sealed class Bed(string serial, ulong patient)
    {
        public string Serial => serial;

        public ulong Patient { get; set; } = patient;

        public PumpState State { get; set; } = PumpState.Standby;

        public double Rate { get; set; }

        public double Ordered { get; set; }

        public double Given { get; set; }

        public bool IsWaiting { get; set; }
    }
}
