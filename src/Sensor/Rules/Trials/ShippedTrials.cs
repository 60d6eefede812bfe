using Sensor.Yaml;

namespace Sensor.Rules.Trials;

/// <summary>Trials are half of what is written in shipped rules, and only who checks rules reads them.</summary>
internal static class ShippedTrials
{
    /// <summary>A shipped file without its trials, each line where it was.</summary>
    public static string Leave(string text)
    {
        var lines = text.Split('\n');
        var indent = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            var depth = lines[i].Length - lines[i].AsSpan().TrimStart(' ').Length;
            if (indent >= 0 && (depth > indent || lines[i].AsSpan().Trim().IsEmpty))
            {
                lines[i] = "";
                continue;
            }

            indent = lines[i].AsSpan().Trim() is "trials:" ? depth : -1;
            lines[i] = indent < 0 ? lines[i] : "";
        }

        return string.Join('\n', lines);
    }

    /// <summary>The trials of shipped files, by the names of their rules.</summary>
    public static Dictionary<string, YamlValue> Read(IEnumerable<(string Name, string Text)> files, Complaints complaints)
    {
        var trials = new Dictionary<string, YamlValue>();
        foreach (var rule in files.Select(f => YamlFile.Parse(f.Name, f.Text, complaints)).OfType<YamlValue>().SelectMany(f => f.Members ?? []).SelectMany(m => m.Value.AsList()))
        {
            if (RuleReader.SlugOf(rule) is { } slug && rule.AsMap()["trials"] is { } of)
            {
                trials.TryAdd(slug, of);
            }
        }

        return trials;
    }
}
