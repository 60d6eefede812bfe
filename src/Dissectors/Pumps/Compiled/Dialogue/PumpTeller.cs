using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Commands;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>Writes the events of one connection.</summary>
internal sealed class PumpTeller(ProtocolPlan plan, PartitionContext context, ProtocolNames names, KnownPumps pumps)
{
    /// <summary>How often it is told what flows on by itself.</summary>
    private const long StatusInterval = 60_000_000_000;

    private FlowIdentity _flow;

    /// <summary>Which end is the pump.</summary>
    public Endpoint Pump { get; set; }

    public void Reset(in FlowIdentity flow) => _flow = flow;

    /// <summary>An event of this family.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(ref PumpEvent pumpEvent, PumpEventKind what)
    {
        pumpEvent.Family = names.Preset(plan.Family);
        pumpEvent.What = what;
        pumpEvent.Confidence = plan.Confidence;
        pumpEvent.LatencyNanoseconds = PumpEvent.NoLatency;
    }

    /// <summary>An event of this use of a command.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Name(ref PumpEvent pumpEvent, UsePlan use)
    {
        pumpEvent.Class = use.Class;
        pumpEvent.Confidence = use.Confidence;
        pumpEvent.Command = names.Preset(use.Name);
        pumpEvent.Act = names.Preset(use.Act);
    }

    public void Write(ref PumpEvent pumpEvent, Endpoint actor, long firstOrdinal, in Moment at)
    {
        pumpEvent.Actor = actor;
        pumpEvent.Pump = Pump;
        context.Facts.Write(pumpEvent, _flow, at.Time, firstOrdinal, pumpEvent.Quality, actor);
    }

    /// <summary>Frames of a direction fail their checks.</summary>
    public void TellDamage(Endpoint from, int failures, in Moment at)
    {
        var damage = default(PumpEvent);
        Begin(ref damage, PumpEventKind.Damage);
        damage.Failures = failures;
        damage.Serial = pumps.Find(KnownPumps.KeyOf(default), at.Time)?.Serial ?? NameId.None;
        Write(ref damage, from, at.Ordinal, at);
    }

    /// <summary>Tells what pumps have said that is new.</summary>
    public void TellNews(in Moment at)
    {
        while (pumps.TakeTouched() is { } pump)
        {
            if (HasNews(pump, at.Time))
            {
                TellStatus(pump, at);
            }

            if (pump.HasSaidAlarm && pump.SaidAlarm != pump.Alarm)
            {
                TellAlarm(pump, at);
            }

            (pump.HasSaidAlarm, pump.SaidAlarm) = (false, NameId.None);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasNews(KnownPump pump, long now)
    {
        if (pump.HasNews || pump.State != pump.ToldState)
        {
            return true;
        }

        var flows = false;
        foreach (ref readonly var reading in pump.Readings.AsSpan())
        {
            flows |= reading.IsNews;
        }

        return flows && (now - pump.LastStatus >= StatusInterval || HasChanged(pump));
    }

    private static bool HasChanged(KnownPump pump)
    {
        foreach (ref readonly var reading in pump.Readings.AsSpan())
        {
            if (reading.IsNews && (!reading.FlowsOn || double.IsNaN(reading.Told)))
            {
                return true;
            }
        }

        return false;
    }

    private void TellStatus(KnownPump pump, in Moment at)
    {
        var status = default(PumpEvent);
        Begin(ref status, PumpEventKind.Status);
        (status.Serial, status.Model, status.Firmware, status.Library) = (pump.Serial, pump.Model, pump.Firmware, pump.Library);
        (status.Drug, status.Patient, status.Order) = (pump.Drug, pump.Patient, pump.Order);
        status.Alarm = pump.HasSaidAlarm ? pump.SaidAlarm : pump.Alarm;
        (status.State, status.OldState) = (pump.State, pump.ToldState);
        (status.Remote, status.Silenced) = (pump.Remote, pump.Silenced);

        // What is new first: there may be more than there is room for.
        AddReadings(ref status, pump, news: true);
        AddReadings(ref status, pump, news: false);
        foreach (ref var reading in pump.Readings.AsSpan())
        {
            reading.Told = reading.Value;
        }

        (pump.ToldState, pump.HasNews, pump.LastStatus) = (pump.State, false, at.Time);
        Write(ref status, Pump, pump.SaidOrdinal, at);
    }

    private void AddReadings(ref PumpEvent status, KnownPump pump, bool news)
    {
        for (var i = 0; i < pump.Readings.Length; i++)
        {
            ref readonly var reading = ref pump.Readings[i];
            if (reading.IsKnown && (reading.IsNews && !reading.FlowsOn) == news)
            {
                status.Add(new PumpReading { Quantity = plan.Quantities[i], Unit = reading.Unit, New = reading.Value, Old = reading.Told });
            }
        }
    }

    private void TellAlarm(KnownPump pump, in Moment at)
    {
        var alarm = default(PumpEvent);
        Begin(ref alarm, PumpEventKind.Alarm);
        alarm.Serial = pump.Serial;
        alarm.State = pump.State;
        alarm.HasEnded = pump.SaidAlarm.IsNone;
        alarm.Alarm = alarm.HasEnded ? pump.Alarm : pump.SaidAlarm;
        alarm.Silenced = pump.Silenced;
        pump.Alarm = pump.SaidAlarm;
        Write(ref alarm, Pump, pump.SaidOrdinal, at);
    }
}
