using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>Where what is given comes from: a pump has a channel for each.</summary>
internal enum PumpSource : byte
{
    Unknown,
    Primary,
    Secondary,
    Intermittent,
    Pca,
    Loading,
    Clinician,
}

internal enum Delivery : byte
{
    Unknown,
    Delivering,
    NotDelivering,

    /// <summary>Between two programs.</summary>
    Transitioning,
    Kvo,
}

/// <summary>Why nothing is given.</summary>
internal enum StopReason : byte
{
    Unknown,
    Stopped,

    /// <summary>For a moment, by the program.</summary>
    Waiting,
    Alarming,
    Off,
}

/// <summary>What one message says of one pump, or of the system it is plugged into; in an order, of one step of it.</summary>
internal struct PumpPart
{
    public DevicePath Path;

    /// <summary>Of a pump: its system's place among the parts; -1 for none.</summary>
    public int Parent;

    /// <summary>A pump's device or a pump's values were seen.</summary>
    public bool IsPump;

    /// <summary>Its name was said where the device itself is described, not beside an observation.</summary>
    public bool IsNamedAtDevice;
    public NameId Id;
    public NameId Model;
    public NameId Firmware;
    public NameId LibraryName;
    public NameId LibraryVersion;
    public NameId Drug;
    public Pseudonym Patient;
    public Pseudonym Order;
    public Tristate Infusing;
    public Delivery Delivery;
    public StopReason Reason;
    public PumpSource Source;
    public PumpQuantities Values;

    /// <summary>Delivered at this moment, in mL/h, where <see cref="HasFlow"/>.</summary>
    public double Flow;

    /// <summary>Delivered since the pump last started, in mL, where <see cref="HasSegment"/>.</summary>
    public double Segment;
    public bool HasFlow;
    public bool HasSegment;

    // Of orders.
    public OrderControl Control;
    public NameId Command;
    public bool IsBolus;
    private ulong _sources;

    /// <summary>A channel's source, four bits for each of the first sixteen channels.</summary>
    public void Is(int channel, PumpSource source)
    {
        if (channel is > 0 and < 16)
        {
            _sources = (_sources & ~(15UL << (4 * channel))) | ((ulong)source << (4 * channel));
        }
    }

    /// <summary>The channel is known to be another than the one that gives.</summary>
    public readonly bool IsIdle(int channel)
    {
        var source = channel is > 0 and < 16 ? (PumpSource)((_sources >> (4 * channel)) & 15) : PumpSource.Unknown;
        return source != PumpSource.Unknown && Source != PumpSource.Unknown && source != Source;
    }

    public readonly PumpState State()
    {
        if (Delivery == Delivery.Kvo)
        {
            return PumpState.Kvo;
        }

        var gives = Infusing == Tristate.Yes || (Infusing == Tristate.Unknown && Delivery == Delivery.Delivering);
        if (gives)
        {
            return Source >= PumpSource.Pca ? PumpState.Bolus : PumpState.Running;
        }

        return Reason switch
        {
            StopReason.Alarming => PumpState.Alarm,
            StopReason.Off => PumpState.Off,
            StopReason.Waiting => PumpState.Paused,
            StopReason.Stopped => PumpState.Stopped,
            _ when Delivery == Delivery.Transitioning => PumpState.Paused,
            _ when Infusing == Tristate.No || Delivery == Delivery.NotDelivering => PumpState.Stopped,
            _ => PumpState.Unknown,
        };
    }

    /// <summary>What isn't known of the pump itself is its system's: names always, values where the system has no other pump.</summary>
    public void Inherit(in PumpPart system, bool isOnly)
    {
        Model = Model.IsNone ? system.Model : Model;
        Firmware = Firmware.IsNone ? system.Firmware : Firmware;
        LibraryName = LibraryName.IsNone ? system.LibraryName : LibraryName;
        LibraryVersion = LibraryVersion.IsNone ? system.LibraryVersion : LibraryVersion;
        Patient = Patient.IsNone ? system.Patient : Patient;
        Order = Order.IsNone ? system.Order : Order;
        Values.Take(PumpQuantity.Weight, system.Values);
        if (!isOnly)
        {
            return;
        }

        Drug = Drug.IsNone ? system.Drug : Drug;
        Infusing = Infusing == Tristate.Unknown ? system.Infusing : Infusing;
        Delivery = Delivery == Delivery.Unknown ? system.Delivery : Delivery;
        Reason = Reason == StopReason.Unknown ? system.Reason : Reason;
        Source = Source == PumpSource.Unknown ? system.Source : Source;
        (Flow, HasFlow) = HasFlow ? (Flow, true) : (system.Flow, system.HasFlow);
        (Segment, HasSegment) = HasSegment ? (Segment, true) : (system.Segment, system.HasSegment);
        Values.TakeAll(system.Values);
    }

    /// <summary>What was read as a program is a bolus', where that is what is ordered.</summary>
    public void AsBolus()
    {
        if (IsBolus)
        {
            Values.Move(PumpQuantity.Rate, PumpQuantity.BolusRate);
            Values.Move(PumpQuantity.Vtbi, PumpQuantity.BolusVolume);
        }
    }

    /// <summary>The most useful readings there is room for.</summary>
    public void Read(ref PumpEvent into)
    {
        // What it delivers at; and while it delivers nothing, what it is set to.
        if (HasFlow && (Flow > 0 || !Values.Has(PumpQuantity.Rate)))
        {
            Values.Set(PumpQuantity.Rate, Flow, PumpUnit.MlPerHour);
        }

        if (HasSegment && !Values.Has(PumpQuantity.VolumeInfused))
        {
            Values.Set(PumpQuantity.VolumeInfused, Segment, PumpUnit.Ml);
        }

        Values.Read(ref into);
    }
}

/// <summary>Values by quantity, each with its unit.</summary>
internal struct PumpQuantities
{
    private const int Room = (int)PumpQuantity.RateLimit + 1;
    private uint _present;
    private Numbers _values;
    private Units _units;

    /// <summary>Which readings an event has where there are more than it has room for.</summary>
    private static ReadOnlySpan<PumpQuantity> ByUse =>
    [
        PumpQuantity.Rate, PumpQuantity.BolusRate, PumpQuantity.BolusVolume, PumpQuantity.Dose, PumpQuantity.DoseRate, PumpQuantity.Vtbi, PumpQuantity.VolumeInfused,
        PumpQuantity.VolumeRemaining, PumpQuantity.Concentration, PumpQuantity.Weight, PumpQuantity.TimeRemaining, PumpQuantity.ContainerVolume,
    ];

    public readonly bool Has(PumpQuantity quantity) => ((_present >> (int)quantity) & 1) != 0;

    public void Set(PumpQuantity quantity, double value, PumpUnit unit)
    {
        _present |= 1u << (int)quantity;
        _values[(int)quantity] = value;
        _units[(int)quantity] = unit;
    }

    /// <summary>The first that is said counts.</summary>
    public void SetFirst(PumpQuantity quantity, double value, PumpUnit unit)
    {
        if (!Has(quantity))
        {
            Set(quantity, value, unit);
        }
    }

    public void Move(PumpQuantity from, PumpQuantity to)
    {
        if (Has(from))
        {
            SetFirst(to, _values[(int)from], _units[(int)from]);
            _present &= ~(1u << (int)from);
        }
    }

    public void Take(PumpQuantity quantity, in PumpQuantities other)
    {
        if (other.Has(quantity))
        {
            SetFirst(quantity, other._values[(int)quantity], other._units[(int)quantity]);
        }
    }

    public void TakeAll(in PumpQuantities other)
    {
        foreach (var quantity in ByUse)
        {
            Take(quantity, other);
        }
    }

    public readonly void Read(ref PumpEvent into)
    {
        foreach (var quantity in ByUse)
        {
            if (Has(quantity) && !into.Add(new PumpReading { Quantity = quantity, New = _values[(int)quantity], Old = double.NaN, Unit = _units[(int)quantity] }))
            {
                return;
            }
        }
    }

    [InlineArray(Room)]
    private struct Numbers
    {
        private double _first;
    }

    [InlineArray(Room)]
    private struct Units
    {
        private PumpUnit _first;
    }
}
