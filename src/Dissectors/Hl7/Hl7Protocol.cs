using System.Buffers;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Hl7;

/// <summary>HL7 v2 over MLLP, its relatives, or nothing.</summary>
public sealed class Hl7Protocol : IProtocol
{
    /// <summary>IANA's port for HL7; most interfaces have another.</summary>
    private const ushort KnownPort = 2575;

    /// <summary>Control characters that text doesn't have.</summary>
    private static readonly SearchValues<byte> NoText =
        SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1d, 0x1e, 0x1f]);

    public string Name => "hl7";

    /// <summary>Measured: 11 KB for messages and answers that wait, 4 for pump commands that do, 10 for a report on pumps that is open in either direction, the rest for reading.</summary>
    public int ConversationWeight => 38;

    public IReadOnlyList<FactKind> FactKinds { get; } = [Hl7MessageSeen.Kind, Hl7Message.Kind, PumpEvent.Kind];

    public ProtocolShare Open(PartitionContext context) => new Hl7Share(context);

    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        var verdict = AtStart(head, hints);
        return verdict == Verdict.NotMine && hints.MidStream ? Within(head, hints.Final)
            : verdict == Verdict.Unsure && hints.Final ? Decide(head, hints.ServerPort)
            : verdict;
    }

    private static Verdict AtStart(ReadOnlySpan<byte> head, in ProbeHints hints)
    {
        // Keep-alives, commit frames and empty frames come before a message without saying more than that.
        var rest = head;
        while (true)
        {
            rest = rest.TrimStart("\r\n \0"u8);
            var length = ControlFrame(rest);
            if (length == 0)
            {
                break;
            }

            rest = rest[length..];
        }

        if (rest.IsEmpty)
        {
            return Verdict.Unsure;
        }

        var framed = MllpSignature.Frame(rest);
        return framed != Verdict.NotMine ? framed
            : MllpSignature.Vt == rest[0] && rest.Length < 4 && ControlFrameMayFollow(rest) ? Verdict.Unsure
            : MllpSignature.Bare(rest);
    }

    /// <summary>In mid-stream the first bytes are the middle of something: a frame may begin further on, as long as it looks like text.</summary>
    private static Verdict Within(ReadOnlySpan<byte> head, bool final)
    {
        for (var rest = head; ; rest = rest[1..])
        {
            var candidate = rest.IndexOf(MllpSignature.Vt);
            if (candidate < 0)
            {
                break;
            }

            rest = rest[candidate..];
            if (MllpSignature.Frame(rest) == Verdict.Certain)
            {
                return Verdict.Certain;
            }
        }

        return final || head.Length >= IProtocol.MaxProbeBytes || head.ContainsAny(NoText) ? Verdict.NotMine : Verdict.Unsure;
    }

    /// <summary>No more will come: four bytes of signature are enough, on the known port any of them.</summary>
    private static Verdict Decide(ReadOnlySpan<byte> head, ushort serverPort)
    {
        var rest = head.TrimStart("\r\n \0"u8);
        return rest.Length >= 4 || (!rest.IsEmpty && serverPort == KnownPort) ? Verdict.Certain : Verdict.NotMine;
    }

    /// <summary>Length of an empty frame or of a commit frame (MLLP release 2) at the front, 0 where there is none.</summary>
    private static int ControlFrame(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[MllpSignature.Vt, MllpSignature.Fs, MllpSignature.Cr]) ? 3
        : bytes.StartsWith((ReadOnlySpan<byte>)[MllpSignature.Vt, MllpSignature.Ack, MllpSignature.Fs, MllpSignature.Cr])
            || bytes.StartsWith((ReadOnlySpan<byte>)[MllpSignature.Vt, MllpSignature.Nak, MllpSignature.Fs, MllpSignature.Cr]) ? 4
        : 0;

    private static bool ControlFrameMayFollow(ReadOnlySpan<byte> bytes) => bytes.Length < 2 || bytes[1] switch
    {
        MllpSignature.Fs => bytes.Length == 2,
        MllpSignature.Ack or MllpSignature.Nak => bytes.Length == 2 || bytes[2] == MllpSignature.Fs,
        _ => false,
    };
}
