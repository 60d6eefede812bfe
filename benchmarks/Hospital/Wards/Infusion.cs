using Hospital.Kernel;
using Hospital.Messaging;
using Hospital.Talks;

namespace Hospital.Wards;

/// <summary>
/// The course of an infusion: a nurse programs the pump, at the bed or through the server; it runs, its rate is changed, a bolus is given, it stops with an alarm, it is empty
/// and gets a new syringe, or is taken away.
/// </summary>
internal sealed class Infusion(PumpFleet fleet, PumpUnit unit, Stay stay, InfusionOrder order, bool isContinuous)
{
    private const string Occlusion = "196940^MDC_EVT_FLUID_LINE_OCCL^MDC^^^^^^Occlusion";
    private const string Air = "196914^MDC_EVT_FLUID_LINE_AIR^MDC^^^^^^Air in line";
    private const string NearEnd = "197334^MDC_EVT_VOL_INFUS_NEAR_COMP^MDC^^^^^^Nearly empty";

    private readonly Lane _life = fleet.Site.Life;
    private readonly Dice _dice = fleet.Site.Life.DiceFor("infusion", order.Order);
    private int _alarms;
    private int _syringes;
    private bool _isRemote;
    private bool _hasStarted;

    private long Now => _life.Now;

    private bool IsIntensive => stay.Ward.Kind == WardKind.Intensive;

    /// <summary>The order has come; a nurse will see to it.</summary>
    public void Prepare()
    {
        unit.IsFree = false;
        _life.At(Now + Nanos.Minutes(_dice.LogNormal(IsIntensive ? 9 : 24, 0.6)), Program);
    }

    private void Program()
    {
        if (stay.IsOver)
        {
            unit.IsFree = true;
            return;
        }

        unit.Load(order.Drug, order.Volume, order.Rate);
        _isRemote = unit.TakesCommands && _dice.Chance(0.75);
        if (unit.IsSmart)
        {
            // The order goes to the pump, and the nurse confirms it there.
            var give = DeviceLetters.Give(unit.Pump, stay.Patient, order.Order, order.Drug, order.Volume, order.Rate);
            fleet.Engine.Post(Party.Records, give, _ => _life.At(Now + Nanos.Seconds(_dice.LogNormal(70, 0.6)), Start));

            // What doesn't come is typed in.
            _life.At(Now + Nanos.Minutes(_dice.Between(10, 16)), Start);
        }
        else if (_isRemote)
        {
            _life.At(unit.Command(t => t.TakeControl().SetRate(order.Rate).SetVolume(order.Volume).Wait(Nanos.Seconds(_dice.LogNormal(9, 0.5))).TakeControl().Start().GiveUpControl()), Start);
        }
        else
        {
            Start();
        }
    }

    private void Start()
    {
        if (_hasStarted)
        {
            return;
        }

        _hasStarted = true;
        fleet.Begun++;
        unit.Run(true);
        Watch();
        Event(true);
        if (unit.IsSmart)
        {
            _life.Every(Now + (15 * Nanos.Minute), () => unit.IsRunning && !unit.IsFree ? (long)(15 * Nanos.Minute * _dice.Between(0.98, 1.02)) : -1, () =>
            {
                if (unit.IsRunning)
                {
                    fleet.Engine.Post(Party.PumpServer, DeviceLetters.PumpStatus(unit.Pump, stay.Patient, unit.Reading, Now));
                }
            });
        }

        Next();
    }

    /// <summary>What comes first: the end of the syringe, another rate, a bolus, an alarm; or the patient leaves.</summary>
    private void Next()
    {
        var empty = unit.TimeLeft;
        var turn = Nanos.Hours(_dice.Exponential(IsIntensive ? 4 : 26));
        var bolus = Nanos.Hours(_dice.Exponential(IsIntensive ? 16 : 120));
        var alarm = Nanos.Hours(_dice.Exponential(22));
        var first = Math.Min(Math.Min(empty, turn), Math.Min(bolus, alarm));
        var leaves = stay.Until - Now - Nanos.Minutes(30);
        if (leaves < first)
        {
            _life.At(Now + Math.Max(0, leaves), TakeAway);
        }
        else
        {
            _life.At(Now + first, first == empty ? Empty : first == turn ? Turn : first == bolus ? Bolus : Sound);
        }
    }

    private void Turn()
    {
        var rate = Math.Clamp(Math.Round(unit.Rate * Math.Exp(0.3 * _dice.Normal()), 1), 0.1, 300);
        if (_isRemote && _dice.Chance(0.5))
        {
            unit.Command(t => t.TakeControl().SetRate(rate).GiveUpControl());
        }

        Event(false);
        unit.Turn(rate);
        Event(true);
        Next();
    }

    private void Bolus()
    {
        if (_isRemote && _dice.Chance(0.2))
        {
            unit.Command(t => t.TakeControl().Bolus().GiveUpControl());
        }

        unit.GiveBolus(Math.Round(_dice.Between(0.5, 3), 1));
        Next();
    }

    private void Sound()
    {
        var isOcclusion = _dice.Chance(0.7);
        unit.Sound(isOcclusion ? "AL_OCCL" : "AL_AIR");
        Event(false);
        Watch();
        Alarm(isOcclusion ? Occlusion : Air, "PH", () =>
        {
            unit.Sound("");
            unit.Run(true);
            Watch();
            Event(true);
            Next();
        });
    }

    private void Empty()
    {
        unit.Run(false);
        Event(false);
        Watch();
        Alarm(NearEnd, "PM", () =>
        {
            if (isContinuous && !stay.IsOver && _syringes++ < 30 && _dice.Chance(0.8))
            {
                unit.Load(order.Drug, order.Volume, unit.Rate);
                if (_isRemote)
                {
                    unit.Command(t => t.ReadSyringe().TakeControl().ClearVolume().Start().GiveUpControl());
                }

                unit.Run(true);
                Watch();
                Event(true);
                Next();
            }
            else
            {
                TakeAway();
            }
        });
    }

    private void TakeAway()
    {
        if (unit.IsRunning && _isRemote && _dice.Chance(0.5))
        {
            unit.Command(t => t.TakeControl().Stop().GiveUpControl());
        }

        if (unit.IsRunning)
        {
            unit.Run(false);
            Event(false);
        }

        Watch();

        // It is cleaned and put back.
        _life.At(Now + Nanos.Minutes(_dice.LogNormal(35, 0.5)), () => unit.IsFree = true);
    }

    /// <summary>Somebody is called, and comes: later at night.</summary>
    private void Alarm(string code, string priority, Action solve)
    {
        var alert = $"{unit.Pump.Serial}_{order.Order}{++_alarms}";
        var seen = Nanos.Seconds(_dice.Between(2, 45));
        var come = seen + Nanos.Minutes(_dice.LogNormal(Sites.Calendar.Hour(Now) is > 6 and < 22 ? 2.2 : 4, 0.6));
        _life.At(Now + seen, () => fleet.Engine.Post(Party.PumpServer, DeviceLetters.Alarm(unit.Pump, stay.Patient, alert, code, "start", priority, Now)));
        _life.At(Now + come, () =>
        {
            fleet.Engine.Post(Party.PumpServer, DeviceLetters.Alarm(unit.Pump, stay.Patient, alert, code, "end", priority, Now));
            solve();
        });
    }

    /// <summary>Delivery has begun or ended, where the server says so (PCD-10).</summary>
    private void Event(bool isStart)
    {
        if (unit.IsSmart)
        {
            fleet.Engine.Post(Party.PumpServer, DeviceLetters.PumpEvent(unit.Pump, stay.Patient, order.Order, isStart, unit.Reading, Now));
        }
    }

    private void Watch() => _life.At(Now + Nanos.Seconds(_dice.Between(1, 20)), unit.Watch);
}
