using Sensor.Options.Keys;

namespace Sensor.Options;

/// <summary>Writes the settings as a configuration that says the same, each with where it is from.</summary>
internal static class SettingsYaml
{
    /// <summary>Origins begin here where the value is shorter.</summary>
    private const int Column = 40;

    public static void Write(TextWriter output, IEnumerable<Section> sections, Settings settings)
    {
        foreach (var section in sections)
        {
            output.WriteLine($"{section.Name}:");
            foreach (var key in section.Keys)
            {
                Write(output, key, settings.SettingOf(key));
            }
        }
    }

    /// <summary>Whatever is in the name of a file, a comment ends with its line.</summary>
    private static string Plain(string origin) => string.Concat(origin.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private static void Write(TextWriter output, Key key, Setting setting)
    {
        var text = key.IsSecret && setting.Value is not null ? "\"***\"" : setting.Text;
        var lines = text.Split('\n');

        // Lists of items stand below their key.
        var below = text.StartsWith("- ", StringComparison.Ordinal);
        output.WriteLine($"{$"  {key.Name}: {(below ? "" : text)}".TrimEnd().PadRight(Column - 1)} # {Plain(setting.Origin)}");
        foreach (var line in below ? lines : [])
        {
            output.WriteLine("    " + line);
        }
    }
}
