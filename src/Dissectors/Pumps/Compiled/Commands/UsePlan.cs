using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Commands;

/// <summary>What a command brings about.</summary>
internal readonly record struct Effect(Meaning Means, Word Word, long Lasts);

/// <summary>A use of a command by its arguments.</summary>
internal sealed record VariantPlan(ConditionPlan[] When, int Name, int Act, SafetyClass Class, Effect[] Effects, PartsPlan Arguments);

/// <summary>Asking for something or telling it. Immutable.</summary>
internal sealed class UsePlan
{
    public required bool IsQuery { get; init; }

    public required SafetyClass Class { get; init; }

    public required Confidence Confidence { get; init; }

    /// <summary>Numbers of its names among the definition's texts.</summary>
    public required int Name { get; init; }

    public required int Act { get; init; }

    public required PartsPlan Arguments { get; init; }

    public required PartsPlan Reply { get; init; }

    public required VariantPlan[] Variants { get; init; }

    public required CodePlan? Check { get; init; }

    public required Effect[] Effects { get; init; }

    /// <summary>Slot of the reply's field that codes are made of; -1 where it has none.</summary>
    public required int CodeSlot { get; init; }

    /// <summary>No message comes back, at most a token.</summary>
    public required bool HasNoAnswer { get; init; }

    /// <summary>Nothing comes back, no token either.</summary>
    public required bool HasNoReply { get; init; }
}

/// <summary>A command of the table. Immutable.</summary>
/// <param name="Number">Its place in the table.</param>
/// <param name="Name">Number of its name.</param>
/// <param name="Query">Null where nobody can ask.</param>
/// <param name="Set">Null where nobody can tell.</param>
internal sealed record CommandPlan(int Number, int Name, UsePlan? Query, UsePlan? Set);
