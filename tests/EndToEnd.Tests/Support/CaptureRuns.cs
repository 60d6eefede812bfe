using System.Collections.Concurrent;
using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

[assembly: AssemblyFixture(typeof(CaptureRuns))]

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>What <c>sensor replay CAPTURE --out FOLDER</c> left behind.</summary>
internal sealed class ReplayResult(string folder, Outcome outcome)
{
    public static readonly string[] FileNames = ["events.jsonl", "alerts.jsonl", "findings.jsonl", "devices.jsonl", "summary.json"];

    public string Folder { get; } = folder;

    public Outcome Outcome { get; } = outcome;

    public JsonElement Summary => field.ValueKind == JsonValueKind.Undefined ? field = Parse(File.ReadAllText(PathOf("summary.json"))) : field;

    public IReadOnlyList<JsonElement> Events => field ??= Lines("events.jsonl");

    public IReadOnlyList<JsonElement> Alerts => field ??= Lines("alerts.jsonl");

    public IReadOnlyList<JsonElement> Devices => field ??= Lines("devices.jsonl");

    public IEnumerable<JsonElement> EventsOf(string type) => Events.Where(e => e.GetProperty("event_type").GetString() == type);

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>The summary without what differs from run to run.</summary>
    public string SummaryWithoutRun => WithoutRun(File.ReadAllText(PathOf("summary.json")));

    public static string WithoutRun(string summary)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(summary)!.AsObject();
        Assert.True(json.Remove("run"));
        return json.ToJsonString();
    }

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private List<JsonElement> Lines(string name) => [.. File.ReadLines(PathOf(name)).Select(Parse)];
}

/// <summary>Runs the program once over each capture that a test asks for; many tests look at the same results.</summary>
public sealed class CaptureRuns : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, Lazy<ReplayResult>> _results = new();
    private readonly ConcurrentDictionary<string, Lazy<PlainCapture>> _plain = new();
    private int _runs;

    /// <summary>The program's results for a capture named as in truth.json.</summary>
    internal ReplayResult Of(string capture) => Of(capture, []);

    internal ReplayResult Of(string capture, params string[] options) =>
        _results.GetOrAdd(string.Join(' ', [capture, .. options]), _ => new(() => Run([Path.Combine("pcaps", capture)], options))).Value;

    /// <summary>The radiology department, learning until the labels say that misuse begins.</summary>
    internal ReplayResult Radiology => Of(Truth.Radiology, "--learn-until", Labels.NormalUntil);

    /// <summary>The capture's frames and streams as tshark sees them; skips the test where there is no tshark.</summary>
    internal PlainCapture Plain(string capture)
    {
        Programs.RequireTshark();
        return _plain.GetOrAdd(capture, _ => new(() => PlainCapture.Read(Repository.Capture(capture)))).Value;
    }

    internal ReplayResult Run(IEnumerable<string> paths, params IEnumerable<string> options)
    {
        var folder = _folder.File($"run-{Interlocked.Increment(ref _runs)}");
        var outcome = Programs.Sensor(["replay", .. paths, "--out", folder, .. options]);
        Assert.True(outcome.ExitCode == 0, outcome.Said);
        return new ReplayResult(folder, outcome);
    }

    public void Dispose() => _folder.Dispose();
}
