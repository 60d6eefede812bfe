namespace Sensor.Series;

/// <summary>A kind of point: what it says, by what it is told apart, and what it has.</summary>
/// <param name="Name">As receivers know it.</param>
/// <param name="Meaning">What a point says, in a sentence.</param>
/// <param name="Tags">What tells series apart, besides <c>sensor</c>.</param>
/// <param name="Fields">What a point has at most.</param>
internal sealed record Measurement(string Name, string Meaning, IReadOnlyList<SeriesTag> Tags, IReadOnlyList<SeriesField> Fields);

/// <param name="Name">Its name.</param>
/// <param name="Meaning">What its values are, and how many there can be.</param>
internal sealed record SeriesTag(string Name, string Meaning);

/// <param name="Name">Its name.</param>
/// <param name="Unit">What it is a number of.</param>
/// <param name="Meaning">What it says.</param>
internal sealed record SeriesField(string Name, string Unit, string Meaning)
{
    /// <summary>It is written as an integer.</summary>
    public bool IsInteger { get; init; } = true;
}
