using Sensor.Dissectors.Contract;

namespace Sensor.Rules.Language;

/// <summary>What a condition can ask: the fields of one kind of fact, and what surrounds every fact.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, Operand> _operands;

    private Vocabulary(IEnumerable<Operand> operands) => _operands = operands.ToDictionary(o => o.Name);

    /// <summary>What surrounds every fact, and nothing of the fact itself.</summary>
    /// <param name="protocols">Names of protocols, in the order by which flows number them.</param>
    public Vocabulary(IReadOnlyList<string> protocols)
        : this(Surroundings.Naming(protocols))
    {
    }

    public IEnumerable<string> Names => _operands.Keys.Order(StringComparer.Ordinal);

    /// <summary>The same and the fields of a kind of fact.</summary>
    public Vocabulary With(FactKind kind) => new(kind.Fields.Select(FieldOperand).Concat(_operands.Values.Where(o => !o.IsField)));

    public Operand? Find(string name) => _operands.GetValueOrDefault(name);

    private static Operand FieldOperand(FactField field, int slot) =>
        new(field.Name, TypeOf(field.Type), slot) { Unit = field.Unit, Meaning = field.Meaning, Words = field.Choices };

    private static OperandType TypeOf(FieldType type) => type switch
    {
        FieldType.Number => OperandType.Number,
        FieldType.Flag => OperandType.Flag,
        FieldType.Choice => OperandType.Choice,
        FieldType.Name => OperandType.Text,
        _ => OperandType.Id,
    };
}
