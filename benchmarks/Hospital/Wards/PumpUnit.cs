using Hospital.Kernel;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Wards;

/// <summary>One pump: what it does, and how its server comes to know.</summary>
internal sealed class PumpUnit
{
    private const int PumpPort = 3613;

    private readonly PumpFleet _fleet;
    private readonly Lane _life;
    private readonly Dice _dice;
    private readonly EquipmentProfile _profile;
    private readonly PumpLink? _link;
    private readonly PumpLine? _line;
    private readonly string _slot;
    private OpaqueTalk? _ownTalk;
    private long _renewal;
    private long _changed;
    private int _round;
    private double _infused;

    public PumpUnit(PumpFleet fleet, Host pump, EquipmentProfile profile, PumpLink? link, PumpLine? line, string slot)
    {
        (_fleet, Pump, _profile, _link, _line, _slot) = (fleet, pump, profile, link, line, slot);
        _life = fleet.Site.Life;
        _dice = _life.DiceFor("pump unit", pump.Name);
    }

    public Host Pump { get; }

    public bool IsFree { get; set; } = true;

    /// <summary>It can be programmed over the network.</summary>
    public bool TakesCommands => _link is { Language: Language.Alaris };

    /// <summary>Its server speaks IHE PCD for it.</summary>
    public bool IsSmart => _profile.Connection == PumpConnection.Smart;

    public bool IsRunning { get; private set; }

    public double Rate { get; private set; }

    public double ToInfuse { get; private set; }

    public string Drug { get; private set; } = "";

    public string Alarm { get; private set; } = "";

    public int Boluses { get; private set; }

    /// <summary>Until what is left has been given, nanoseconds.</summary>
    public long TimeLeft => IsRunning && Rate > 0 ? Math.Max(0, Nanos.Hours((ToInfuse - Infused) / Rate)) : long.MaxValue;

    private double Infused => _infused + (IsRunning ? Rate * (_life.Now - _changed) / Nanos.Hour : 0);

    public PumpReading Reading => new()
    {
        Rate = Rate,
        Infused = Math.Min(Infused, ToInfuse + 0.5),
        ToInfuse = ToInfuse,
        IsRunning = IsRunning,
        Drug = Drug,
        Alarm = Alarm.Length == 0 ? "" : _link?.Language == Language.Bcc ? Alarm == "AL_OCCL" ? "1024" : "268435456" : Alarm,
        Pressure = 12 + (Rate / 20) + (4 * _dice.Uniform()),
        Boluses = Boluses,
        Slot = _slot,
    };

    public void Begin() => _life.At(_life.Now + (long)(_profile.IdlePeriod * _dice.Uniform()), () => Tick(_round));

    /// <summary>It gets a syringe or bag, and what is to be done with it.</summary>
    public void Load(string drug, double volume, double rate) => Change(() => (Drug, ToInfuse, Rate, _infused) = (drug, volume, rate, 0));

    public void Run(bool isRunning) => Change(() => IsRunning = isRunning);

    public void Turn(double rate) => Change(() => Rate = rate);

    public void GiveBolus(double volume) => Change(() => (_infused, Boluses) = (_infused + volume, Boluses + 1));

    public void Sound(string alarm) => Change(() => (Alarm, IsRunning) = (alarm, alarm.Length == 0));

    /// <summary>Its server commands it; what it does then, it does when it has been told.</summary>
    /// <returns>When it has been told.</returns>
    public long Command(Action<PumpTalk> say)
    {
        var talk = _line!.To(_link!);
        say(talk);
        return talk.Time;
    }

    /// <summary>Asked often while it runs, seldom while it rests; a change of that begins a new row of questions.</summary>
    public void Watch() => Tick(++_round);

    /// <summary>Its connection is gone, and made anew: it has moved to another access point, or its gateway was switched off and on.</summary>
    public void Reconnect()
    {
        if (_link is not null)
        {
            _line!.End();
            Read();
        }
        else
        {
            _ownTalk?.Reset();
            _ownTalk = null;
            Report();
        }
    }

    private void Tick(int round)
    {
        if (round == _round)
        {
            if (_link is not null)
            {
                Read();
            }
            else
            {
                Report();
            }

            // Servers ask by the clock: what varies is the time that asking all others takes.
            var period = IsRunning || Alarm.Length > 0 ? _profile.Period : _profile.IdlePeriod;
            _life.At(_life.Now + (long)(period * _dice.Between(0.985, 1.03)), () => Tick(round));
        }
    }

    private void Read()
    {
        var talk = _line!.To(_link!).Read(Reading);
        if (TakesCommands && Alarm.Length > 0)
        {
            talk.ReadAlarm(Alarm);
        }
        else if (TakesCommands && _dice.Chance(0.01))
        {
            talk.ReadSyringe();
        }
    }

    /// <summary>It tells its server by itself, in a way of its own.</summary>
    private void Report()
    {
        if (_ownTalk is not null && _life.Now >= _renewal)
        {
            _ownTalk.Close();
            _ownTalk = null;
        }

        if (_ownTalk is null)
        {
            _ownTalk = new OpaqueTalk(_life, _dice, _life.Now, Pump, _fleet.Server, PumpPort) { AnswerTime = 30 * Nanos.Millisecond }.Open().Ask(384).Answer(212);
            _renewal = _life.Now + (long)_dice.Exponential(_profile.ConnectionLife);
        }

        _ownTalk.Ask(_profile.Bytes + _dice.Whole(-40, 40)).Answer(48);
    }

    private void Change(Action act)
    {
        (_infused, _changed) = (Infused, _life.Now);
        act();
    }
}
