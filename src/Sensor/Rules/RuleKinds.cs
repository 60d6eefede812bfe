using System.Collections.Concurrent;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Inventory;
using Sensor.Pumps;
using Sensor.Rules.Language;
using Sensor.Site;
using Sensor.Streams;
using Sensor.Yaml;

namespace Sensor.Rules;

/// <summary>The kinds of facts that rules can look for.</summary>
internal sealed class RuleKinds
{
    private readonly SortedDictionary<string, FactKind> _kinds = new(StringComparer.Ordinal);

    /// <summary>Asked by the analysis and by who reads a configuration again.</summary>
    private readonly ConcurrentDictionary<FactKind, Vocabulary> _vocabularies = new();

    public RuleKinds(IEnumerable<IProtocol> protocols)
    {
        foreach (var kind in protocols.SelectMany(p => p.FactKinds).Concat(StreamFields.Kinds).Concat([PumpEvent.Kind, PumpDiscrepancy.Kind, SerialElsewhere.Kind]).Distinct())
        {
            _kinds.Add(kind.Name!, kind);
        }
    }

    /// <summary>Reads what a trial says of its site, as the configuration has it.</summary>
    public Func<YamlValue, SiteKnowledge> ReadSite { get; init; } = _ => SiteKnowledge.Empty;

    public IEnumerable<string> Names => _kinds.Keys;

    /// <summary>All of them, by name.</summary>
    public IEnumerable<FactKind> All => _kinds.Values;

    /// <summary>What a rule can ask of a kind; made once.</summary>
    public Vocabulary VocabularyOf(FactKind kind)
    {
        if (!_vocabularies.TryGetValue(kind, out var vocabulary))
        {
            vocabulary = Vocabulary.Of(kind);
            _vocabularies.TryAdd(kind, vocabulary);
        }

        return vocabulary;
    }

    public FactKind? Find(string name) => _kinds.GetValueOrDefault(name);
}
