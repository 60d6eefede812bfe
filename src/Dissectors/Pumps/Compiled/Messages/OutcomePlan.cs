using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;
using FieldType = Sensor.Dissectors.Pumps.Definition.FieldType;

namespace Sensor.Dissectors.Pumps.Compiled.Messages;

/// <summary>How an answer says whether it was done. Immutable.</summary>
internal sealed class OutcomePlan
{
    private readonly ConditionPlan? _done;
    private readonly ConditionPlan? _failed;
    private readonly int _slot;
    private readonly int _reason;
    private readonly FieldType _reasonType;
    private readonly ByteKeys _reasons;
    private readonly int[] _reasonTexts;

    private OutcomePlan(OutcomeDefinition definition, FieldScope scope, PumpTexts texts)
    {
        scope.TryFind(definition.Field, out _slot, out var part);
        _done = definition.Done.Count > 0 ? new ConditionPlan(_slot, part.Value.Type, definition.Done) : null;
        _failed = definition.Failed.Count > 0 ? new ConditionPlan(_slot, part.Value.Type, definition.Failed) : null;
        _reason = -1;
        if (definition.Reason is { } reason && scope.TryFind(reason, out _reason, out var reasonPart))
        {
            _reasonType = reasonPart.Value.Type;
        }

        _reasons = new ByteKeys([.. definition.Reasons.Keys.Select(k => Canonical(k, _reasonType))]);
        _reasonTexts = [.. definition.Reasons.Values.Select(texts.Add)];
    }

    public static OutcomePlan? Compile(OutcomeDefinition? definition, FieldScope scope, Place place, PumpTexts texts, DefinitionFaults faults)
    {
        if (definition is null)
        {
            return null;
        }

        if (!scope.TryFind(definition.Field, out _, out _))
        {
            faults.Add(place, $"There is no field {definition.Field} that could say the outcome.");
        }

        if (definition.Reason is { } reason)
        {
            if (!scope.TryFind(reason, out _, out var part))
            {
                faults.Add(place, $"There is no field {reason} that could say the reason.");
            }
            else if (part.Value.IsSecret)
            {
                faults.Add(place, $"The field {reason} is secret, and events would show it as the reason.");
            }
        }

        if (definition.Reasons.Count > 1024)
        {
            faults.Add(place, "An outcome has at most 1024 reasons.");
            return null;
        }

        return new OutcomePlan(definition, scope, texts);
    }

    public Outcome Of(in Excerpt excerpt)
    {
        if (!excerpt.Has(_slot))
        {
            return Outcome.Ok;
        }

        return _failed?.Holds(excerpt) == true ? Outcome.Refused
            : _done?.Holds(excerpt) == true ? Outcome.Ok
            : _failed is null ? Outcome.Refused
            : _done is null ? Outcome.Ok
            : Outcome.Unknown;
    }

    /// <summary>Number of the reason's text among the definition's, or 0 and its raw bytes.</summary>
    public int Reason(in Excerpt excerpt, out Slot raw)
    {
        raw = excerpt.At(_reason);
        if (!raw.IsThere)
        {
            return 0;
        }

        Span<byte> text = stackalloc byte[CommandKey.MaxNumber];
        var index = _reasons.Find(CommandKey.Of(_reasonType, excerpt[_reason], text));
        return index < 0 ? 0 : _reasonTexts[index];
    }

    /// <summary>Type of the field that says the reason.</summary>
    public FieldType ReasonType => _reasonType;

    private static byte[] Canonical(string key, FieldType type) =>
        Numbers.IsBinary(type) && Numbers.TryRaw(key, out var number) ? PumpTexts.Bytes(((long)number).ToString(System.Globalization.CultureInfo.InvariantCulture)) : PumpTexts.Bytes(key);
}
