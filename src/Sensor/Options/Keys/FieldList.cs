namespace Sensor.Options.Keys;

/// <summary>A key of the items of a list.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Type">What may stand there.</param>
/// <param name="Default">What holds where it doesn't stand; "required" where it must.</param>
/// <param name="Meaning">What it is for.</param>
internal sealed record Field(string Name, string Type, string Default, string Meaning)
{
    /// <summary>Never shown.</summary>
    public bool IsSecret { get; init; }

    public const string Required = "required";
}

/// <summary>The keys of a list's items, and how many items it may have.</summary>
internal sealed record FieldList(int Max, params IReadOnlyList<Field> Fields)
{
    /// <summary>Keys that only some items have besides: those whose <c>type</c> is the word.</summary>
    public IReadOnlyList<(string Word, IReadOnlyList<Field> Fields)> ByType { get; init; } = [];

    public bool IsSecret(string name) => Fields.Concat(ByType.SelectMany(t => t.Fields)).Any(f => f.IsSecret && f.Name == name);
}
