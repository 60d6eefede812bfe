using System.Buffers.Binary;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>What a message may say of pumps, by its type (IHE PCD Technical Framework volume 2, 3.1 to 3.10).</summary>
internal enum PcdTrigger : byte
{
    None,

    /// <summary>ORU^R01: observations of devices (PCD-01, PCD-15), and every laboratory's.</summary>
    Observation,

    /// <summary>ORU^R40: an alert (PCD-04).</summary>
    Alert,

    /// <summary>ORU^R42: what happened at a pump (PCD-10).</summary>
    Event,

    /// <summary>RGV^O15: a pump is programmed (PCD-03).</summary>
    Order,

    /// <summary>RRG^O16: what became of that, on a connection of its own.</summary>
    Response,

    /// <summary>ACK^O15: the same on the order's connection.</summary>
    OrderAck,
}

internal static class PcdTriggers
{
    /// <param name="type">MSH-9.1^MSH-9.2.</param>
    public static PcdTrigger Of(ReadOnlySpan<byte> type)
    {
        if (type.Length != 7)
        {
            return PcdTrigger.None;
        }

        // All messages are asked: numbers are told apart faster than texts.
        var trigger = BinaryPrimitives.ReadUInt32BigEndian(type[3..]);
        return ((type[0] << 16) | (type[1] << 8) | type[2]) switch
        {
            0x4F5255 => trigger switch
            {
                0x5E523031 => PcdTrigger.Observation,
                0x5E523430 => PcdTrigger.Alert,
                0x5E523432 => PcdTrigger.Event,
                _ => PcdTrigger.None,
            },
            0x524756 when trigger == 0x5E4F3135 => PcdTrigger.Order,
            0x525247 when trigger == 0x5E4F3136 => PcdTrigger.Response,
            0x41434B when trigger == 0x5E4F3135 => PcdTrigger.OrderAck,
            _ => PcdTrigger.None,
        };
    }

    /// <summary>Segments that are wanted; of an ORU^R01 at first only an OBX, to see what it is.</summary>
    public static SegmentSet Reads(this PcdTrigger trigger) => trigger switch
    {
        PcdTrigger.Observation => SegmentSet.Obx,
        PcdTrigger.Alert or PcdTrigger.Event => SegmentSet.Pid | SegmentSet.Orc | SegmentSet.Obr | SegmentSet.Obx | SegmentSet.Prt,
        PcdTrigger.Order => SegmentSet.Pid | SegmentSet.Orc | SegmentSet.Obr | SegmentSet.Obx | SegmentSet.Prt | SegmentSet.Rxg,
        PcdTrigger.Response => SegmentSet.Pid | SegmentSet.Orc | SegmentSet.Obr | SegmentSet.Err,
        PcdTrigger.OrderAck => SegmentSet.Err,
        _ => SegmentSet.None,
    };
}
