using Sensor.Dissectors.Pumps.Compiled.Values;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Parts;

/// <summary>Compiles lists of parts, and says what is wrong with them.</summary>
internal sealed class PartsCompiler(ValuesCompiler values, DefinitionFaults faults)
{
    private const int MaxParts = 64;
    private const int MaxDepth = 8;
    private const int MaxSize = 16 * 1024;

    /// <param name="parts">The list.</param>
    /// <param name="scope">Where its fields get their slots.</param>
    /// <param name="place">Of who has the list.</param>
    public PartsPlan Compile(IReadOnlyList<PartDefinition> parts, FieldScope scope, Place place)
    {
        if (parts.Count == 0)
        {
            return PartsPlan.Empty;
        }

        var count = 0;
        List<SayStep> says = [];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var steps = Steps(parts, scope, says, names, place, 1, ref count);
        return new PartsPlan([.. steps], [.. says]);
    }

    /// <summary>Gives the fields their slots first, so that what comes earlier may name what comes later.</summary>
    public static void Declare(IReadOnlyList<PartDefinition> parts, FieldScope scope, int depth = 1)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        foreach (var field in parts.SelectMany(FieldsOf))
        {
            scope.Add(field);
        }

        foreach (var inside in parts.OfType<InsidePart>())
        {
            Declare(inside.Parts, scope, depth + 1);
        }
    }

    private static IEnumerable<FieldPart> FieldsOf(PartDefinition part) => part switch
    {
        FieldPart field => [field],
        SplitPart split => split.Fields.OfType<FieldPart>(),
        XmlPart xml => xml.Fields.Select(f => f.Field),
        _ => [],
    };

    private List<PartStep> Steps(
        IReadOnlyList<PartDefinition> parts, FieldScope scope, List<SayStep> says, HashSet<string> names, Place place, int depth, ref int count)
    {
        List<PartStep> steps = [];
        if (depth > MaxDepth)
        {
            faults.Add(place, $"Parts stand in each other more than {MaxDepth} deep.");
            return steps;
        }

        var isUsedUp = false;
        foreach (var part in parts)
        {
            var at = part.Place == default ? place : part.Place;
            Expect(!isUsedUp || part is InsidePart, at, "Nothing is left for this part: the one before it takes all the rest.");
            isUsedUp |= part is FieldPart { IsRest: true, IsOptional: false } or SplitPart or ItemsPart or RecordsPart or TlvPart or XmlPart;
            if (++count > MaxParts)
            {
                faults.Add(at, $"A message has more than {MaxParts} parts.");
                return steps;
            }

            if (part is InsidePart inside)
            {
                if (!names.Contains(inside.Field))
                {
                    faults.Add(at, $"There is no field {inside.Field} before it that could have parts.");
                }

                var within = Steps(inside.Parts, scope, says, names, at, depth + 1, ref count);
                steps.Add(new InsideStep(scope.SlotOf(inside.Field), [.. within]));
            }
            else if (Step(part, scope, says, names, at) is { } step)
            {
                steps.Add(step);
            }
        }

        return steps;
    }

    private PartStep? Step(PartDefinition part, FieldScope scope, List<SayStep> says, HashSet<string> names, Place at)
    {
        switch (part)
        {
            case LiteralPart literal:
                Expect(literal.Bytes.Length is > 0 and <= MaxSize, at, "A literal has at least one byte.");
                return new LiteralStep(literal.Bytes);
            case SkipPart skip:
                Expect(skip.Size is > 0 and <= MaxSize, at, $"A skip is of 1 to {MaxSize} bytes.");
                return new SkipStep(Math.Max(0, skip.Size));
            case FieldPart field:
                CheckExtent(field, at);
                return Field(field, scope, says, names, at);
            case SplitPart split:
                Expect(split.By.Length > 0 && split.Fields.Count > 0, at, "A split needs the bytes between its fields, and fields.");
                var last = split.Fields.Count > 0 ? split.Fields[^1] : null;
                return new SplitStep(split.By, [.. split.Fields.Select(f => f is null ? null : Field(f, scope, says, names, at))], last is { IsRest: true });
            case XmlPart xml:
                return Xml(xml, scope, says, names, at);
            case ItemsPart items:
                Expect(items.By.Length > 0, at, "Items need the bytes between them.");
                Expect(items.KeySize > 0 || items.KeyEnd is { Length: > 0 }, at, "Items need a size of their keys, or what ends them.");
                return List(items.Table, scope, says, at, (slot, table) => new ItemsSay(slot, items, table));
            case RecordsPart records:
                Expect(records.By.Length > 0 && records.FieldBy.Length > 0, at, "Records need the bytes between them and between their fields.");
                Expect(records.Fields.Contains("key") && records.Fields.Contains("value"), at, "Records need fields named key and value.");
                return List(records.Table, scope, says, at, (slot, table) => new RecordsSay(slot, records, table));
            case TlvPart tlv:
                Expect(
                    tlv.Tag is not (LengthCoding.Decimal or LengthCoding.Hex) && tlv.Length is not (LengthCoding.Decimal or LengthCoding.Hex), at,
                    "Tags and lengths of triples are binary.");
                return List(tlv.Table, scope, says, at, (slot, table) => new TlvSay(slot, tlv, table));
            default:
                faults.Add(at, "There is no such part.");
                return null;
        }
    }

    private FieldStep Field(FieldPart field, FieldScope scope, List<SayStep> says, HashSet<string> names, Place at)
    {
        Expect(!string.IsNullOrEmpty(field.Name), at, "A field needs a name.");
        Expect(
            !field.Value.IsSecret || field.Name is not ("command" or "address" or "sequence"), at,
            $"The field {field.Name} can't be secret: events show it, or answers are found by it.");
        if (!names.Add(field.Name))
        {
            faults.Add(at, $"There are two fields {field.Name} in one message.");
        }

        Expect(
            field.Mask == 0 || (Numbers.IsUnsigned(field.Value.Type) && (ulong)field.Mask >> (8 * Numbers.SizeOf(field.Value.Type)) == 0), at,
            $"A mask needs a type that is an unsigned binary number (u8, u16be, …) and has all its bits; see {field.Name}.");
        var slot = scope.Add(field);
        var plan = values.Compile(field.Value, scope, at);
        if (!plan.IsSilent)
        {
            says.Add(new FieldSay(slot, plan));
        }

        return new FieldStep(field, slot);
    }

    private XmlStep Xml(XmlPart xml, FieldScope scope, List<SayStep> says, HashSet<string> names, Place at)
    {
        Expect(xml.Roots.Count > 0, at, "An XML document needs the names of its root elements.");
        Expect(xml.Fields.Count is > 0 and <= FieldScope.MaxFields, at, $"An XML document has 1 to {FieldScope.MaxFields} fields.");
        var fields = xml.Fields.Select(f => (f.Path.Split('/').Select(PumpTexts.Bytes).ToArray(), Field(f.Field, scope, says, names, at))).ToArray();
        foreach (var (path, _) in fields)
        {
            Expect(path.Length < MaxDepth && path.All(p => p.Length > 0), at, $"A path names 1 to {MaxDepth - 1} elements, with / between them.");
        }

        return new XmlStep([.. xml.Roots.Select(PumpTexts.Bytes)], fields.Length > FieldScope.MaxFields ? [] : fields);
    }

    private RestStep List(string table, FieldScope scope, List<SayStep> says, Place at, Func<int, TablePlan, SayStep> make)
    {
        var slot = scope.AddNameless();
        if (values.Table(table) is { } known)
        {
            says.Add(make(slot, known));
        }
        else
        {
            faults.Add(at, $"There is no table of values {table}.");
        }

        return new RestStep(slot);
    }

    private void CheckExtent(FieldPart field, Place at)
    {
        var own = Numbers.SizeOf(field.Value.Type);
        var ways = (field.Size is null ? 0 : 1) + (field.Until is null ? 0 : 1) + (field.While is null ? 0 : 1) + (field.IsRest ? 1 : 0);
        Expect(ways == 1 || (ways == 0 && own > 0), at, $"The field {field.Name} needs one of size, until, while and rest.");
        Expect(field.Size is null or (> 0 and <= MaxSize), at, $"The size of {field.Name} is 1 to {MaxSize}.");
        Expect(field.Until is null or { Length: > 0 }, at, $"What ends {field.Name} has at least one byte.");
        Expect(
            own == 0 || field.Size is null || field.Size == own || field.Decoding != FieldDecoding.None, at,
            $"The field {field.Name} has a type of {own} bytes and another size.");
        Expect(field.Value.Type != FieldType.Bcd || field.Size is null or <= 7, at, $"The field {field.Name} has more than 14 digits.");
    }

    private void Expect(bool holds, Place at, string sentence)
    {
        if (!holds)
        {
            faults.Add(at, sentence);
        }
    }
}
