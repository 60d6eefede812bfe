using Sensor.Yaml;

namespace Sensor.Options.Keys;

/// <summary>
/// A key of <c>sensor.yaml</c>, declared once: from it the file and the environment are read, the effective configuration is shown, and its row of
/// <c>docs/configuration.md</c> is made.
/// </summary>
internal abstract class Key(string name)
{
    public string Name { get; } = name;

    /// <summary>What the key is for, in a sentence or two.</summary>
    public required string Meaning { get; init; }

    /// <summary>What may stand there, with its unit.</summary>
    public required string Type { get; init; }

    /// <summary>What holds where it doesn't stand, in words; null: <see cref="DefaultSetting"/> as it is written.</summary>
    public string? DefaultWords { get; init; }

    /// <summary>A change takes effect when the configuration is read again, not at the next start.</summary>
    public bool Reloads { get; init; }

    /// <summary>Never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>A list of items with keys of their own, which no environment variable can hold.</summary>
    public FieldList? Fields { get; init; }

    /// <summary>Name of the section it belongs to.</summary>
    public string Section { get; set; } = "";

    public string Path => $"{Section}.{Name}";

    public string EnvironmentName => $"SENSOR_{Section}_{Name}".ToUpperInvariant();

    public abstract Setting DefaultSetting { get; }

    /// <summary>Reads what somebody wrote; null where it is wrong, which is then complained about.</summary>
    /// <param name="value">As it was written.</param>
    /// <param name="before">Settings of the keys declared before this one.</param>
    public abstract Setting? Read(YamlValue value, Settings before);

    public override string ToString() => Path;
}

/// <summary>A key whose values have a type.</summary>
/// <param name="name">Its name within its section.</param>
/// <param name="otherwise">Value where it doesn't stand.</param>
/// <param name="read">Reads what somebody wrote; complains and answers null where it is wrong.</param>
/// <param name="write">Writes a value as it is written in YAML; null: as it was written.</param>
internal sealed class Key<T>(string name, T otherwise, Func<YamlValue, Settings, (T Value, bool IsRight)> read, Func<T, string>? write = null) : Key(name)
{
    /// <summary>Value where it doesn't stand.</summary>
    public T Otherwise => otherwise;

    public override Setting DefaultSetting => new(otherwise, write?.Invoke(otherwise) ?? "", "default");

    public override Setting? Read(YamlValue value, Settings before) =>
        read(value, before) is (var right, true) ? new Setting(right, write?.Invoke(right) ?? YamlText.Of(value, Fields is { } fields ? fields.IsSecret : null), value.Origin) : null;
}

/// <summary>What holds for a key.</summary>
/// <param name="Value">Of the key's type.</param>
/// <param name="Text">The value in YAML.</param>
/// <param name="Origin">Where it was said: <c>default</c>, a place in a file, a variable of the environment, or an option.</param>
internal sealed record Setting(object? Value, string Text, string Origin);
