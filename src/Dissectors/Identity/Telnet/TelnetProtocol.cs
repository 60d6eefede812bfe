using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Telnet;

/// <summary>Telnet (RFC 854), by the options that its ends negotiate first, or on its own port by a prompt.</summary>
public sealed class TelnetProtocol : IProtocol
{
    private const ushort KnownPort = 23;

    public string Name => "telnet";

    public IReadOnlyList<FactKind> FactKinds { get; } = [TelnetSession.Kind];

    public int ConversationWeight => 1;

    /// <summary>Terminal servers negotiate options, and then hand on what a device says on its serial line.</summary>
    public bool MayCarryOthers => true;

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        var isKnown = hints.ServerPort == KnownPort;
        var verdict = TelnetState.Recognise(head, isKnown ? 1 : 2);
        if (verdict == Verdict.NotMine && isKnown && hints.Direction == Direction.ToClient)
        {
            verdict = LookForPrompt(head);
        }

        return verdict == Verdict.Unsure && hints.Final ? Verdict.NotMine : verdict;
    }

    public ProtocolShare Open(PartitionContext context) => new ReusedShare(() => new TelnetConversation(context), new BareCounters());

    /// <summary>A prompt in what is text so far, escape sequences with it.</summary>
    private static Verdict LookForPrompt(ReadOnlySpan<byte> head)
    {
        for (var rest = head; rest.IndexOf((byte)':') is >= 0 and var colon; rest = rest[(colon + 1)..])
        {
            if (Prompts.Of(rest[..(colon + 1)]) != Prompt.None)
            {
                return Verdict.Certain;
            }
        }

        return head.ContainsAnyExceptInRange((byte)'\t', (byte)'~') ? Verdict.NotMine : Verdict.Unsure;
    }
}
