using Sensor.Dissectors.Contract;

namespace Sensor.Streams;

/// <summary>Begins the conversations of one partition and takes them back, whatever carries them.</summary>
internal sealed class Conversations(IReadOnlyList<IProtocol> protocols, IReadOnlyList<ProtocolShare> shares)
{
    private readonly int[] _overTcp = CarriedBy(protocols, Carriers.Tcp);
    private readonly int[] _overUdp = CarriedBy(protocols, Carriers.Udp);

    /// <summary>What conversations under way count for beyond their flows: what they remember is counted nowhere else.</summary>
    public int Weight { get; private set; }

    public bool AnyOverUdp => _overUdp.Length > 0;

    /// <summary>Asks the probes of those that the flow's transport carries, in the register's order.</summary>
    /// <returns>Who is certain, or -1; <paramref name="unsure"/>: somebody wants more.</returns>
    public int Recognise(Flow flow, ReadOnlySpan<byte> data, in ProbeHints hints, out bool unsure)
    {
        var head = data[..Math.Min(data.Length, IProtocol.MaxProbeBytes)];
        unsure = false;
        var outer = -1;
        var carried = flow.IsTcp ? _overTcp : _overUdp;
        foreach (var protocol in carried)
        {
            var verdict = protocols[protocol].Probe(head, hints);
            if (verdict == Verdict.Certain)
            {
                if (!protocols[protocol].MayCarryOthers)
                {
                    return Preferred(protocol, carried, head, hints);
                }

                outer = protocol;
            }

            unsure |= verdict == Verdict.Unsure;
        }

        return unsure && !hints.Final && head.Length < IProtocol.MaxProbeBytes ? -1 : outer;
    }

    /// <summary>Who of all takes it over from who is certain of it.</summary>
    private int Preferred(int certain, int[] carried, ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        foreach (var protocol in carried)
        {
            if (protocols[protocol].TakesOver(protocols[certain], head, hints))
            {
                return protocol;
            }
        }

        return certain;
    }

    public Conversation Begin(Flow flow, int protocol, bool midStream)
    {
        flow.ProtocolIndex = protocol;
        flow.Identity = flow.Identity with { App = (byte)(protocol + 1) };
        flow.Conversation = shares[protocol].Begin(in flow.Identity, midStream);
        Weight += protocols[protocol].ConversationWeight - 1;
        return flow.Conversation;
    }

    /// <summary>Both directions have been ended.</summary>
    public void Return(Flow flow)
    {
        shares[flow.ProtocolIndex].Return(flow.Conversation!);
        Weight -= protocols[flow.ProtocolIndex].ConversationWeight - 1;
        flow.Conversation = null;
    }

    private static int[] CarriedBy(IReadOnlyList<IProtocol> protocols, Carriers carrier) =>
        [.. Enumerable.Range(0, protocols.Count).Where(i => (protocols[i].Carriers & carrier) != 0)];
}
