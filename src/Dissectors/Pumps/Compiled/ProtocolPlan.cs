using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Commands;
using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>A definition, compiled. Immutable, shared by all partitions.</summary>
internal sealed class ProtocolPlan : IContentJudge
{
    /// <summary>Most bytes decoded from one message.</summary>
    public const int MaxDecoded = 16 * 1024;

    public required FrameProgram Frames { get; init; }

    public required MessagePlan[] Messages { get; init; }

    public required CommandPlan[] Commands { get; init; }

    /// <summary>Commands by key.</summary>
    public required ByteKeys CommandKeys { get; init; }

    /// <summary>Texts that may become names, by number.</summary>
    public required byte[][] Texts { get; init; }

    /// <summary>Number of the family's name.</summary>
    public required int Family { get; init; }

    /// <summary>Numbers of the names of tokens, by byte.</summary>
    public required int[] TokenNames { get; init; }

    /// <summary>Number of what a command is called that can't be shown.</summary>
    public required int NamelessCommand { get; init; }

    /// <summary>Quantities of the definition, by index.</summary>
    public required PumpQuantity[] Quantities { get; init; }

    /// <summary>Slots that any message with its command takes at most.</summary>
    public required int Slots { get; init; }

    /// <summary>Slot of the message's field of that name; -1 where there is none.</summary>
    public required int ArgumentsSlot { get; init; }

    public required int AddressSlot { get; init; }

    public required int SequenceSlot { get; init; }

    /// <summary>Field that codes are made of; null for no codes.</summary>
    public required string? CodeField { get; init; }

    /// <summary>Its slot in messages.</summary>
    public required int CodeSlot { get; init; }

    public required PairingKey PairBy { get; init; }

    /// <summary>Nanoseconds after which there is no answer.</summary>
    public required long Timeout { get; init; }

    public required bool DropsRepetitions { get; init; }

    public required PumpSide Side { get; init; }

    public required bool IsComplete { get; init; }

    public required Confidence Confidence { get; init; }

    /// <summary>Messages or their values tell pumps of one connection apart.</summary>
    public required bool HasAddresses { get; init; }

    /// <summary>Content is judged by its shape alone.</summary>
    public IContentJudge Shapes => field ??= new ShapeJudge(this);

    /// <summary>A message fits, and where it names a command that one is known.</summary>
    public bool Knows(ReadOnlySpan<byte> content, Sender from) => Fits(content, from, mustKnow: true);

    private bool Fits(ReadOnlySpan<byte> content, Sender from, bool mustKnow)
    {
        Span<Slot> slots = stackalloc Slot[Excerpt.MaxSlots];
        Span<byte> scratch = stackalloc byte[IProtocol.MaxProbeBytes];
        Span<byte> digits = stackalloc byte[CommandKey.MaxNumber];
        var excerpt = new Excerpt(content, scratch, slots[..Slots]);
        foreach (var message in Messages)
        {
            if (from != Sender.Either && message.From != Sender.Either && message.From != from)
            {
                continue;
            }

            if (message.Fits(ref excerpt))
            {
                var key = message.KeyOf(excerpt, digits);
                return !mustKnow || message.From == Sender.Pump || (key.IsEmpty ? !excerpt.Has(message.CommandSlot) : CommandKeys.Find(key) >= 0);
            }

            excerpt.Clear();
        }

        return false;
    }

    private sealed class ShapeJudge(ProtocolPlan plan) : IContentJudge
    {
        public bool Knows(ReadOnlySpan<byte> content, Sender from) => plan.Fits(content, from, mustKnow: false);
    }
}
