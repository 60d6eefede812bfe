using System.Reflection;
using Sensor.Alerts;
using Sensor.Yaml;
using Sensor.Rules.Language;
using Sensor.Rules.Trials;

namespace Sensor.Rules;

/// <summary>All rules at work: those shipped and a site's own, as the site tunes them.</summary>
internal sealed class RuleSet
{
    public const int MaxRules = 2000;

    /// <summary>Signature ids of rules that a site writes itself.</summary>
    public const int FirstOwnId = 100_000;

    private const int MaxFiles = 1000;

    /// <summary>What names of shipped files begin with.</summary>
    private const string ShippedFolder = "rules/";

    private readonly Complaints _complaints;
    private readonly RuleKinds _kinds;
    private readonly RuleSettings _settings;
    private readonly List<RuleDefinition> _rules = [];
    private readonly Dictionary<string, YamlValue> _slugs = [];
    private readonly Dictionary<int, string> _ids = AlertCatalogue.All.ToDictionary(r => r.SignatureId, r => r.Slug);

    private RuleSet(RuleKinds kinds, RuleSettings settings, Complaints complaints) => (_kinds, _settings, _complaints) = (kinds, settings, complaints);

    /// <summary>What is wrong with them, also what is found later.</summary>
    public Complaints Complaints => _complaints;

    /// <summary>No rules.</summary>
    public static RuleSet Empty { get; } = new(new RuleKinds([]), RuleSettings.None, new Complaints());

    public IReadOnlyList<RuleDefinition> Rules => _rules;

    /// <summary>What the site silences or gives another severity.</summary>
    public IReadOnlyList<Tuning> Tunings { get; private set; } = [];

    /// <summary>All rules as they are written, each once, by signature id.</summary>
    public IEnumerable<(RuleDefinition Rule, YamlValue Text)> Written =>
        _rules.Where(r => r.Variant == 0).OrderBy(r => r.Reason.SignatureId).Select(r => (r, _slugs[r.Slug]));

    /// <summary>Reasons of all rules, each once, by signature id.</summary>
    public IReadOnlyList<AlertReason> Reasons => [.. _rules.Where(r => r.Variant == 0).Select(r => r.Reason).OrderBy(r => r.SignatureId)];

    /// <summary>The rules shipped and those of the site.</summary>
    /// <param name="kinds">What can be looked for.</param>
    /// <param name="settings">What the site says.</param>
    /// <param name="complaints">Takes what is wrong.</param>
    public static RuleSet Load(RuleKinds kinds, RuleSettings settings, Complaints complaints)
    {
        var set = new RuleSet(kinds, settings, complaints);
        foreach (var (name, text) in Shipped())
        {
            set.Take(YamlFile.Parse(name, ShippedTrials.Leave(text), complaints), isShipped: true);
        }

        set.TakeFolders();
        set.Finish();
        return set;
    }

    /// <summary>The rules of one file, beside those shipped but without them.</summary>
    public static RuleSet LoadFile(string path, RuleKinds kinds, Complaints complaints)
    {
        var set = new RuleSet(kinds, RuleSettings.None, complaints);
        set.Take(YamlFile.Load(path, complaints), isShipped: false);
        set.Finish();
        return set;
    }

    /// <summary>What each rule's author says it must and mustn't find. Read when asked: runs don't need it.</summary>
    public IReadOnlyList<Trial> ReadTrials()
    {
        var written = _rules.Any(r => r.Source.File.StartsWith(ShippedFolder, StringComparison.Ordinal)) ? ShippedTrials.Read(Shipped(), _complaints) : [];
        var trials = new List<Trial>();
        foreach (var atWork in _rules.Where(r => r.Variant == 0))
        {
            // An author's trials are about what the author wrote, not about what a site makes of it.
            var isTuned = _rules.Exists(r => r.Slug == atWork.Slug && r.Variant > 0);
            var rule = isTuned ? new RuleReader(_slugs[atWork.Slug], atWork.IsFinding, _kinds, RuleVariant.AsWritten).Read() ?? atWork : atWork;
            foreach (var trial in written.GetValueOrDefault(rule.Slug)?.AsList() ?? _slugs[rule.Slug].AsMap()["trials"]?.AsList() ?? [])
            {
                if (TrialReader.Read(trial, rule, _kinds) is { } read)
                {
                    trials.Add(read);
                }
            }
        }

        return trials;
    }

    /// <summary>One rule alone, with its tunings.</summary>
    public RuleSet Only(string slug)
    {
        var one = new RuleSet(_kinds, _settings, _complaints) { Tunings = Tunings };
        one._rules.AddRange(_rules.Where(r => r.Slug == slug));
        return one;
    }

    /// <summary>The shipped files' names and texts, in the order of their names.</summary>
    public static IEnumerable<(string Name, string Text)> Shipped()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(ShippedFolder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }

    private void TakeFolders()
    {
        foreach (var folder in _settings.Folders)
        {
            string[] files;
            try
            {
                files = [.. Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal).Take(MaxFiles)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _complaints.Add(new Complaint(folder, 1, 1, $"The folder of rules can't be read: {e.Message.TrimEnd('.')}."));
                continue;
            }

            foreach (var file in files)
            {
                Take(YamlFile.Load(file, _complaints), isShipped: false);
            }
        }
    }

    private void Take(YamlValue? file, bool isShipped)
    {
        if (file is null)
        {
            return;
        }

        var map = file.AsMap();
        foreach (var (key, isFinding) in new[] { ("rules", false), ("findings", true) })
        {
            foreach (var value in map[key]?.AsList() ?? [])
            {
                TakeRule(value, isFinding, isShipped);
            }
        }

        map.RejectOthers();
    }

    private void TakeRule(YamlValue value, bool isFinding, bool isShipped)
    {
        var slug = RuleReader.SlugOf(value);
        if (slug is not null && !_slugs.TryAdd(slug, value))
        {
            value.Complain($"A rule named '{slug}' stands in {_slugs[slug].Place.File} already; the configuration's section 'rules' can tune it.");
            return;
        }

        var sets = _settings.Tunings.Where(t => t.Set.Count > 0 && t.Rules.Any(r => r.Slug == slug)).ToList();
        for (var variant = 0; variant <= sets.Count; variant++)
        {
            // What is left where no tuning holds comes first: it is the rule as it is written.
            var (set, earlier) = variant == 0 ? (null, sets) : (sets[variant - 1], sets.Take(variant - 1));
            var reading = new RuleVariant(variant, set?.Set ?? RuleVariant.AsWritten.Set, sets.Count == 0 ? null : vocabulary => Scope(vocabulary, set, earlier));
            if (_rules.Count >= MaxRules)
            {
                value.Complain($"There are more than {MaxRules} rules.");
                return;
            }

            if (new RuleReader(value, isFinding, _kinds, reading).Read() is not { } rule || (variant == 0 && !IsIdFree(value, rule, isShipped)))
            {
                return;
            }

            _rules.Add(rule);
        }
    }

    private bool IsIdFree(YamlValue value, RuleDefinition rule, bool isShipped)
    {
        var id = rule.Reason.SignatureId;
        if (!_ids.TryAdd(id, rule.Slug))
        {
            value.AsMap()["id"]!.Complain($"The id {id} is that of '{_ids[id]}'.");
            return false;
        }

        if (!isShipped && id < FirstOwnId)
        {
            value.AsMap()["id"]!.Complain($"A site's own rules have ids from {FirstOwnId} to 999999; those below are Sensor's.");
            return false;
        }

        return true;
    }

    /// <summary>Holds where a tuning does and no earlier one; without a tuning, where none does.</summary>
    private static AllOf Scope(Vocabulary vocabulary, RuleTuning? tuning, IEnumerable<RuleTuning> earlier)
    {
        var parts = new List<Condition>();
        foreach (var other in earlier)
        {
            parts.Add(new Not(Where(other, vocabulary)));
        }

        if (tuning?.Where is not null)
        {
            parts.Add(Where(tuning, vocabulary));
        }

        return new AllOf([.. parts]);
    }

    private static Condition Where(RuleTuning tuning, Vocabulary vocabulary) =>
        tuning.Where is null ? Condition.Always : RuleReader.ParseAlone(tuning.Where, vocabulary) ?? Condition.Always;

    /// <summary>What concerns several rules: who yields to whom, what is silenced.</summary>
    private void Finish()
    {
        var ids = _ids.ToDictionary(i => i.Value, i => i.Key);
        var known = _slugs.Keys.Concat(AlertCatalogue.All.Select(r => r.Slug)).Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i < _rules.Count; i++)
        {
            var yields = new List<int>();
            foreach (var other in _slugs[_rules[i].Slug].AsMap()["yields_to"]?.AsList() ?? [])
            {
                if (other.AsText() is { } name && ids.TryGetValue(name, out var id))
                {
                    yields.Add(id);
                }
                else if (other.Text is { } unknown && !_slugs.ContainsKey(unknown))
                {
                    other.Complain($"There is no rule '{unknown}'{NearestName.Hint(unknown, known)}");
                }
            }

            _rules[i] = _rules[i] with { YieldsTo = yields };
        }

        foreach (var (slug, at) in _settings.Tunings.SelectMany(t => t.Rules))
        {
            if (!known.Contains(slug))
            {
                at.Complain($"There is no rule '{slug}'{NearestName.Hint(slug, known)}");
            }
        }

        foreach (var tuning in _settings.Tunings.Where(t => t.Set.Count > 0 && (t.Rules.Count == 0 || t.Rules.Any(r => AlertCatalogue.All.Any(a => a.Slug == r.Slug)))))
        {
            tuning.Set.First().Value.Complain("Only rules have parameters; name those that are meant.");
        }

        Tunings =
        [
            .. _settings.Tunings.Where(t => t.Silence || t.Severity is not null)
                .Select(t => new Tuning(t.Rules.Select(r => r.Slug).ToHashSet(), Where(t, _kinds.Surroundings), t.Silence, t.Severity)),
        ];
    }
}
