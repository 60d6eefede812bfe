using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Parts;

/// <summary>Names of fields and their slots, while a definition is compiled. An inner scope sees the names of the outer one.</summary>
internal sealed class FieldScope(FieldScope? outer, int first)
{
    /// <summary>Fields at a time, as the language promises.</summary>
    public const int MaxFields = 32;

    private readonly Dictionary<string, (int Slot, FieldPart Part)> _fields = new(StringComparer.Ordinal);

    /// <summary>The next slot.</summary>
    public int Next { get; private set; } = first;

    /// <summary>Slot of a field of this scope, made where there is none. Messages of a protocol share theirs: the same name is the same slot.</summary>
    public int Add(FieldPart part)
    {
        if (!_fields.TryGetValue(part.Name, out var known))
        {
            known = (Next++, part);
            _fields.Add(part.Name, known);
        }

        return known.Slot;
    }

    /// <summary>A slot without a name.</summary>
    public int AddNameless() => Next++;

    public bool HasOwn(string name) => _fields.ContainsKey(name);

    public bool TryFind(string name, out int slot, out FieldPart part)
    {
        if (_fields.TryGetValue(name, out var known))
        {
            (slot, part) = known;
            return true;
        }

        if (outer is not null)
        {
            return outer.TryFind(name, out slot, out part);
        }

        (slot, part) = (-1, new FieldPart(name));
        return false;
    }

    /// <summary>-1 where there is none.</summary>
    public int SlotOf(string name) => TryFind(name, out var slot, out _) ? slot : -1;
}
