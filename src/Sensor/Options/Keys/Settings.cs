using Sensor.Options.Sections;
using Sensor.Protocols;
using Sensor.Yaml;
using Sensor.Rules;

namespace Sensor.Options.Keys;

/// <summary>What holds for every key. Doesn't change once it was read.</summary>
internal sealed class Settings
{
    private readonly Dictionary<Key, Setting> _settings = [];
    private RuleSet? _rules;
    private ProtocolSet? _protocols;
    private RuleKinds? _kinds;

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

    /// <summary>The protocols that a run knows under these settings, loaded once.</summary>
    /// <exception cref="ConfigurationException">Something is wrong with them.</exception>
    public ProtocolSet Protocols
    {
        get
        {
            if (_protocols is null)
            {
                var complaints = new Complaints();
                LoadProtocols(complaints, null);
                complaints.ThrowIfAny();
            }

            return _protocols!;
        }
    }

    /// <summary>The kinds of facts that rules can look for under these settings.</summary>
    public RuleKinds Kinds => _kinds ??= RulesSection.KindsOf(Protocols);

    public void LoadRules(Complaints complaints) => _rules = RulesSection.Load(this, complaints);

    /// <param name="complaints">Takes what is wrong.</param>
    /// <param name="known">Those of a run that goes on: they hold until it ends. Null: they are loaded.</param>
    public ProtocolSet LoadProtocols(Complaints complaints, ProtocolSet? known) => _protocols = known ?? ProtocolsSection.Load(this, complaints);

    /// <summary>While reading only.</summary>
    public void Set(Key key, Setting setting) => _settings[key] = setting;
}
