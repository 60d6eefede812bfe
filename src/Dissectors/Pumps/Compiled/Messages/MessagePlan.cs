using System.Runtime.CompilerServices;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Messages;

/// <summary>One of the shapes that content has. Immutable.</summary>
internal sealed class MessagePlan
{
    public required Sender From { get; init; }

    public required ConditionPlan[] When { get; init; }

    public required PartsPlan Parts { get; init; }

    /// <summary>Slot of the command; -1 where <see cref="Command"/> says it or there is none.</summary>
    public required int CommandSlot { get; init; }

    public required FieldType CommandType { get; init; }

    /// <summary>The command's key where no field says it; empty for none.</summary>
    public required byte[] Command { get; init; }

    public required bool IsSpontaneous { get; init; }

    /// <summary>Null: such a message asks when it has no arguments.</summary>
    public required ConditionPlan[]? QueryWhen { get; init; }

    public required OutcomePlan? Outcome { get; init; }

    /// <summary>Fits all of what lies in <paramref name="excerpt"/>, whose slots are empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Fits(ref Excerpt excerpt)
    {
        var rest = excerpt.All;
        return Parts.Take(ref excerpt, ref rest) && rest.Length <= 0 && ConditionPlan.AllHold(When, excerpt);
    }

    /// <summary>What its command is looked up by; empty for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> KeyOf(in Excerpt excerpt, Span<byte> room) =>
        CommandSlot < 0 ? Command : CommandKey.Of(CommandType, excerpt[CommandSlot], room);
}
