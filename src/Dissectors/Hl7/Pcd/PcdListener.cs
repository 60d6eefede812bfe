using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>
/// Hears what a connection's messages say of pumps. An ORU^R01 is a laboratory's more often than not: its first OBX decides, and where that has no
/// term of ISO/IEEE 11073-10101 the rest isn't looked at.
/// </summary>
internal sealed class PcdListener(PartitionContext context, Hl7Counters counters, PcdShare share, PumpOrders orders)
{
    /// <summary>A message that begins so may say something of pumps: nearly all don't, and cost no more than this question.</summary>
    public bool IsWanted(in MshSegment msh) => msh.Trigger != PcdTrigger.None || (msh.IsAck && orders.Count > 0);

    /// <summary>Such a message begins: says what of it has to be read.</summary>
    public void Open(Talker talker)
    {
        var trigger = talker.Msh.Trigger;
        talker.Mllp.ForPumps = trigger.Reads();
        if (trigger is PcdTrigger.Alert or PcdTrigger.Event or PcdTrigger.Order or PcdTrigger.Response)
        {
            Begin(talker);
        }
    }

    /// <summary>Looks before anything is taken apart: nearly all first observations are a laboratory's.</summary>
    public static bool Wants(Talker talker, ReadOnlySpan<byte> segment)
    {
        if (talker.Pcd is not null || talker.Msh.Trigger != PcdTrigger.Observation || PumpTerms.IsDeviceTalk(segment))
        {
            return true;
        }

        talker.Mllp.ForPumps = SegmentSet.None;
        return false;
    }

    /// <summary>A segment was read, of the message the talker is in.</summary>
    public void Take(Talker talker, SegmentKind kind, SegmentReader segment)
    {
        if (kind == SegmentKind.Err)
        {
            ref var reason = ref talker.Current.Reason;
            reason = reason.IsNone ? OrderReason.Of(ref segment, talker.Msh.Characters, context) : reason;
            return;
        }

        if (talker.Pcd is null)
        {
            if (kind != SegmentKind.Obx || !PumpTerms.IsDeviceTalk(segment.Field(3)))
            {
                talker.Mllp.ForPumps = SegmentSet.None;
                return;
            }

            Begin(talker);
            talker.Mllp.ForPumps = PcdTrigger.Event.Reads();
        }

        talker.Pcd!.Take(kind, segment, talker.Msh.Characters);
    }

    /// <summary>A message that speaks of pumps is over: what a pump said of itself is told, what it was told to do waits for its acknowledgement.</summary>
    public void Close(Talker talker, ref Exchange message, in FlowIdentity flow, in Moment at)
    {
        var pcd = talker.Pcd!;
        talker.Pcd = null;
        var told = share.Told.AsSpan(0, pcd.Tell(message, share.Told));
        counters.GivenUp += pcd.IsShort ? 1 : 0;
        share.Return(pcd);
        if (talker.Msh.Trigger == PcdTrigger.Order)
        {
            counters.Pump.Requests += told.Length;
            foreach (ref var command in told)
            {
                counters.Pump.Commands.Count(command.Command.IsNone ? "?"u8 : context.Names[command.Command]);
            }

            orders.Hold(ref message, told, flow, at);
            return;
        }

        counters.Pump.Responses += told.IsEmpty ? 0 : 1;
        foreach (ref var status in told)
        {
            context.Facts.Write(status, flow, at.Time, message.FirstOrdinal, status.Quality, status.Actor);
        }
    }

    private void Begin(Talker talker)
    {
        talker.Pcd = share.Rent();
        talker.Pcd.Begin(talker.Msh.Trigger, talker.Current.Message.Patient, talker.Current.Message.Order);
    }
}
