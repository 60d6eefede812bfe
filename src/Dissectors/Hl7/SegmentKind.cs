namespace Sensor.Dissectors.Hl7;

/// <summary>Segments this dissector tells apart.</summary>
public enum SegmentKind : byte
{
    Other,
    Msh,
    Fhs,
    Bhs,
    Bts,
    Fts,
    Msa,
    Err,
    Pid,
    Pv1,
    Orc,
    Obr,
    Obx,
    Rxg,
    Prt,
}

/// <summary>Segments whose fields are read.</summary>
[Flags]
public enum SegmentSet : uint
{
    None = 0,
    Msh = 1u << SegmentKind.Msh,
    Msa = 1u << SegmentKind.Msa,
    Pid = 1u << SegmentKind.Pid,
    Pv1 = 1u << SegmentKind.Pv1,
    Orc = 1u << SegmentKind.Orc,
    Obr = 1u << SegmentKind.Obr,
    Err = 1u << SegmentKind.Err,
    Obx = 1u << SegmentKind.Obx,
    Rxg = 1u << SegmentKind.Rxg,
    Prt = 1u << SegmentKind.Prt,

    /// <summary>Of every message.</summary>
    Always = Msh | Msa | Pid | Pv1 | Orc | Obr,
}

public static class SegmentKinds
{
    /// <summary>By the three characters a segment begins with (HL7 v2.5.1 2.5.2).</summary>
    public static SegmentKind Of(ReadOnlySpan<byte> segment) => segment.Length < 3
        ? SegmentKind.Other
        : ((segment[0] << 16) | (segment[1] << 8) | segment[2]) switch
        {
            0x4D5348 => SegmentKind.Msh,
            0x464853 => SegmentKind.Fhs,
            0x424853 => SegmentKind.Bhs,
            0x425453 => SegmentKind.Bts,
            0x465453 => SegmentKind.Fts,
            0x4D5341 => SegmentKind.Msa,
            0x455252 => SegmentKind.Err,
            0x504944 => SegmentKind.Pid,
            0x505631 => SegmentKind.Pv1,
            0x4F5243 => SegmentKind.Orc,
            0x4F4252 => SegmentKind.Obr,
            0x4F4258 => SegmentKind.Obx,
            0x525847 => SegmentKind.Rxg,
            0x505254 => SegmentKind.Prt,
            _ => SegmentKind.Other,
        };

    /// <summary>Fields of it are read in every message, so it is made contiguous; of others only the id is seen, unless a message asks for more (<see cref="SegmentSet"/>).</summary>
    public static bool IsRead(this SegmentKind kind) => SegmentSet.Always.Has(kind);

    public static bool Has(this SegmentSet set, SegmentKind kind) => ((uint)set >> (int)kind & 1) != 0;

    /// <summary>Declares delimiters in its first two fields.</summary>
    public static bool IsHeader(this SegmentKind kind) => kind is SegmentKind.Msh or SegmentKind.Fhs or SegmentKind.Bhs;
}
