using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sensor.Protocols;
using Sensor.Tests.Support;
using Sensor.Yaml;

namespace Sensor.Tests.Protocols;

/// <summary>The JSON Schema of definitions, for editors, takes what the sensor takes and refuses what it refuses; judged by an independent validator.</summary>
public sealed class DefinitionSchemaTests
{
    private const string Script = """
        import json, sys, jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        for line in sys.stdin:
            print(len(list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(line)))))
        """;

    [Fact]
    public void All_that_is_shipped_and_the_page_s_example_fit()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "pump-definitions.md"));
        var begin = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        var binary = page.IndexOf("protocol: bench", StringComparison.Ordinal);
        string[] texts = [page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)], page[binary..page.IndexOf("```", binary, StringComparison.Ordinal)], .. ShippedDefinitions.Texts().Select(t => t.Text)];
        Assert.All(Errors(texts), e => Assert.Equal(0, e));
    }

    [Fact]
    public void What_is_misspelt_doesn_t_fit()
    {
        const string Good = DefinitionText.Head + DefinitionText.Frames + DefinitionText.Messages + DefinitionText.Vectors;
        string[] bad =
        [
            Good + "titel: x", Good + "confidence: sure", Good + "pump: servre", Good + "commands: {A: {class: stat}}", Good + "commands: {A: {class: start, effects: {state: on}}}",
            Good + "values: {T: {a: {as: rat}}}", Good.Replace("end:", "ned:", StringComparison.Ordinal), Good.Replace("field:", "fild:", StringComparison.Ordinal),
            Good.Replace("pump: \"<A>\"", "pmup: a", StringComparison.Ordinal), Good.Replace("kind:", "knid:", StringComparison.Ordinal),
        ];
        Assert.Equal([0], Errors([Good]));
        Assert.All(Errors(bad), e => Assert.NotEqual(0, e));
        Assert.All(bad, b => Assert.NotEmpty(DefinitionText.Read(b).Wrong));
    }

    /// <summary>Mistakes in each.</summary>
    private static int[] Errors(string[] definitions)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        start.ArgumentList.Add(Path.Combine(RepositoryRoot.Path, "docs", "schema", "definitions", "pump-definition.schema.json"));
        using var python = Process.Start(start)!;
        foreach (var definition in definitions)
        {
            python.StandardInput.WriteLine(Json(definition));
        }

        python.StandardInput.Close();
        var answers = python.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        python.WaitForExit();
        Assert.Equal(definitions.Length, answers.Length);
        return [.. answers.Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
    }

    /// <summary>As YAML 1.2 readers make JSON of it.</summary>
    private static string Json(string yaml)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, YamlFile.Parse("x", yaml, new Complaints())!);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, YamlValue value)
    {
        if (value.Items is { } items)
        {
            json.WriteStartArray();
            items.ToList().ForEach(i => Write(json, i));
            json.WriteEndArray();
        }
        else if (value.Members is { } members)
        {
            json.WriteStartObject();
            foreach (var (key, member) in members)
            {
                json.WritePropertyName(key.Text!);
                Write(json, member);
            }

            json.WriteEndObject();
        }
        else if (value.IsEmpty)
        {
            json.WriteNullValue();
        }
        else if (value.IsPlain && value.Text is "true" or "false")
        {
            json.WriteBooleanValue(value.Text == "true");
        }
        else if (value.IsPlain && long.TryParse(value.Text, CultureInfo.InvariantCulture, out var whole))
        {
            json.WriteNumberValue(whole);
        }
        else if (value.IsPlain && double.TryParse(value.Text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(value.Text);
        }
    }
}
