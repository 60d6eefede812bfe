namespace Scorecard.Feed.Slices;

/// <summary>What is compared: something that a step says and that the sensor tells as an event, field by field.</summary>
/// <param name="Kind">A name of <see cref="Vocabulary"/>.</param>
/// <param name="Line">Both ends of the connection, addresses with ports, the smaller first: who asked whom is a field.</param>
/// <param name="Fields">By the vocabulary's names; what isn't in it isn't said. Null: it is said, and what can't be known from the step.</param>
internal sealed record Statement(string Kind, string Line, IReadOnlyDictionary<string, string?> Fields)
{
    /// <summary>Its conversation may have said more of it after the slice's end.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>Its conversation began before the slice.</summary>
    public bool IsMidStream { get; init; }

    public static string LineOf(string address, int port, string otherAddress, int otherPort)
    {
        var (one, other) = (FormattableString.Invariant($"{address}:{port}"), FormattableString.Invariant($"{otherAddress}:{otherPort}"));
        return string.CompareOrdinal(one, other) < 0 ? $"{one} {other}" : $"{other} {one}";
    }

    /// <summary>In what it differs from what the sensor told, in words; empty: in nothing.</summary>
    public string DifferenceFrom(Statement sensed)
    {
        var wrong = Vocabulary.Of(Kind)
            .Where(f => !Fields.TryGetValue(f, out var said) || said is not null)
            .Where(f => Value(f) != sensed.Value(f))
            .Select(f => $"{f} is {Shown(Value(f))}, the sensor says {Shown(sensed.Value(f))}");
        return string.Join("; ", wrong);
    }

    public override string ToString() => $"{Kind} on {Line}: {string.Join(", ", Fields.Select(f => $"{f.Key} {f.Value}"))}";

    private string Value(string field) => Fields.GetValueOrDefault(field) ?? "";

    private static string Shown(string value) => value.Length == 0 ? "nothing" : value;
}
