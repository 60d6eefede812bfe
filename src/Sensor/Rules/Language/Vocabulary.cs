using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Rules.Engine;

namespace Sensor.Rules.Language;

/// <summary>What a condition can ask: the fields of one kind of fact, and what surrounds every fact.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, Operand> _operands;

    private Vocabulary(IEnumerable<Operand> operands) => _operands = operands.ToDictionary(o => o.Name);

    /// <summary>What surrounds every fact, and nothing of the fact itself.</summary>
    public static Vocabulary Surroundings { get; } = new(Language.Surroundings.All);

    public IEnumerable<string> Names => _operands.Keys.Order(StringComparer.Ordinal);

    public static Vocabulary Of(FactKind kind) =>
        new(kind.Fields.Select((f, slot) => (Operand)new FieldOperand(f, slot)).Concat(Language.Surroundings.All));

    public Operand? Find(string name) => _operands.GetValueOrDefault(name);

    /// <summary>A field of the fact at hand.</summary>
    private sealed class FieldOperand : Operand
    {
        private readonly ulong[] _choiceKeys;

        public FieldOperand(FactField field, int slot)
            : base(field.Name, TypeOf(field.Type))
        {
            Slot = slot;
            Unit = field.Unit;
            Meaning = field.Meaning;
            Choices = field.Choices;
            _choiceKeys = [.. field.Choices.Select(c => StableKey.Of(c))];
        }

        public override int Slot { get; }

        public override double Number(FactView view) => view[Slot].Number;

        public override ulong Key(FactView view) => Type == OperandType.Choice ? _choiceKeys[(int)view[Slot].Number] : view[Slot].Key;

        public override string Text(FactView view) => Type == OperandType.Choice ? Choices[(int)view[Slot].Number] : view[Slot].Text;

        public override IpAddress Address(FactView view) => throw new InvalidOperationException($"{Name} isn't an address.");

        private static OperandType TypeOf(FieldType type) => type switch
        {
            FieldType.Number => OperandType.Number,
            FieldType.Flag => OperandType.Flag,
            FieldType.Choice => OperandType.Choice,
            FieldType.Name => OperandType.Text,
            _ => OperandType.Id,
        };
    }
}
