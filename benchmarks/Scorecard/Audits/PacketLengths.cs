using Hospital.Wire;

namespace Scorecard.Audits;

/// <summary>Lengths on the wire of a slice's ordinary packets, the first 200,000 of them.</summary>
internal sealed class PacketLengths : IPacketTaker
{
    private const int Most = 200_000;

    private readonly List<double> _lengths = [];

    public IReadOnlyList<double> Lengths => _lengths;

    public void Take(in Packet packet)
    {
        if (_lengths.Count < Most && packet.Conversation.Attack is null)
        {
            _lengths.Add(packet.OriginalLength);
        }
    }

    public void End(long time)
    {
    }
}
