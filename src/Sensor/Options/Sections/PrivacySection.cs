using Sensor.Options.Keys;

namespace Sensor.Options.Sections;

/// <summary>How patients' identifiers are hidden.</summary>
internal static class PrivacySection
{
    public static readonly Key<string?> KeyFile = Make.Path(
        "key_file",
        "The key of pseudonyms: 16 bytes or more that only the sensor's user can read. With it the same patient has the same pseudonym in every run; without it, in one.");

    public static Section Section { get; } = new("privacy", "How patients' identifiers are hidden.", KeyFile);
}
