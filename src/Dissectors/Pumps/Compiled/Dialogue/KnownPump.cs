using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Commands;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>A quantity of a pump: what it is, and what was last told of it.</summary>
internal struct KnownReading
{
    public double Value;
    public double Told;
    public PumpUnit Unit;

    /// <summary>Changes by itself while the pump runs.</summary>
    public bool FlowsOn;

    public readonly bool IsKnown => !double.IsNaN(Value);

    /// <summary>Is not what was told.</summary>
    public readonly bool IsNews => Value != Told && IsKnown;
}

/// <summary>What is known of one pump of a connection. Reused.</summary>
internal sealed class KnownPump(PumpQuantity[] quantities)
{
    /// <summary>Longest field that codes are made of, in bytes.</summary>
    private const int MaxCode = 32;

    private CodeBytes _code;
    private byte _codeLength;
    private long _stateUntil;
    private long _remoteUntil;
    private long _silencedUntil;

    public KnownReading[] Readings { get; } = new KnownReading[quantities.Length];

    /// <summary>The address, packed.</summary>
    public UInt128 Address { get; set; }

    public NameId Serial { get; set; }

    public NameId Model { get; set; }

    public NameId Firmware { get; set; }

    public NameId Library { get; set; }

    public NameId Drug { get; set; }

    /// <summary>The alarm that was told.</summary>
    public NameId Alarm { get; set; }

    /// <summary>The alarm that was said since; none with <see cref="HasSaidAlarm"/>: there is none.</summary>
    public NameId SaidAlarm { get; set; }

    public bool HasSaidAlarm { get; set; }

    public Pseudonym Patient { get; set; }

    public Pseudonym Order { get; set; }

    public PumpState State { get; set; }

    public PumpState ToldState { get; set; }

    public Tristate Remote { get; set; }

    public Tristate Silenced { get; set; }

    /// <summary>Something that isn't a reading, a state or an alarm is new.</summary>
    public bool HasNews { get; set; }

    /// <summary>When its status was last told, in nanoseconds; 0: never.</summary>
    public long LastStatus { get; set; }

    /// <summary>Packet in which something was said that hasn't been told.</summary>
    public long SaidOrdinal { get; set; }

    public ReadOnlySpan<byte> Code => ((ReadOnlySpan<byte>)_code)[.._codeLength];

    public void Reset(UInt128 address)
    {
        for (var i = 0; i < quantities.Length; i++)
        {
            Readings[i] = new KnownReading { Value = double.NaN, Told = double.NaN, FlowsOn = quantities[i].FlowsOn() };
        }

        Address = address;
        Serial = Model = Firmware = Library = Drug = Alarm = SaidAlarm = NameId.None;
        Patient = Order = default;
        State = ToldState = PumpState.Unknown;
        Remote = Silenced = Tristate.Unknown;
        HasSaidAlarm = HasNews = false;
        LastStatus = SaidOrdinal = _stateUntil = _remoteUntil = _silencedUntil = 0;
        _codeLength = 0;
    }

    public void KeepCode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is > 0 and <= MaxCode)
        {
            bytes.CopyTo(_code);
            _codeLength = (byte)bytes.Length;
        }
    }

    /// <summary>A command was done that brings this about.</summary>
    public void Take(in Effect effect, long now)
    {
        var until = effect.Lasts > 0 ? now + effect.Lasts : 0;
        switch (effect.Means)
        {
            case Meaning.State:
                (State, ToldState, _stateUntil) = (effect.Word.State, effect.Word.State, until);
                break;
            case Meaning.Remote:
                (Remote, _remoteUntil) = (effect.Word.Is, until);
                break;
            default:
                (Silenced, _silencedUntil) = (effect.Word.Is, until);
                break;
        }
    }

    /// <summary>The pump says so itself: that doesn't end by itself.</summary>
    public void SayFlag(Meaning means, Tristate value)
    {
        if (value == Tristate.Unknown)
        {
            return;
        }

        if (means == Meaning.Remote)
        {
            HasNews |= Remote != value;
            (Remote, _remoteUntil) = (value, 0);
        }
        else
        {
            HasNews |= Silenced != value;
            (Silenced, _silencedUntil) = (value, 0);
        }
    }

    public void SayState(PumpState value)
    {
        if (value != PumpState.Unknown)
        {
            (State, _stateUntil) = (value, 0);
        }
    }

    /// <summary>What lasts only so long has ended.</summary>
    public void Lapse(long now)
    {
        if ((_remoteUntil | _silencedUntil | _stateUntil) != 0)
        {
            LapseWhatLasts(now);
        }
    }

    private void LapseWhatLasts(long now)
    {
        if (_remoteUntil != 0 && now >= _remoteUntil)
        {
            (Remote, _remoteUntil) = (Tristate.No, 0);
        }

        if (_silencedUntil != 0 && now >= _silencedUntil)
        {
            (Silenced, _silencedUntil) = (Tristate.No, 0);
        }

        if (_stateUntil != 0 && now >= _stateUntil)
        {
            (State, ToldState, _stateUntil) = (PumpState.Unknown, PumpState.Unknown, 0);
        }
    }

    [InlineArray(MaxCode)]
    private struct CodeBytes
    {
        private byte _first;
    }
}
