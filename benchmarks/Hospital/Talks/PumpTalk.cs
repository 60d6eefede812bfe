using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;
using Hospital.Wire.Languages;

namespace Hospital.Talks;

/// <summary>
/// A connection to a pump over its own protocol, said step by step. Alaris (a terminal server's port; published drivers infupy and MD PnP) can be commanded; BCC (a rack's
/// communication device; the maker's interface specification 3.25) can only be asked. Ordinary life and attackers talk by it.
/// </summary>
public sealed class PumpTalk
{
    private readonly Lane _lane;
    private readonly Dice _dice;
    private readonly Conversation _conversation;
    private PumpLink _link;

    /// <param name="lane">Who does it.</param>
    /// <param name="dice">For latencies.</param>
    /// <param name="time">When the connection is opened.</param>
    /// <param name="link">To which pump.</param>
    /// <param name="controller">Who connects; null: the link's server.</param>
    public PumpTalk(Lane lane, Dice dice, long time, PumpLink link, Host? controller = null)
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(link);
        (_lane, _dice, _link, Time) = (lane, dice, link, Math.Max(time, lane.Now));
        _conversation = lane.Converse(controller ?? link.Server, link.Reached, link.Port, link.Language);
    }

    /// <summary>Instant until which all that was said so far has been said.</summary>
    public long Time { get; private set; }

    /// <summary>Median time until a pump answers, nanoseconds: a serial line is slow.</summary>
    public long AnswerTime { get; init; } = 24 * Nanos.Millisecond;

    public PumpTalk Open()
    {
        Say(Side.Client, Opened.It, 0);
        return this;
    }

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
        Say(Side.Server, new PumpReply { Serial = _link.Pump.Serial, Command = command, Text = answer, IsDone = isDone, Bed = Bed(command) }, (long)_dice.LogNormal(AnswerTime, 0.3));
        return _link.Language == Language.Bcc ? Silent(PumpRequest.Acknowledge, "", false) : this;
    }

    /// <summary>Asks, and nothing answers.</summary>
    public PumpTalk Silent(string command, string argument, bool isSet = true)
    {
        Say(Side.Client, new PumpRequest { Serial = _link.Pump.Serial, Command = command, Argument = argument, IsSet = isSet, Bed = Bed(command) }, (long)_dice.LogNormal(9 * Nanos.Millisecond, 0.5));
        return this;
    }

    /// <summary>Nothing is said for a while.</summary>
    public PumpTalk Wait(long nanoseconds)
    {
        Time = Math.Max(Time, _lane.Now) + nanoseconds;
        return this;
    }

    public void Close(Side by = Side.Client) => Say(by, Closed.It, Nanos.Millisecond);

    public void Reset(Side by = Side.Client) => Say(by, WasReset.It, Nanos.Millisecond);

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

    private void Say(Side from, Saying saying, long after) =>
        Time = _lane.Say(Math.Max(Time, _lane.Now) + after + (_conversation.Client.RoundTrip / 2), _conversation, from, saying);
}
