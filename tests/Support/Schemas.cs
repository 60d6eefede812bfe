using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sensor.Tests.Support;

/// <summary>
/// The schemas in <c>docs/schema</c>, and whether documents fit them: JSON Schema (draft 2020-12) as far as these use it. A keyword that isn't known here
/// throws, so that none goes unheeded. Thread-safe.
/// </summary>
internal sealed class Schemas
{
    private const string Suffix = ".schema.json";

    private readonly Dictionary<string, JsonElement> _schemas;
    private readonly ConcurrentDictionary<string, Regex> _patterns = new();

    private Schemas(string folder) => _schemas = Directory.GetFiles(folder, "*" + Suffix)
        .ToDictionary(f => Path.GetFileName(f), f => JsonDocument.Parse(File.ReadAllBytes(f)).RootElement, StringComparer.Ordinal);

    public static Schemas Ours { get; } = new(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "schema"));

    /// <summary>Schemas by name, without what their files' names have in common.</summary>
    public IReadOnlyDictionary<string, JsonElement> All => _schemas.ToDictionary(s => s.Key[..^Suffix.Length], s => s.Value);

    /// <summary>What is wrong with a result folder, a few lines at most; empty when all lines fit.</summary>
    /// <param name="folder">The folder, with all five files.</param>
    /// <param name="met">Takes note of the members that the documents have, as <see cref="Members"/> names them.</param>
    public IReadOnlyList<string> Check(string folder, ISet<string>? met = null)
    {
        var errors = new List<string>();
        foreach (var name in (string[])["events", "alerts", "devices", "findings"])
        {
            var number = 0;
            foreach (var line in File.ReadLines(Path.Combine(folder, name + ".jsonl")))
            {
                number++;
                var document = JsonDocument.Parse(line).RootElement;
                var schema = name is "events" or "alerts" ? document.GetProperty("event_type").GetString()! : name;
                errors.AddRange(Check(schema, document, met).Select(e => $"{name}.jsonl:{number}: {e}: {line}"));
                if (errors.Count > 5)
                {
                    return errors;
                }
            }
        }

        errors.AddRange(Check("summary", JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "summary.json"))).RootElement, met).Select(e => "summary.json: " + e));
        return errors;
    }

    /// <summary>What is wrong with one document; empty when it fits.</summary>
    public IReadOnlyList<string> Check(string name, JsonElement document, ISet<string>? met = null)
    {
        var errors = new List<string>();
        if (_schemas.TryGetValue(name + Suffix, out var schema))
        {
            Check(new Place(name + Suffix, ""), schema, document, "", errors, met);
        }
        else
        {
            errors.Add($"there is no schema {name}");
        }

        return errors;
    }

    /// <summary>All members that the schemas describe: the schema's file, and in it the way to the member.</summary>
    public IEnumerable<string> Members() =>
        Objects().Where(o => o.Schema.TryGetProperty("properties", out _))
            .SelectMany(o => o.Schema.GetProperty("properties").EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object)
                .Select(p => $"{o.Place}/properties/{p.Name}"));

    /// <summary>All objects of the schemas' files that are schemas themselves, with their places.</summary>
    public IEnumerable<(string Place, JsonElement Schema)> Objects() => _schemas.SelectMany(s => Within(s.Key + "#", s.Value));

    private static IEnumerable<(string Place, JsonElement Schema)> Within(string place, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        yield return (place, schema);
        foreach (var keyword in schema.EnumerateObject())
        {
            var inner = keyword.Name switch
            {
                "properties" or "$defs" => keyword.Value.EnumerateObject().Select(p => ($"{place}/{keyword.Name}/{p.Name}", p.Value)),
                "items" or "not" or "additionalProperties" => [($"{place}/{keyword.Name}", keyword.Value)],
                "allOf" or "anyOf" or "oneOf" => keyword.Value.EnumerateArray().Select((s, i) => ($"{place}/{keyword.Name}/{i}", s)),
                _ => [],
            };
            foreach (var found in inner.SelectMany(i => Within(i.Item1, i.Item2)))
            {
                yield return found;
            }
        }
    }

    private void Check(in Place at, JsonElement schema, JsonElement value, string path, List<string> errors, ISet<string>? met)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            Expect(schema.ValueKind == JsonValueKind.True, errors, path, "isn't foreseen");
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            var wanted = keyword.Value;
            switch (keyword.Name)
            {
                case "$schema" or "$id" or "$defs" or "title" or "description":
                    break;
                case "$ref":
                    var (place, target) = Resolve(at, wanted.GetString()!);
                    Check(place, target, value, path, errors, met);
                    break;
                case "allOf":
                    foreach (var (i, each) in wanted.EnumerateArray().Index())
                    {
                        Check(at.In($"allOf/{i}", met), each, value, path, errors, met);
                    }

                    break;
                case "anyOf" or "oneOf":
                    CheckAlternatives(at, keyword, value, path, errors, met);
                    break;
                case "if":
                    var branch = Try(at, wanted, value).Count == 0 ? "then" : "else";
                    if (schema.TryGetProperty(branch, out var consequence))
                    {
                        Check(at.In(branch, met), consequence, value, path, errors, met);
                    }

                    break;
                case "then" or "else":
                    break;
                case "not":
                    Expect(Try(at, wanted, value).Count > 0, errors, path, "must not be");
                    break;
                case "type":
                    var types = wanted.ValueKind == JsonValueKind.Array ? wanted.EnumerateArray().Select(t => t.GetString()!) : [wanted.GetString()!];
                    Expect(types.Any(t => IsOf(t, value)), errors, path, $"is no {wanted}");
                    break;
                case "const":
                    Expect(JsonElement.DeepEquals(wanted, value), errors, path, $"isn't {wanted}");
                    break;
                case "enum":
                    Expect(wanted.EnumerateArray().Any(w => JsonElement.DeepEquals(w, value)), errors, path, "isn't one of those listed");
                    break;
                case "required":
                    foreach (var name in wanted.EnumerateArray().Select(n => n.GetString()!))
                    {
                        Expect(value.ValueKind != JsonValueKind.Object || value.TryGetProperty(name, out _), errors, path, $"lacks {name}");
                    }

                    break;
                case "properties":
                    CheckMembers(at, wanted, value, path, errors, met);
                    break;
                case "additionalProperties":
                    CheckOthers(at, schema, wanted, value, path, errors, met);
                    break;
                case "maxProperties":
                    Expect(value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() <= wanted.GetInt32(), errors, path, "has too many members");
                    break;
                case "items":
                    if (value.ValueKind == JsonValueKind.Array)
                    {
                        foreach (var (i, item) in value.EnumerateArray().Index())
                        {
                            Check(at.In("items", met), wanted, item, $"{path}/{i}", errors, met);
                        }
                    }

                    break;
                case "minItems":
                    Expect(value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= wanted.GetInt32(), errors, path, "has too few items");
                    break;
                case "maxItems":
                    Expect(value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= wanted.GetInt32(), errors, path, "has too many items");
                    break;
                case "uniqueItems":
                    Expect(value.ValueKind != JsonValueKind.Array || value.EnumerateArray().DistinctBy(i => i.GetRawText()).Count() == value.GetArrayLength(), errors, path, "repeats itself");
                    break;
                case "pattern":
                    var pattern = _patterns.GetOrAdd(wanted.GetString()!, p => new Regex(p, RegexOptions.CultureInvariant | RegexOptions.Compiled));
                    Expect(value.ValueKind != JsonValueKind.String || pattern.IsMatch(value.GetString()!), errors, path, $"doesn't match {wanted}");
                    break;
                case "maxLength":
                    Expect(value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= wanted.GetInt32(), errors, path, "is too long");
                    break;
                case "minimum":
                    Expect(value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= wanted.GetDecimal(), errors, path, $"is below {wanted}");
                    break;
                case "maximum":
                    Expect(value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= wanted.GetDecimal(), errors, path, $"is above {wanted}");
                    break;
                default:
                    throw new NotSupportedException($"{at.File}: {keyword.Name} is checked by nobody.");
            }
        }
    }

    private void CheckMembers(in Place at, JsonElement properties, JsonElement value, string path, List<string> errors, ISet<string>? met)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var wanted))
            {
                var place = at.In($"properties/{member.Name}", met);
                met?.Add(place.ToString());
                Check(place, wanted, member.Value, $"{path}/{member.Name}", errors, met);
            }
        }
    }

    /// <summary>Members that <c>properties</c> beside it doesn't name.</summary>
    private void CheckOthers(in Place at, JsonElement schema, JsonElement wanted, JsonElement value, string path, List<string> errors, ISet<string>? met)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var named = schema.TryGetProperty("properties", out var properties);
        foreach (var member in value.EnumerateObject())
        {
            if (!named || !properties.TryGetProperty(member.Name, out _))
            {
                Check(at.In("additionalProperties", met), wanted, member.Value, $"{path}/{member.Name}", errors, met);
            }
        }
    }

    private void CheckAlternatives(in Place at, JsonProperty keyword, JsonElement value, string path, List<string> errors, ISet<string>? met)
    {
        var fitting = 0;
        foreach (var (i, each) in keyword.Value.EnumerateArray().Index())
        {
            if (Try(at, each, value).Count == 0)
            {
                fitting++;
                Check(at.In($"{keyword.Name}/{i}", met), each, value, path, errors, met);
            }
        }

        Expect(keyword.Name == "anyOf" ? fitting > 0 : fitting == 1, errors, path, $"fits {fitting} of {keyword.Name}");
    }

    private List<string> Try(in Place at, JsonElement schema, JsonElement value)
    {
        var errors = new List<string>();
        Check(at, schema, value, "", errors, null);
        return errors;
    }

    private (Place Place, JsonElement Schema) Resolve(in Place at, string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var file = hash == 0 ? at.File : hash < 0 ? reference : reference[..hash];
        var (way, schema) = (hash < 0 ? "" : reference[(hash + 1)..], _schemas[file]);
        foreach (var step in way.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            schema = schema.GetProperty(step);
        }

        return (new Place(file, way), schema);
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException(type),
    };

    private static void Expect(bool holds, List<string> errors, string path, string otherwise)
    {
        if (!holds)
        {
            errors.Add($"{(path.Length == 0 ? "it" : path)} {otherwise}");
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;

    /// <summary>Where a schema stands; only kept up where somebody wants to know.</summary>
    private readonly record struct Place(string File, string Way)
    {
        public Place In(string step, ISet<string>? met) => met is null ? this : new Place(File, $"{Way}/{step}");

        public override string ToString() => $"{File}#{Way}";
    }
}
