using System.Text.Json;

namespace Scorecard.Feed.Slices;

/// <summary>What the sensor told, from its <c>events.jsonl</c>.</summary>
internal static class SensedStatements
{
    public static IEnumerable<Statement> Read(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            using var document = JsonDocument.Parse(line);
            if (Read(document.RootElement) is { } statement)
            {
                yield return statement;
            }
        }
    }

    private static Statement? Read(JsonElement line)
    {
        var type = line.GetProperty("event_type").GetString()!;
        if (!line.TryGetProperty(type, out var body) || KindOf(type, body) is not { } kind || !line.TryGetProperty("src_port", out var port))
        {
            return null;
        }

        var (from, to) = (line.GetProperty("src_ip").GetString()!, line.GetProperty("dest_ip").GetString()!);
        var fields = new Dictionary<string, string?> { [Vocabulary.From] = from };
        foreach (var field in Vocabulary.Of(kind).Where(f => f != Vocabulary.From))
        {
            if (field == "app_proto" ? line.TryGetProperty(field, out var value) : TryFind(body, field.TrimEnd('?'), out value))
            {
                fields[field] = Vocabulary.IsPresence(field) ? "said" : Text(value);
            }
        }

        return new Statement(kind, Statement.LineOf(from, port.GetInt32(), to, line.GetProperty("dest_port").GetInt32()), fields);
    }

    private static string? KindOf(string type, JsonElement body) => type switch
    {
        "dicom" when body.GetProperty("type").ValueEquals("association") => Vocabulary.Association,
        "dicom" when body.GetProperty("type").ValueEquals("dimse") => Vocabulary.Operation,
        "hl7" => Vocabulary.Message,
        "pump" when body.GetProperty("kind").GetString() is "query" or "set" => Vocabulary.Pump,
        "http" => Vocabulary.Web,
        "tls" or "ftp" or "telnet" or "flow" => type,
        _ => null,
    };

    /// <summary>A member by its path; of an array, all its elements' members.</summary>
    private static bool TryFind(JsonElement at, string path, out JsonElement value)
    {
        value = at;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                if (value.GetArrayLength() == 0)
                {
                    return false;
                }

                value = value[0];
            }

            if (!value.TryGetProperty(name, out value))
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
