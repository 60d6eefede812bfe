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
    /// <param name="code">MSH-9.1.</param>
    /// <param name="trigger">MSH-9.2.</param>
    public static PcdTrigger Of(ReadOnlySpan<byte> code, ReadOnlySpan<byte> trigger) => code.Length != 3 || trigger.Length != 3
        ? PcdTrigger.None
        : (Three(code), Three(trigger)) switch
        {
            (0x4F5255, 0x523031) => PcdTrigger.Observation,
            (0x4F5255, 0x523430) => PcdTrigger.Alert,
            (0x4F5255, 0x523432) => PcdTrigger.Event,
            (0x524756, 0x4F3135) => PcdTrigger.Order,
            (0x525247, 0x4F3136) => PcdTrigger.Response,
            (0x41434B, 0x4F3135) => PcdTrigger.OrderAck,
            _ => PcdTrigger.None,
        };

    /// <summary>Segments that are wanted, of an acknowledgement while orders wait for one too; of an ORU^R01 at first only an OBX, to see what it is.</summary>
    public static SegmentSet Reads(this PcdTrigger trigger) => trigger switch
    {
        PcdTrigger.Observation => SegmentSet.Obx,
        PcdTrigger.Alert or PcdTrigger.Event => SegmentSet.Pid | SegmentSet.Orc | SegmentSet.Obr | SegmentSet.Obx | SegmentSet.Prt,
        PcdTrigger.Order => SegmentSet.Pid | SegmentSet.Orc | SegmentSet.Obr | SegmentSet.Obx | SegmentSet.Prt | SegmentSet.Rxg,
        PcdTrigger.Response => SegmentSet.Pid | SegmentSet.Orc | SegmentSet.Obr | SegmentSet.Err,
        _ => SegmentSet.Err,
    };

    private static int Three(ReadOnlySpan<byte> text) => (text[0] << 16) | (text[1] << 8) | text[2];
}
