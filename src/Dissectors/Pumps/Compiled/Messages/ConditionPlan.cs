using System.Runtime.CompilerServices;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Messages;

/// <summary>A field has one of some values. Immutable.</summary>
internal sealed class ConditionPlan
{
    private readonly int _slot;
    private readonly FieldType _type;
    private readonly byte[][] _texts;
    private readonly double[] _numbers;

    public ConditionPlan(int slot, FieldType type, IReadOnlyList<string> oneOf)
    {
        _slot = slot;
        _type = type;
        _texts = [.. oneOf.Select(PumpTexts.Bytes)];
        _numbers = Numbers.IsBinary(type) ? [.. oneOf.Select(v => Numbers.TryRaw(v, out var number) ? number : double.NaN)] : [];
    }

    public bool Holds(in Excerpt excerpt)
    {
        var bytes = excerpt[_slot];
        if (_numbers.Length > 0)
        {
            return Numbers.TryRead(_type, bytes, out var number) && _numbers.AsSpan().Contains(number);
        }

        foreach (var text in _texts)
        {
            if (bytes.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllHold(ConditionPlan[] conditions, in Excerpt excerpt)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Holds(excerpt))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compiles conditions, and says which fields there aren't.</summary>
    public static ConditionPlan[] Compile(IReadOnlyList<FieldCondition> when, FieldScope scope, Place place, DefinitionFaults faults)
    {
        List<ConditionPlan> plans = [];
        foreach (var condition in when)
        {
            if (!scope.TryFind(condition.Field, out var slot, out var part))
            {
                faults.Add(place, $"There is no field {condition.Field} to look at.");
                continue;
            }

            if (condition.OneOf.Count == 0)
            {
                faults.Add(place, $"It isn't said what {condition.Field} must be.");
            }

            if (Numbers.IsBinary(part.Value.Type) && condition.OneOf.Any(v => !Numbers.TryRaw(v, out _)))
            {
                faults.Add(place, $"The field {condition.Field} is a number, and is looked at for something else.");
            }

            plans.Add(new ConditionPlan(slot, part.Value.Type, condition.OneOf));
        }

        return [.. plans];
    }
}
