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

    /// <param name="protocols">Those whose facts can be asked for. Several may share a kind.</param>
    /// <param name="names">What rules may call them, in the order by which flows number them; null: by their names.</param>
    public RuleKinds(IReadOnlyList<IProtocol> protocols, IReadOnlyList<string>? names = null)
    {
        foreach (var kind in protocols.SelectMany(p => p.FactKinds).Concat(StreamFields.Kinds).Concat([PumpEvent.Kind, PumpDiscrepancy.Kind, SerialElsewhere.Kind]).Distinct())
        {
            _kinds.Add(kind.Name!, kind);
        }

        Surroundings = new Vocabulary(names ?? [.. protocols.Select(p => p.Name)]);
    }

    /// <summary>What surrounds every fact, and nothing of the fact itself.</summary>
    public Vocabulary Surroundings { get; }

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
            vocabulary = Surroundings.With(kind);
            _vocabularies.TryAdd(kind, vocabulary);
        }

        return vocabulary;
    }

    public FactKind? Find(string name) => _kinds.GetValueOrDefault(name);
}
