using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Commands;

/// <summary>Compiles the table of commands, and says what is wrong with it.</summary>
internal sealed class CommandsCompiler(
    ProtocolDefinition definition, FieldScope messages, PartsCompiler parts, ValuesCompiler values, PumpTexts texts, DefinitionFaults faults)
{
    private const int MaxCommands = 256;

    private bool _hasSpeakingTokens;

    /// <summary>Most slots that any message with its command takes.</summary>
    public int Slots { get; private set; }

    /// <summary>The field that codes are made of; null where there are no codes.</summary>
    public string? CodeField { get; } = definition.Commands.SelectMany(c => (IEnumerable<UseDefinition?>)[c.Query, c.Set]).Select(u => u?.Check?.Of).FirstOrDefault(of => of is not null);

    public CommandPlan[] Compile()
    {
        if (definition.Commands.Count > MaxCommands)
        {
            faults.Add(definition.Commands[MaxCommands].Place, $"There are more than {MaxCommands} commands.");
            return [];
        }

        _hasSpeakingTokens = definition.Link.Tokens.Any(t => t.Meaning != TokenMeaning.Nothing);
        Slots = messages.Next;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        List<CommandPlan> plans = [];
        foreach (var command in definition.Commands)
        {
            if (command.Key.Length == 0)
            {
                faults.Add(command.Place, "A command needs a key.");
            }

            if (Unmatched(command.Key) is { } why)
            {
                faults.Add(command.Place, $"The command {command.Key} never comes: {why}");
            }

            if (!keys.Add(command.Key))
            {
                faults.Add(command.Place, $"There are two commands {command.Key}.");
            }

            if (command.Query is null && command.Set is null)
            {
                faults.Add(command.Place, $"The command {command.Key} can neither be asked nor told.");
            }

            var name = command.Name ?? command.Key;
            plans.Add(new CommandPlan(
                plans.Count, texts.Add(name), command.Query is null ? null : Use(command.Query, name, true, command.Place),
                command.Set is null ? null : Use(command.Set, name, false, command.Place)));
        }

        return [.. plans];
    }

    /// <summary>Why no message can have this command; null where one can.</summary>
    private string? Unmatched(string key)
    {
        if (!messages.TryFind("command", out _, out var field) || !Numbers.IsBinary(field.Value.Type) || definition.Messages.Any(m => m.Command == key))
        {
            return null;
        }

        if (!Numbers.TryRaw(key, out var number))
        {
            return "the field 'command' is a binary number, and keys of commands are such numbers.";
        }

        var bits = 8 * Numbers.SizeOf(field.Value.Type);
        return !Numbers.IsUnsigned(field.Value.Type) ? null
            : number < 0 || number >= Math.Pow(2, bits) || number != Math.Floor(number) ? $"the field 'command' is a whole number up to {Math.Pow(2, bits) - 1}."
            : field.Mask != 0 && ((uint)number & ~field.Mask) != 0 ? "it has bits that the mask of the field 'command' takes away."
            : null;
    }

    private UsePlan Use(UseDefinition use, string name, bool isQuery, Place place)
    {
        var at = use.Place == default ? place : use.Place;
        NeedArguments(use, at);
        var asked = new FieldScope(messages, messages.Next);
        PartsCompiler.Declare(use.Arguments, asked);
        var arguments = parts.Compile(use.Arguments, asked, at);
        var answered = new FieldScope(messages, messages.Next);
        PartsCompiler.Declare(use.Reply, answered);
        var reply = parts.Compile(use.Reply, answered, at);
        Count(asked, at);
        Count(answered, at);
        if (!Enum.IsDefined(use.Class))
        {
            faults.Add(at, "There is no such class.");
        }

        if (use.Variants.Count > 256)
        {
            faults.Add(at, "A command has at most 256 variants.");
        }

        return new UsePlan
        {
            IsQuery = isQuery,
            Class = use.Class,
            Confidence = use.Confidence ?? definition.Confidence,
            Name = texts.Add(name),
            Act = texts.Add(Act(name, isQuery)),
            Arguments = arguments,
            Reply = reply,
            Variants = [.. use.Variants.Select(v => Variant(v, use, name, isQuery, asked, at))],
            Check = use.Check is null ? null : Code(use.Check, asked, at),
            Effects = Effects(use.Effects, at),
            CodeSlot = CodeField is { } code && answered.HasOwn(code) ? answered.SlotOf(code) : -1,
            HasNoAnswer = use.HasNoReply,
            HasNoReply = definition.Pairing.By == PairingKey.None || (use.HasNoReply && !_hasSpeakingTokens),
        };
    }

    private VariantPlan Variant(VariantDefinition variant, UseDefinition use, string name, bool isQuery, FieldScope asked, Place place)
    {
        var at = variant.Place == default ? place : variant.Place;
        var own = new FieldScope(asked, asked.Next);
        PartsCompiler.Declare(variant.Arguments, own);
        var arguments = parts.Compile(variant.Arguments, own, at);
        Count(own, at);
        name = variant.Name ?? name;
        return new VariantPlan(
            ConditionPlan.Compile(variant.When, asked, at, faults), texts.Add(name), texts.Add(Act(name, isQuery)), variant.Class ?? use.Class,
            [.. Effects(use.Effects, at), .. Effects(variant.Effects, at)], arguments);
    }

    /// <summary>Models tell a query from a command of the same name.</summary>
    private static string Act(string name, bool isQuery) => isQuery ? name + "?" : name;

    private void NeedArguments(UseDefinition use, Place at)
    {
        if ((use.Arguments.Count > 0 || use.Reply.Count > 0 || use.Variants.Any(v => v.Arguments.Count > 0)) && messages.SlotOf("arguments") < 0)
        {
            faults.Add(at, "No message has a field named arguments that could have parts.");
        }
    }

    private CodePlan Code(CodeCheck check, FieldScope asked, Place at)
    {
        if (!asked.TryFind(check.Field, out var slot, out _))
        {
            faults.Add(at, $"There is no field {check.Field} that could be a code.");
        }

        if (CodeField != check.Of)
        {
            faults.Add(at, $"Codes of one protocol are made of one field, not of {CodeField} and {check.Of}.");
        }

        if (!PumpSays(check.Of))
        {
            faults.Add(at, $"The pump never says a field {check.Of} that a code could be made of.");
        }

        if (check.Kind == CodeKind.Checksum && check.Checksum is null)
        {
            faults.Add(at, "It isn't said how the code is made.");
        }

        return new CodePlan(slot, check.Kind, check.Checksum is null ? null : Checksum.Compile(check.Checksum, faults));
    }

    private bool PumpSays(string field) =>
        messages.SlotOf(field) >= 0 || definition.Commands.Any(c => Says(c.Query, field) || Says(c.Set, field));

    private static bool Says(UseDefinition? use, string field)
    {
        if (use is null)
        {
            return false;
        }

        var scope = new FieldScope(null, 0);
        PartsCompiler.Declare(use.Reply, scope);
        return scope.HasOwn(field);
    }

    private Effect[] Effects(IReadOnlyList<EffectDefinition> effects, Place at)
    {
        foreach (var effect in effects)
        {
            values.CheckWord(effect.Means, effect.Word, at);
            if (effect.Means is not (Meaning.State or Meaning.Remote or Meaning.Silenced))
            {
                faults.Add(at, "An effect is a state, remote or silenced.");
            }

            if (effect.LastsMilliseconds is < 0 or > 86_400_000)
            {
                faults.Add(at, "An effect lasts at most a day.");
            }
        }

        return [.. effects.Select(e => new Effect(e.Means, texts.Word(e.Word), e.LastsMilliseconds * 1_000_000L))];
    }

    private void Count(FieldScope scope, Place at)
    {
        Slots = Math.Max(Slots, scope.Next);
        if (scope.Next > Excerpt.MaxSlots)
        {
            faults.Add(at, $"There are more than {FieldScope.MaxFields} fields at a time.");
        }
    }
}
