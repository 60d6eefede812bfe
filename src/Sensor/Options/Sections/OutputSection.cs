using Sensor.Options.Keys;

namespace Sensor.Options.Sections;

/// <summary>Where results go.</summary>
internal static class OutputSection
{
    public static readonly Key<string?> Directory = Make.Path("directory", "Folder of the five result files; those of an earlier run are replaced.");

    public static Section Section { get; } = new("output", "Where results go.", Directory);
}
