using Hospital.Network;

namespace Hospital.Wire;

/// <summary>An Ethernet frame as a mirror shows it.</summary>
/// <param name="time">Nanoseconds since the Unix epoch.</param>
/// <param name="bytes">What was captured of it.</param>
/// <param name="originalLength">Bytes it had.</param>
/// <param name="conversation">Whose it is.</param>
/// <param name="isBulk">It lies wholly inside bulk data: nobody needs to see what is in it.</param>
public readonly ref struct Packet(long time, ReadOnlySpan<byte> bytes, int originalLength, Conversation conversation, bool isBulk)
{
    public long Time { get; } = time;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public int OriginalLength { get; } = originalLength;

    public Conversation Conversation { get; } = conversation;

    public bool IsBulk { get; } = isBulk;
}

/// <summary>Takes packets in order of time. Their bytes are valid during the call only.</summary>
public interface IPacketTaker
{
    void Take(in Packet packet);

    void End(long time);
}
