namespace Sensor.Rules;

/// <summary>A site's own rules and what it changes about the shipped ones.</summary>
/// <param name="Folders">Folders whose <c>*.yaml</c> are read, in the order of their names.</param>
/// <param name="Tunings">What is changed; the first that holds counts.</param>
internal sealed record RuleSettings(IReadOnlyList<string> Folders, IReadOnlyList<RuleTuning> Tunings)
{
    public const int MaxFolders = 16;

    public static RuleSettings None { get; } = new([], []);
}
