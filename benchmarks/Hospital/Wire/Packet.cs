using Hospital.Network;

namespace Hospital.Wire;

/// <summary>An Ethernet frame as a mirror shows it.</summary>
/// <param name="time">Nanoseconds since the Unix epoch.</param>
/// <param name="bytes">What was captured of it.</param>
/// <param name="originalLength">Bytes it had.</param>
/// <param name="conversation">Whose it is.</param>
/// <param name="isBulk">It lies wholly inside bulk data: nobody needs to see what is in it.</param>
/// <param name="from">Who sends it.</param>
/// <param name="number">Of it among those that this side sends in this conversation, as far as known; over UDP and of ARP its time.</param>
public readonly ref struct Packet(
    long time, ReadOnlySpan<byte> bytes, int originalLength, Conversation conversation, bool isBulk, Side from = Side.Client, long number = 0)
{
    public long Time { get; } = time;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public int OriginalLength { get; } = originalLength;

    public Conversation Conversation { get; } = conversation;

    public bool IsBulk { get; } = isBulk;

    public Side From { get; } = from;

    public long Number { get; } = number;
}

/// <summary>Takes packets in order of time. Their bytes are valid during the call only.</summary>
public interface IPacketTaker
{
    void Take(in Packet packet);

    void End(long time);
}
