using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>What <c>--out</c> leaves behind, and that it is what the schemas in <c>docs/schema</c> say.</summary>
public sealed class ResultFileTests(CaptureRuns runs)
{
    /// <summary>Validates files of JSON lines (or one JSON document) against schemas; prints what is wrong, at most a few lines a file.</summary>
    private const string Validate = """
        import json, pathlib, sys
        import jsonschema
        folder = pathlib.Path(sys.argv[1])
        schemas = {p.name: json.loads(p.read_text()) for p in folder.glob('*.schema.json')}
        checkers = {}
        def checker(name):
            jsonschema.Draft202012Validator.check_schema(schemas[name])
            try:
                from referencing import Registry, Resource
            except ImportError:
                return jsonschema.Draft202012Validator(schemas[name], resolver=jsonschema.RefResolver.from_schema(schemas[name], store=schemas))
            registry = Registry().with_resources((key, Resource.from_contents(value)) for key, value in schemas.items())
            return jsonschema.Draft202012Validator(schemas[name], registry=registry)
        def check(kind, document, where):
            name = kind + '.schema.json'
            if name not in schemas:
                return [f'{where}: there is no docs/schema/{name}']
            if name not in checkers:
                checkers[name] = checker(name)
            return [f"{where}: {kind}: {'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in checkers[name].iter_errors(document)]
        wrong = []
        for line in open(sys.argv[2]):
            schema, path = line.rstrip('\n').split('\t')
            found = []
            if path.endswith('.json'):
                found = check(schema, json.load(open(path)), path)
            else:
                for number, text in enumerate(open(path, encoding='utf-8'), 1):
                    document = json.loads(text)
                    found += check(schema or document['event_type'], document, f'{path}:{number}')
                    if len(found) > 3:
                        break
            wrong += found
        print('\n'.join(wrong))
        """;

    public static TheoryData<string> All { get; } = [.. Truth.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void All_five_files_are_there_and_hold_one_object_a_line(string capture)
    {
        var result = runs.Of(capture);

        Assert.Equal(ReplayResult.FileNames.Order(), Directory.GetFiles(result.Folder).Select(Path.GetFileName).Order());
        Assert.All(ReplayResult.FileNames[..4], name =>
        {
            var text = File.ReadAllText(result.PathOf(name));
            Assert.True(text.Length == 0 || text[^1] == '\n', $"{name} ends within a line");
            Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(JsonValueKind.Object, ReplayResult.Parse(line).ValueKind));
        });
    }

    [Fact]
    public void A_run_replaces_the_files_of_the_run_before_and_leaves_other_files_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("notes.txt", "mine"u8);
        string[] options = ["--learn-until", Labels.NormalUntil, "--out", folder.Path];
        Programs.Sensor(["replay", Repository.Capture(Truth.Radiology), .. options]);
        Assert.NotEmpty(File.ReadAllText(folder.File("alerts.jsonl")));

        var outcome = Programs.Sensor("replay", Repository.Capture("parts/net-ping.pcap"), "--out", folder.Path);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(File.ReadAllText(folder.File("alerts.jsonl")));
        Assert.Equal(18, ReplayResult.Parse(File.ReadAllText(folder.File("summary.json"))).GetProperty("packets").GetInt32());
        Assert.Equal("mine", File.ReadAllText(folder.File("notes.txt")));
        Assert.Equal(6, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void The_folder_is_made_with_all_above_it()
    {
        using var folder = new TemporaryFolder();
        var deep = Path.Combine(folder.Path, "a", "b");

        Assert.Equal(0, Programs.Sensor("replay", Repository.Capture("parts/net-ping.pcap"), "--out", deep).ExitCode);
        Assert.Equal(5, Directory.GetFiles(deep).Length);
    }

    /// <summary>All keys are always there; maps hold what occurred, sorted.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void The_summary_has_every_key_of_the_contract(string capture)
    {
        var summary = runs.Of(capture).Summary;

        AssertKeys(summary, "inputs packets filtered_packets duplicate_packets bytes captured_bytes first last truncated_packets undecodable_packets flows streams dicom hl7 pump protocols devices mature_devices alerts findings run");
        AssertKeys(summary.GetProperty("inputs")[0], "path packets warning");
        AssertKeys(summary.GetProperty("flows"), "tcp udp other");
        AssertKeys(summary.GetProperty("streams"), "gaps gap_bytes cut_bytes conflicts resyncs evicted");
        AssertKeys(summary.GetProperty("dicom"), "associations pdus commands pdv_bytes");
        AssertKeys(summary.GetProperty("hl7"), "frames messages acks batches types ack_codes");
        AssertKeys(summary.GetProperty("alerts"), "total critical high medium low");
        AssertKeys(summary.GetProperty("run"), "elapsed_s cpu_s allocated_bytes peak_memory_bytes workers version");
        JsonElement[] maps =
        [
            summary.GetProperty("dicom").GetProperty("pdus"), summary.GetProperty("dicom").GetProperty("commands"),
            summary.GetProperty("hl7").GetProperty("types"), summary.GetProperty("hl7").GetProperty("ack_codes"), summary.GetProperty("protocols"),
        ];
        Assert.All(maps, map =>
        {
            var keys = map.EnumerateObject().Select(e => e.Name).ToList();
            Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
            Assert.All(map.EnumerateObject(), e => Assert.True(e.Value.GetInt64() > 0));
        });
    }

    [Fact]
    public void The_summary_counts_the_lines_of_the_other_files()
    {
        var result = runs.Radiology;

        Assert.Equal(result.Devices.Count, result.Summary.GetProperty("devices").GetInt32());
        Assert.Equal(result.Devices.Count(d => d.GetProperty("mature").GetBoolean()), result.Summary.GetProperty("mature_devices").GetInt32());
        Assert.Equal(File.ReadLines(result.PathOf("findings.jsonl")).Count(), result.Summary.GetProperty("findings").GetInt32());
    }

    [Fact]
    public void Every_line_of_every_capture_is_as_its_schema_says()
    {
        using var folder = new TemporaryFolder();
        var work = Truth.Names.Select(runs.Of).Append(runs.Radiology).SelectMany(r => new[]
        {
            "\t" + r.PathOf("events.jsonl"), "alert\t" + r.PathOf("alerts.jsonl"), "findings\t" + r.PathOf("findings.jsonl"),
            "devices\t" + r.PathOf("devices.jsonl"), "summary\t" + r.PathOf("summary.json"),
        });
        File.WriteAllLines(folder.File("work.tsv"), work);

        var outcome = Programs.PythonWithJsonSchema(Validate, Path.Combine(Repository.Root, "docs", "schema"), folder.File("work.tsv"));

        Assert.True(outcome.ExitCode == 0, outcome.Error[^Math.Min(outcome.Error.Length, 2000)..]);
        Assert.Equal("", string.Join('\n', outcome.OutputLines.Take(20)));
    }

    /// <summary>A schema that lets everything through checks nothing: without any one of its first members a line must be refused.</summary>
    [Fact]
    public void The_schemas_refuse_a_line_that_lacks_what_is_always_there()
    {
        using var folder = new TemporaryFolder();
        var result = runs.Radiology;
        var samples = result.Events.Concat(result.Alerts).DistinctBy(e => e.GetProperty("event_type").GetString()).Select(e => (Schema: e.GetProperty("event_type").GetString()!, Line: e, Keys: (string[])["timestamp", "src_ip", e.GetProperty("event_type").GetString()!]))
            .Append(("devices", result.Devices[0], ["id", "ips", "roles", "mature"]))
            .Append(("summary", result.Summary, ["inputs", "packets", "run"]));
        var work = new List<string>();
        foreach (var (schema, line, keys) in samples)
        {
            foreach (var key in keys)
            {
                var json = System.Text.Json.Nodes.JsonObject.Create(line)!;
                json.Remove(key);
                var path = folder.Write($"{schema} without {key}.jsonl", JsonSerializer.SerializeToUtf8Bytes(json));
                work.Add($"{schema}\t{path}");
            }
        }

        File.WriteAllLines(folder.File("work.tsv"), work);

        var outcome = Programs.PythonWithJsonSchema(Validate, Path.Combine(Repository.Root, "docs", "schema"), folder.File("work.tsv"));

        Assert.True(outcome.ExitCode == 0, outcome.Error[^Math.Min(outcome.Error.Length, 2000)..]);
        Assert.DoesNotContain("there is no", outcome.Output, StringComparison.Ordinal);
        Assert.All(work, w => Assert.Contains(w.Split('\t')[1], outcome.Output, StringComparison.Ordinal));
    }

    private static void AssertKeys(JsonElement json, string keys) =>
        Assert.Equal(keys.Split(' ').Order(StringComparer.Ordinal), json.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
}
