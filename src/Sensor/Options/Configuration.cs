using System.Collections;
using Sensor.Options.Keys;
using Sensor.Protocols;
using Sensor.Yaml;

namespace Sensor.Options;

/// <summary>
/// Reads the configuration from where it stands: what an option of the command line says wins over the environment, that over the file, that over the defaults.
/// </summary>
/// <param name="path">The file; null: none.</param>
/// <param name="environment">Variables of the environment.</param>
/// <param name="options">What options say, by key: the option's name and its value.</param>
internal sealed class Configuration(string? path, IReadOnlyDictionary<string, string> environment, IReadOnlyList<(Key Key, string Option, string Text)> options)
{
    /// <summary>Names the file where no option does.</summary>
    public const string FileVariable = "SENSOR_CONFIG";

    public static IReadOnlyDictionary<string, string> Environment { get; } =
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);

    /// <summary>Loaded by the first reading; connections at hand are read by them.</summary>
    private ProtocolSet? _protocols;

    /// <summary>The file; null: none is read.</summary>
    public string? Path { get; } = path ?? (environment.GetValueOrDefault(FileVariable) is { Length: > 0 } named ? named : null);

    /// <summary>Reads all of it anew.</summary>
    /// <exception cref="ConfigurationException">Something in it is wrong; the exception has all that is.</exception>
    public Settings Read() => Read(withRules: true);

    /// <summary>The same without the site's rules, which are then loaded when they are asked for.</summary>
    /// <exception cref="ConfigurationException">Something in it is wrong; the exception has all that is.</exception>
    public Settings ReadKeys() => Read(withRules: false);

    private Settings Read(bool withRules)
    {
        var complaints = new Complaints();
        var settings = Read(complaints, withRules);
        complaints.ThrowIfAny();
        return settings;
    }

    private Settings Read(Complaints complaints, bool withRules)
    {
        var whole = Path is null ? null : YamlFile.Load(Path, complaints)?.AsMap();
        var settings = new Settings();
        foreach (var section in SectionRegister.All)
        {
            var map = whole?[section.Name]?.AsMap();
            foreach (var key in section.Keys)
            {
                if (Written(key, map?[key.Name], complaints) is { } value && key.Read(value, settings) is { } setting)
                {
                    settings.Set(key, setting);
                }
            }

            map?.RejectOthers();
            RejectVariables(section, complaints);
        }

        whole?.RejectOthers();
        _protocols = settings.LoadProtocols(complaints, _protocols);
        if (withRules)
        {
            settings.LoadRules(complaints);
        }

        return settings;
    }

    /// <summary>What the strongest of those says that say something; what the file says is read in any case, so that its mistakes show.</summary>
    private YamlValue? Written(Key key, YamlValue? inFile, Complaints complaints)
    {
        var stronger = options.Where(o => o.Key == key).Select(o => YamlValue.OfText(o.Option, o.Text, complaints)).FirstOrDefault();
        if (stronger is null && environment.TryGetValue(key.EnvironmentName, out var text))
        {
            stronger = YamlValue.OfText(key.EnvironmentName, text, complaints);
            if (key.Fields is not null)
            {
                stronger.Complain($"{key.Path} is a list of items; only a file can hold it.");
                stronger = null;
            }
        }

        if (stronger is not null && inFile is not null)
        {
            _ = key.Read(inFile, new Settings());
        }

        return stronger ?? inFile;
    }

    /// <summary>Variables that begin like a section's are meant for it; all others are somebody else's.</summary>
    private void RejectVariables(Section section, Complaints complaints)
    {
        var prefix = $"SENSOR_{section.Name.ToUpperInvariant()}_";
        var known = section.Keys.Select(k => k.EnvironmentName).ToList();
        foreach (var name in environment.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal) && !known.Contains(n)).Order(StringComparer.Ordinal))
        {
            YamlValue.OfText(name, "", complaints).Complain($"No key has this variable{NearestName.Hint(name, known)}");
        }
    }
}
