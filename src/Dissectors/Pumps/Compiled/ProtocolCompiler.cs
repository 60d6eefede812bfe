using Sensor.Dissectors.Pumps.Compiled.Commands;
using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Compiled.Messages;
using Sensor.Dissectors.Pumps.Compiled.Parts;
using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled;

/// <summary>Compiles a definition; of what isn't sound says what is wrong and where.</summary>
internal sealed class ProtocolCompiler
{
    private const int MaxMessages = 32;
    private const int MaxVectors = 16;

    private readonly ProtocolDefinition _definition;
    private readonly DefinitionFaults _faults;
    private readonly PumpTexts _texts = new();
    private readonly FieldScope _scope = new(null, 0);
    private readonly ValuesCompiler _values;
    private readonly PartsCompiler _parts;

    private ProtocolCompiler(ProtocolDefinition definition, DefinitionFaults faults)
    {
        _definition = definition;
        _faults = faults;
        _values = new ValuesCompiler(_texts, faults);
        _parts = new PartsCompiler(_values, faults);
    }

    /// <summary>Null where the definition isn't sound.</summary>
    public static ProtocolPlan? Compile(ProtocolDefinition definition, DefinitionFaults faults) => new ProtocolCompiler(definition, faults).Compile();

    private ProtocolPlan? Compile()
    {
        CheckHead();
        var frames = FrameProgram.Compile(_definition, _faults);
        foreach (var message in _definition.Messages)
        {
            PartsCompiler.Declare(message.Parts, _scope);
        }

        _values.CompileTables(_definition.Values, _scope, _parts);
        var messages = _definition.Messages.Select(Message).ToArray();
        if (_scope.Next > FieldScope.MaxFields)
        {
            _faults.Add(_definition.Place, $"Messages have more than {FieldScope.MaxFields} fields together.");
        }

        var commands = new CommandsCompiler(_definition, _scope, _parts, _values, _texts, _faults);
        var table = commands.Compile();
        CheckPairing();
        if (!_faults.IsSound)
        {
            return null;
        }

        var isNumber = _scope.TryFind("command", out _, out var part) && Numbers.IsBinary(part.Value.Type);
        return new ProtocolPlan
        {
            Frames = frames,
            Messages = messages,
            Commands = table,
            CommandKeys = new ByteKeys([.. _definition.Commands.Select(c => CommandKey.Written(c.Key, isNumber))]),
            Family = _texts.Add(_definition.Name),
            TokenNames = [.. Enumerable.Range(0, 256).Select(b => _texts.Add(_definition.Link.Tokens.FirstOrDefault(t => t.Value == b)?.Name ?? ""))],
            NamelessCommand = _texts.Add("?"),
            Texts = [.. _texts.All],
            Quantities = [.. _values.Quantities],
            Slots = commands.Slots,
            ArgumentsSlot = _scope.SlotOf("arguments"),
            AddressSlot = _scope.SlotOf("address"),
            SequenceSlot = _scope.SlotOf("sequence"),
            CodeField = commands.CodeField,
            CodeSlot = commands.CodeField is { } code ? _scope.SlotOf(code) : -1,
            PairBy = _definition.Pairing.By,
            Timeout = _definition.Pairing.TimeoutMilliseconds * 1_000_000L,
            DropsRepetitions = _definition.Pairing.DropRepetitions,
            Side = _definition.Pump,
            IsComplete = _definition.IsComplete,
            Confidence = _definition.Confidence,
            HasAddresses = _scope.SlotOf("address") >= 0 || AllParts().OfType<RecordsPart>().Any(r => r.Fields.Contains("address")),
        };
    }

    private MessagePlan Message(MessageDefinition message)
    {
        var at = message.Place == default ? _definition.Place : message.Place;
        var parts = _parts.Compile(message.Parts, _scope, at);
        if (parts.IsEmpty)
        {
            _faults.Add(at, "A message needs parts.");
        }

        // Only what the message itself has: of a name that another message has there is nothing to look at here.
        var own = new FieldScope(null, 0);
        PartsCompiler.Declare(message.Parts, own);
        foreach (var condition in message.When.Concat(message.QueryWhen ?? []).Where(c => !own.HasOwn(c.Field)))
        {
            _faults.Add(at, $"The message has no field {condition.Field} to look at.");
        }

        var hasCommand = own.TryFind("command", out _, out var command);
        if (hasCommand && message.Command is not null)
        {
            _faults.Add(at, "The message has a field for its command and names one besides.");
        }

        if (message.Command is { } named && _definition.Commands.All(c => c.Key != named))
        {
            _faults.Add(at, $"There is no command {named}.");
        }

        var sound = message.When.All(c => own.HasOwn(c.Field)) && (message.QueryWhen ?? []).All(c => own.HasOwn(c.Field));
        return new MessagePlan
        {
            From = message.From,
            When = sound ? ConditionPlan.Compile(message.When, _scope, at, _faults) : [],
            Parts = parts,
            CommandSlot = hasCommand ? _scope.SlotOf("command") : -1,
            CommandType = command.Value.Type,
            Command = message.Command is null ? [] : PumpTexts.Bytes(message.Command),
            IsSpontaneous = message.IsSpontaneous,
            QueryWhen = message.QueryWhen is null || !sound ? null : ConditionPlan.Compile(message.QueryWhen, _scope, at, _faults),
            Outcome = OutcomePlan.Compile(message.Outcome, _scope, at, _texts, _faults),
        };
    }

    private void CheckHead()
    {
        var name = _definition.Name;
        Expect(
            name.Length is >= 2 and <= 32 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'), _definition.Place,
            "A protocol's name is of 2 to 32 lower-case letters, digits and hyphens.");
        Expect(_definition.Title.Length > 0, _definition.Place, "A protocol needs a title.");
        Expect(_definition.Source.Length > 0, _definition.Place, "It isn't said where the protocol is known from.");
        Expect((int)_definition.Carriers is >= 1 and <= 3, _definition.Place, "A protocol is carried by TCP, UDP or both.");
        Expect(_definition.GoodFrames is null or (>= 1 and <= 16), _definition.Place, "A protocol is certain after 1 to 16 good frames.");
        Expect(!_definition.OnlyOnPorts || _definition.Ports.Count > 0, _definition.Place, "A protocol that is only looked for on its ports needs ports.");
        Expect(_definition.Messages.Count is >= 1 and <= MaxMessages, _definition.Place, $"A protocol has 1 to {MaxMessages} messages.");
        Expect(_definition.Vectors.Count <= MaxVectors, _definition.Place, $"A definition has at most {MaxVectors} vectors.");
    }

    private void CheckPairing()
    {
        var pairing = _definition.Pairing;
        Expect(pairing.TimeoutMilliseconds is >= 1 and <= 3_600_000, _definition.Place, "An answer is waited for between a millisecond and an hour.");
        Expect(
            pairing.By != PairingKey.Command || _scope.SlotOf("command") >= 0 || _definition.Messages.All(m => m.Command is not null), _definition.Place,
            "Answers can't be paired by command, because no message has a field of that name.");
        Expect(pairing.By != PairingKey.Address || _scope.SlotOf("address") >= 0, _definition.Place, "Answers can't be paired by address, because no message has a field of that name.");
        Expect(pairing.By != PairingKey.Sequence || _scope.SlotOf("sequence") >= 0, _definition.Place, "Answers can't be paired by sequence, because no message has a field of that name.");
    }

    private IEnumerable<PartDefinition> AllParts() => _definition.Messages.SelectMany(m => m.Parts)
        .Concat(_definition.Commands.SelectMany(c => (c.Query?.Reply ?? []).Concat(c.Set?.Reply ?? [])))
        .SelectMany(Within);

    private static IEnumerable<PartDefinition> Within(PartDefinition part) => part is InsidePart inside ? inside.Parts.SelectMany(Within) : [part];

    private void Expect(bool holds, Place at, string sentence)
    {
        if (!holds)
        {
            _faults.Add(at, sentence);
        }
    }
}
