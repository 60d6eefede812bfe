using Hospital.Kernel;
using Hospital.Wire.Languages;

namespace Hospital.Wire;

/// <summary>
/// Packets that a mirror loses: single ones, and stretches of time in which all are lost, as when its buffer overflows. Which ones depends on the seed, on the time (stretches),
/// and on the packet's number in its conversation (single ones): never on what else is going on.
/// </summary>
/// <param name="to">Takes what is left.</param>
/// <param name="seed">Of this mirror.</param>
/// <param name="shareAt">Share of packets that is lost at an instant, 0 to 1.</param>
public sealed class MirrorLoss(IPacketTaker to, ulong seed, Func<long, double> shareAt) : IPacketTaker
{
    /// <summary>Of what is lost, the share that is lost in stretches.</summary>
    public double BurstShare { get; init; } = 0.5;

    /// <summary>Length of a stretch in nanoseconds.</summary>
    public long BurstLength { get; init; } = 4 * Nanos.Millisecond;

    public long Passed { get; private set; }

    public long LostAlone { get; private set; }

    public long LostInBursts { get; private set; }

    /// <summary>Bytes that lost packets had.</summary>
    public long LostBytes { get; private set; }

    public void Take(in Packet packet)
    {
        var share = shareAt(packet.Time);
        if (share > 0)
        {
            var conversation = Filler.Mix(seed + ((ulong)packet.Conversation.Number * 2) + (ulong)packet.From);
            var isBurst = IsChosen(seed ^ ((ulong)(packet.Time / BurstLength) * 0x9E3779B97F4A7C15), share * BurstShare);
            if (isBurst || IsChosen(conversation + ((ulong)packet.Number * 0xD1342543DE82EF95), share * (1 - BurstShare)))
            {
                LostAlone += isBurst ? 0 : 1;
                LostInBursts += isBurst ? 1 : 0;
                LostBytes += packet.OriginalLength;
                return;
            }
        }

        Passed++;
        to.Take(in packet);
    }

    public void End(long time) => to.End(time);

    private static bool IsChosen(ulong of, double share) => (Filler.Mix(of) >> 11) * (1.0 / (1UL << 53)) < share;
}
