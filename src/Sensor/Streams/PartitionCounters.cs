namespace Sensor.Streams;

/// <summary>What a partition has counted; partitions add up.</summary>
internal sealed class PartitionCounters
{
    public long Packets;
    public long Bytes;
    public long CapturedBytes;
    public long Truncated;
    public long Undecodable;
    public long Duplicates;
    public long Filtered;
    public long FlowsTcp;
    public long FlowsUdp;
    public long FlowsOther;
    public long Gaps;
    public long GapBytes;
    public long CutBytes;
    public long Conflicts;
    public long Evicted;
    public long FragmentsAbandoned;
    public long NamesRefused;

    public void Add(PartitionCounters other)
    {
        Packets += other.Packets;
        Bytes += other.Bytes;
        CapturedBytes += other.CapturedBytes;
        Truncated += other.Truncated;
        Undecodable += other.Undecodable;
        Duplicates += other.Duplicates;
        Filtered += other.Filtered;
        FlowsTcp += other.FlowsTcp;
        FlowsUdp += other.FlowsUdp;
        FlowsOther += other.FlowsOther;
        Gaps += other.Gaps;
        GapBytes += other.GapBytes;
        CutBytes += other.CutBytes;
        Conflicts += other.Conflicts;
        Evicted += other.Evicted;
        FragmentsAbandoned += other.FragmentsAbandoned;
        NamesRefused += other.NamesRefused;
    }
}
