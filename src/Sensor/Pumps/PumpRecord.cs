using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Dissectors.Pumps;
using Sensor.Facts;
using Sensor.State;

namespace Sensor.Pumps;

/// <summary>Who tells a pump what to do, or asks it how it is.</summary>
/// <param name="Device">Its number.</param>
/// <param name="First">Packet time of its first request that was taken.</param>
/// <param name="Last">Packet time of its latest request.</param>
/// <param name="Since">Packet time of its first command that was taken; 0 while it only asks.</param>
/// <param name="IsSecond">Others commanded or watched the pump when it began to command.</param>
internal readonly record struct Controller(int Device, long First, long Last, long Since, bool IsSecond)
{
    public bool Commands => Since != 0;
}

/// <summary>What a pump was told, and what it said last. Times are packet times in nanoseconds since the Unix epoch; values that aren't known are not a number.</summary>
internal sealed class PumpRecord
{
    public const int MaxOrders = 16, MaxControllers = 4, MaxMessages = 8;

    /// <summary>Bytes of a name that is remembered: more than any that is interned.</summary>
    private const int MaxName = 4096;

    /// <summary>Nanoseconds within which an order is passed on or repeated.</summary>
    private const long Moment = 60L * 1_000_000_000;

    /// <summary>Orders that weren't refused at once, the latest last.</summary>
    public List<PumpOrder> Orders { get; } = new(0);

    /// <summary>In order of first sight.</summary>
    public List<Controller> Controllers { get; } = new(1);

    /// <summary>Ids of the latest messages in which it said something, and when each was first heard.</summary>
    public List<(Pseudonym Id, long Time)> Messages { get; } = new(0);

    /// <summary>Something about it may have gone by unseen since the latest order.</summary>
    public bool MissedSome { get; set; }

    public PumpState State { get; set; }

    public double Rate { get; set; } = double.NaN;

    /// <summary>Rate that no order covers, since when the pump says it, and whether that was told.</summary>
    public (double Rate, long Since, bool Told) Stray { get; set; } = (double.NaN, 0, false);

    /// <summary>Volume infused at the beginning of a stretch with one rate.</summary>
    public (double Volume, double Rate, long Time) Anchor { get; set; } = (double.NaN, double.NaN, 0);

    /// <summary>Several pumps say this without saying which of them: their values aren't compared.</summary>
    public bool IsShared { get; set; }

    /// <summary>Volume infused as it was said last, and when.</summary>
    public (double Volume, long Time) Counted { get; set; } = (double.NaN, 0);

    /// <summary>By what part the latest stretch's volume was off, and how many in a row were so.</summary>
    public (double Part, int Times) Drift { get; set; }

    /// <summary>Smallest step in which it was seen to count volumes, in mL.</summary>
    public double VolumeStep { get; set; } = 1;

    /// <summary>Volumes that last added up, in mL; not numbers where those that were said last don't.</summary>
    public (double Infused, double Remaining, double Vtbi) Books { get; set; } = (double.NaN, double.NaN, double.NaN);

    public Name Library { get; set; } = Name.None;

    public Name Firmware { get; set; } = Name.None;

    /// <summary>That was ordered or said last.</summary>
    public Name Drug { get; set; } = Name.None;

    /// <summary>Patient that it said while it gave, and when it last did.</summary>
    public Pseudonym Patient { get; set; }

    public long PatientSaid { get; set; }

    /// <summary>Orders and pump name patients alike: they once agreed.</summary>
    public bool ArePatientsAlike { get; set; }

    /// <summary>Drug and unit of the dose that was set or said last.</summary>
    public (ulong Drug, PumpUnit Unit) Dose { get; set; }

    /// <summary>What it said of its delivery by events: begun, over, or nothing.</summary>
    public DeliveryPhase Delivery { get; set; }

    public long DeliverySaid { get; set; }

    public Tristate Remote { get; set; }

    /// <summary>When somebody last told or asked it something, between which addresses, and whether it was told that nobody does any more.</summary>
    public (long Time, IpAddress From, IpAddress To, ushort Port, byte Protocol, byte App, bool IsLost) Asked { get; set; }

    /// <summary>Connection on which it is told or asked, and since when that has gone on without a longer pause; nothing after an orderly end.</summary>
    public (long Flow, long Since) Watch { get; set; }

    /// <summary>When a host that neither told nor asked it, or another pump, anything before did so.</summary>
    public long StrangerSeen { get; set; }

    /// <summary>Rate before the one that no order covers.</summary>
    public double StrayFrom { get; set; } = double.NaN;

    /// <summary>The latest order of a rate that may hold; null without.</summary>
    public PumpOrder? Latest
    {
        get
        {
            for (var i = Orders.Count - 1; i >= 0; i--)
            {
                if (Orders[i].State != OrderState.Refused && double.IsFinite(Orders[i].Rate))
                {
                    return Orders[i];
                }
            }

            return null;
        }
    }

    /// <summary>The like was ordered a moment ago, and is sent again or passed on. Steps of one order come at once.</summary>
    public bool IsKnown(Pseudonym controlId, Pseudonym number, double rate, long time)
    {
        foreach (var order in Orders)
        {
            if (time - order.Time <= Moment && order.Time != time && order.Rate.Equals(rate)
                && ((!controlId.IsNone && order.ControlId == controlId) || (!number.IsNone && order.Number == number)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What it says was heard a moment ago: sent again, or passed on by an engine. One message may say several things at once.</summary>
    public bool IsHeard(Pseudonym controlId, long time)
    {
        if (controlId.IsNone)
        {
            return false;
        }

        for (var i = 0; i < Messages.Count; i++)
        {
            if (Messages[i].Id == controlId && Math.Abs(time - Messages[i].Time) <= Moment)
            {
                return Messages[i].Time != time;
            }
        }

        if (Messages.Count == MaxMessages)
        {
            Messages.RemoveAt(0);
        }

        Messages.Add((controlId, time));
        return false;
    }

    /// <summary>Takes an order; the oldest gives way.</summary>
    public void Add(PumpOrder order)
    {
        if (Orders.Count == MaxOrders)
        {
            Orders.RemoveAt(0);
        }

        Orders.Add(order);
    }

    /// <summary>What was going on is over: the clock was put back, or another input begins. What it is and who commands it stays.</summary>
    public void Interrupt(long now)
    {
        Orders.Clear();
        Messages.Clear();
        (MissedSome, Delivery, State, Rate) = (true, DeliveryPhase.Unknown, PumpState.Unknown, double.NaN);
        (Patient, PatientSaid, DeliverySaid) = (default, 0, 0);
        (Watch, StrangerSeen, StrayFrom) = (default, 0, double.NaN);
        (Drift, Books) = ((0, 0), (double.NaN, double.NaN, double.NaN));
        (Stray, Anchor, Counted, Remote) = ((double.NaN, 0, false), (double.NaN, double.NaN, 0), (double.NaN, 0), Tristate.Unknown);
        for (var i = 0; i < Controllers.Count; i++)
        {
            Controllers[i] = Controllers[i] with { First = Math.Min(Controllers[i].First, now), Last = Math.Min(Controllers[i].Last, now), Since = Math.Min(Controllers[i].Since, now) };
        }
    }

    public void Save(PartWriter writer)
    {
        writer.Int32(Orders.Count);
        foreach (var order in Orders)
        {
            order.Save(writer);
        }

        writer.Int32(Controllers.Count);
        foreach (var controller in Controllers)
        {
            writer.Int32(controller.Device);
            writer.Int64(controller.First);
            writer.Int64(controller.Last);
            writer.Int64(controller.Since);
            writer.Boolean(controller.IsSecond);
        }

        writer.Int32(Messages.Count);
        foreach (var (id, time) in Messages)
        {
            writer.Id(id);
            writer.Int64(time);
        }

        writer.Boolean(MissedSome);
        writer.Byte((byte)State);
        writer.Double(Rate);
        writer.Double(Stray.Rate);
        writer.Int64(Stray.Since);
        writer.Boolean(Stray.Told);
        writer.Double(Anchor.Volume);
        writer.Double(Anchor.Rate);
        writer.Int64(Anchor.Time);
        writer.Boolean(IsShared);
        writer.Double(Counted.Volume);
        writer.Int64(Counted.Time);
        writer.Double(Drift.Part);
        writer.Int32(Drift.Times);
        writer.Double(VolumeStep);
        writer.Double(Books.Infused);
        writer.Double(Books.Remaining);
        writer.Double(Books.Vtbi);
        writer.Text(Library.Text);
        writer.Text(Firmware.Text);
        writer.Text(Drug.Text);
        writer.Id(Patient);
        writer.Int64(PatientSaid);
        writer.Boolean(ArePatientsAlike);
        writer.UInt64(Dose.Drug);
        writer.Byte((byte)Dose.Unit);
        writer.Byte((byte)Delivery);
        writer.Int64(DeliverySaid);
        writer.Byte((byte)Remote);
        writer.Int64(Asked.Time);
        writer.Address(Asked.From);
        writer.Address(Asked.To);
        writer.Int32(Asked.Port);
        writer.Byte(Asked.Protocol);
        writer.Byte(Asked.App);
        writer.Boolean(Asked.IsLost);
        writer.Int64(Watch.Flow);
        writer.Int64(Watch.Since);
        writer.Int64(StrangerSeen);
        writer.Double(StrayFrom);
    }

    public static PumpRecord Load(ref PartReader reader, NameDirectory names)
    {
        var record = new PumpRecord();
        for (var rest = reader.Count(MaxOrders, least: 86); rest > 0 && !reader.Failed; rest--)
        {
            record.Orders.Add(PumpOrder.Load(ref reader));
        }

        for (var rest = reader.Count(MaxControllers, least: 29); rest > 0 && !reader.Failed; rest--)
        {
            record.Controllers.Add(new Controller(reader.Int32(int.MaxValue), reader.Int64(), reader.Int64(), reader.Int64(), reader.Boolean()));
        }

        for (var rest = reader.Count(MaxMessages, least: 24); rest > 0 && !reader.Failed; rest--)
        {
            record.Messages.Add((reader.Id(), reader.Int64()));
        }

        record.MissedSome = reader.Boolean();
        record.State = (PumpState)reader.Byte();
        record.Rate = reader.Double();
        record.Stray = (reader.Double(), reader.Int64(), reader.Boolean());
        record.Anchor = (reader.Double(), reader.Double(), reader.Int64());
        record.IsShared = reader.Boolean();
        record.Counted = (reader.Double(), reader.Int64());
        record.Drift = (reader.Double(), reader.Int32(int.MaxValue));
        record.VolumeStep = reader.Double();
        record.Books = (reader.Double(), reader.Double(), reader.Double());
        (record.Library, record.Firmware, record.Drug) = (NameOf(ref reader, names), NameOf(ref reader, names), NameOf(ref reader, names));
        record.Patient = reader.Id();
        (record.PatientSaid, record.ArePatientsAlike) = (reader.Int64(), reader.Boolean());
        record.Dose = (reader.UInt64(), (PumpUnit)reader.Byte());
        record.Delivery = (DeliveryPhase)reader.Byte();
        record.DeliverySaid = reader.Int64();
        record.Remote = (Tristate)reader.Byte();
        record.Asked = (reader.Int64(), reader.Address(), reader.Address(), (ushort)reader.Int32(ushort.MaxValue), reader.Byte(), reader.Byte(), reader.Boolean());
        record.Watch = (reader.Int64(), reader.Int64());
        (record.StrangerSeen, record.StrayFrom) = (reader.Int64(), reader.Double());
        reader.Require(Enum.IsDefined(record.State) && Enum.IsDefined(record.Dose.Unit) && Enum.IsDefined(record.Delivery) && Enum.IsDefined(record.Remote));
        return record;
    }

    private static Name NameOf(ref PartReader reader, NameDirectory names) => reader.Text(MaxName) is { Length: > 0 } text ? names.Restore(text) : Name.None;
}

/// <summary>How far a delivery has come by what its events say (IHE PCD-10).</summary>
internal enum DeliveryPhase : byte
{
    Unknown,
    Begun,
    Over,
}
