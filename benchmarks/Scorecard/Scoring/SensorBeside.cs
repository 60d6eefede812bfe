namespace Scorecard.Scoring;

/// <summary>
/// The sensor on nothing but the runs that others were in, with thresholds from these sites alone: on other draws, and with more sites to choose thresholds from, it would be
/// beside them without being comparable.
/// </summary>
/// <param name="study">All runs.</param>
/// <param name="sensor">In all runs.</param>
internal sealed class SensorBeside(Study study, Trial sensor)
{
    /// <summary>Name of its card that belongs beside contenders; there is none where they were in all of its runs.</summary>
    public const string Contenders = "sensor, on the same runs";

    /// <summary>Name of its card that belongs beside its variants that were run again; there is none where they were in all of its runs.</summary>
    public const string Variants = "sensor, on the variants' runs";

    private readonly List<Trial> _trials = [sensor];

    public Trial For(Trial other)
    {
        if (_trials.Find(t => t.IsOfTheRunsOf(other)) is { } known)
        {
            return known;
        }

        var trial = new Trial(study, sensor.View, other);
        _trials.Add(trial);
        return trial;
    }

    /// <summary>A card of its own, if it is another than the sensor's.</summary>
    public IEnumerable<MethodCard> Card(Trial? other, string name) =>
        other is not null && For(other) is var beside && beside != sensor ? [MethodGrade.Of(beside) with { Name = name }] : [];
}
