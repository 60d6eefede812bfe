using Sensor.Options.Sections;
using Sensor.Yaml;
using Sensor.Rules;

namespace Sensor.Options.Keys;

/// <summary>What holds for every key. Doesn't change once it was read.</summary>
internal sealed class Settings
{
    private readonly Dictionary<Key, Setting> _settings = [];
    private RuleSet? _rules;

    /// <summary>The value of a key.</summary>
    public T Of<T>(Key<T> key) => _settings.TryGetValue(key, out var setting) ? (T)setting.Value! : key.Otherwise;

    public Setting SettingOf(Key key) => _settings.GetValueOrDefault(key) ?? key.DefaultSetting;

    /// <summary>Somebody said it; otherwise the default holds.</summary>
    public bool IsSet(Key key) => _settings.ContainsKey(key);

    /// <summary>The rules at work under these settings, loaded once.</summary>
    /// <exception cref="ConfigurationException">Something is wrong with them.</exception>
    public RuleSet Rules
    {
        get
        {
            if (_rules is null)
            {
                var complaints = new Complaints();
                LoadRules(complaints);
                complaints.ThrowIfAny();
            }

            return _rules!;
        }
    }

    public void LoadRules(Complaints complaints) => _rules = RulesSection.Load(this, complaints);

    /// <summary>While reading only.</summary>
    public void Set(Key key, Setting setting) => _settings[key] = setting;
}
