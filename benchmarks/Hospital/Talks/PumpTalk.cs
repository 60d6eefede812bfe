using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Wire.Languages;

namespace Hospital.Talks;

/// <summary>
/// A connection to a pump over its own protocol, said step by step. Alaris (a terminal server's port; published drivers infupy and MD PnP) can be commanded; BCC (a rack's
/// communication device; the maker's interface specification 3.25) can only be asked.
/// </summary>
public sealed class PumpTalk : ConnectedTalk<PumpTalk>
{
    private PumpLink _link;

    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies: a serial line is slow.</param>
    /// <param name="time">When the connection is opened.</param>
    /// <param name="link">To which pump.</param>
    /// <param name="controller">Who connects; null: the link's server.</param>
    public PumpTalk(Lane lane, Dice dice, long time, PumpLink link, Host? controller = null)
        : base(lane, dice, time, controller ?? link.Server, link.Reached, link.Port, link.Language) => (_link, AnswerTime) = (link, 24 * Nanos.Millisecond);

    /// <summary>From now on it is about another pump of the same rack.</summary>
    public PumpTalk About(PumpLink link)
    {
        _link = link;
        return this;
    }

    /// <summary>Says who it is.</summary>
    public PumpTalk Identify() => _link.Language == Language.Bcc
        ? Ask("ADMIN:ALIVE", "", $"{Seconds},50100,GNACK,0").Ask("ADMIN:VERSION", "", $"{Seconds},50100,V3.30")
        : Ask("COMMS_PROTOCOL", "", "Asena Rev 2.1.5").Ask("INST_SERIALNO", "", _link.Pump.Serial);

    /// <summary>Says what it does.</summary>
    public PumpTalk Read(PumpReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return _link.Language == Language.Bcc
            ? Ask("MEM:GETSLOT", $"#{reading.Slot}", Records(reading))
            : Ask("INF", "", $"{_link.Pump.Serial}^{(reading.Alarm.Length > 0 ? reading.Alarm : "-")}^SET^{(reading.IsRunning ? reading.Rate : 0):0.00}^ml/h^^{reading.Infused:0.000}^ml"
                + $"^{reading.Pressure:0.00}^mmHg^{(reading.SecondsLeft > 86_400 ? "24+" : $"{reading.SecondsLeft / 3600}:{reading.SecondsLeft / 60 % 60:00}")}^EVENT^{Seconds}");
    }

    /// <summary>Which alarm it has (Alaris).</summary>
    public PumpTalk ReadAlarm(string alarm = "") => Ask("ALARM", "", $"{(string.IsNullOrEmpty(alarm) ? "AL_NOALM" : alarm)}^ ^ ");

    /// <summary>Which syringe is in it (Alaris).</summary>
    public PumpTalk ReadSyringe(int size = 50) => Ask("SYRINGE_STATUS", "", $"BD PLASTIPAK^ {size}^CONF");

    /// <summary>Takes control with the code that follows from the serial number (Alaris).</summary>
    /// <param name="code">Another one: it is tried and nothing answers.</param>
    public PumpTalk TakeControl(string code = "") => code.Length > 0
        ? Silent("REMOTE_CTRL", $"ENABLED^{code}")
        : Command("REMOTE_CTRL", $"ENABLED^{AlarisFrames.CodeOf(_link.Pump.Serial)}", "ENABLED^****^PERMIT^0^ms");

    public PumpTalk GiveUpControl() => Command("REMOTE_CTRL", "DISABLED", "DISABLED");

    /// <summary>mL/h.</summary>
    public PumpTalk SetRate(double rate) => Command("INF_RATE", $"{rate:0.00}^ml/h", $"{rate:0.00}^ml/h");

    /// <summary>mL, after which it stops.</summary>
    public PumpTalk SetVolume(double volume) => Command("INF_VTBI", $"ACTIV^{volume:0.000}^ml^STOP", $"ACTIV^{volume:0.000}^ml^STOP");

    public PumpTalk ClearVolume() => Command("INF_VI_CLEAR", "", "");

    public PumpTalk Start() => Command("INF_START", "", "");

    public PumpTalk Stop() => Command("INF_STOP", "", "");

    public PumpTalk Bolus() => Command("INF_BOLUS", "ENABLED", "ENABLED");

    /// <summary>Changes something, and it is done, or not.</summary>
    public PumpTalk Command(string command, string argument, string answer, bool isDone = true) => Ask(command, argument, answer, true, isDone);

    /// <summary>Asks, or commands, anything.</summary>
    /// <param name="command">The protocol's word.</param>
    /// <param name="argument">What follows it.</param>
    /// <param name="answer">What follows the word in the answer.</param>
    /// <param name="isSet">It changes something.</param>
    /// <param name="isDone">It did what it was asked to.</param>
    public PumpTalk Ask(string command, string argument, string answer, bool isSet = false, bool isDone = true)
    {
        Silent(command, argument, isSet);
        Say(Side.Server, new PumpReply { Serial = _link.Pump.Serial, Command = command, Text = answer, IsDone = isDone, Bed = Bed(command) }, Answering(0.3));
        return _link.Language == Language.Bcc ? Silent(PumpRequest.Acknowledge, "", false) : this;
    }

    /// <summary>Asks, and nothing answers.</summary>
    public PumpTalk Silent(string command, string argument, bool isSet = true)
    {
        Say(Side.Client, new PumpRequest { Serial = _link.Pump.Serial, Command = command, Argument = argument, IsSet = isSet, Bed = Bed(command) }, (long)Dice.LogNormal(9 * Nanos.Millisecond, 0.5));
        return this;
    }

    /// <summary>A rack goes by its ward and number, a pump with an address of its own by its serial number; nobody does when a sign of life is asked for.</summary>
    private string Bed(string command) => _link.Language != Language.Bcc || command == "ADMIN:ALIVE" ? "1"
        : _link.Reached == _link.Pump ? $"BED{_link.Pump.Serial}" : $"{_link.Reached.Place.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()}R{_link.Reached.Name.Split(' ')[^1]}";

    /// <summary>Seconds since the device was switched on, as a counter of its own.</summary>
    private long Seconds => (Time / Nanos.Second) % 10_000_000;

    private string Records(PumpReading reading)
    {
        (string Key, string Value)[] values =
        [
            ("GNMODEL", "688N030003"), ("INSERNUM", _link.Pump.Serial), ("INSOL", reading.Drug.Length > 0 ? reading.Drug : "_NV"), ("INRT", $"{reading.Rate:0.00}"),
            ("INVTB", $"{reading.ToInfuse:0.0}"), ("INVI", $"{reading.Infused:0.00}"), ("INRMT", $"{reading.SecondsLeft}"), ("INBOCNT", $"{reading.Boluses}"),
            ("INM3", reading.IsRunning ? "1" : "0"), ("INM4", "0"), ("RUNSTATE", reading.Alarm.Length > 0 ? "4" : reading.IsRunning ? "2" : "1"),
            ("ALARM1", reading.Alarm.Length > 0 ? reading.Alarm : "0"), ("DLNAME", "ICU 2025-11"), ("DLCRETIME", "1762000000"),
        ];
        var seconds = Seconds;
        return string.Join(PumpReply.RecordSeparator, values.Select(v => $"{seconds},501{reading.Slot},{v.Key},{v.Value}"));
    }
}
