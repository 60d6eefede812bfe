using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>What a state holds, listed and shown as an analyst and a program ask for it.</summary>
public sealed class StoredCommandTests : IClassFixture<StoredCommandTests.Kept>
{
    private readonly Kept _kept;

    public StoredCommandTests(Kept kept) => _kept = kept;

    [Fact]
    public void Alerts_in_JSON_are_those_of_the_result_file_with_a_status()
    {
        var listed = Ask("alerts", "list", "--steps", "--format", "json");
        Assert.Equal(File.ReadLines(_kept.Folder.File("out/alerts.jsonl")).Select(line => $"{line[..^1]},\"status\":{{\"state\":\"new\"}}}}"), listed);
    }

    [Theory]
    [InlineData("devices")]
    [InlineData("findings")]
    public void JSON_is_what_the_result_files_have(string kind)
    {
        var listed = Ask(kind, "list", "--format", "json");

        // Numbers of packets belong to an input and aren't kept with findings.
        var written = File.ReadLines(_kept.Folder.File($"out/{kind}.jsonl")).Select(line => kind == "findings" ? WithoutEvidence(line) : line);
        Assert.Equal(written, listed.Select(line => kind == "findings" ? WithoutEvidence(line) : line));
        Assert.NotEmpty(listed);
    }

    [Fact]
    public void Tables_name_their_columns_and_line_them_up()
    {
        var lines = Ask("alerts", "list");

        Assert.StartsWith("id ", lines[0], StringComparison.Ordinal);
        var column = lines[0].IndexOf("severity", StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.Contains(line[column..].Split(' ')[0], (string[])["low", "medium", "high", "critical"]));
    }

    [Theory]
    [InlineData("--severity", "high", "anomaly.severity=high")]
    [InlineData("--device", "10.20.0.66", "anomaly.device.ip=10.20.0.66")]
    [InlineData("--reason", "dicom-*", "anomaly.kind=rule")]
    [InlineData("--until", "2000-01-01", "")]
    public void Filters_leave_what_was_asked_for_and_nothing_else(string option, string value, string expected)
    {
        var all = Ask("alerts", "list", "--steps", "--format", "json").Select(Parse).ToList();
        var some = Ask("alerts", "list", "--steps", option, value, "--format", "json").Select(Parse).ToList();

        Assert.True(some.Count < all.Count || expected.Length > 0);
        if (expected.Length == 0)
        {
            Assert.Empty(some);
            return;
        }

        var (path, wanted) = (expected.Split('=')[0].Split('.'), expected.Split('=')[1]);
        Assert.NotEmpty(some);
        Assert.All(some, alert => Assert.Equal(wanted, path.Aggregate(alert, (e, key) => e.GetProperty(key)).GetString()));
    }

    [Fact]
    public void Devices_are_found_by_role_name_and_address()
    {
        var modalities = Ask("devices", "list", "--role", "modality", "--format", "json").Select(Parse).ToList();
        Assert.NotEmpty(modalities);
        Assert.All(modalities, d => Assert.Contains(d.GetProperty("roles").EnumerateArray(), r => r.GetProperty("role").GetString() == "modality"));

        var byName = Assert.Single(Ask("devices", "show", "ct1", "--json"));
        var address = Parse(byName).GetProperty("ips")[0].GetString()!;
        Assert.Equal(byName, Assert.Single(Ask("devices", "show", address, "--json")));
    }

    [Fact]
    public void CSV_has_a_line_of_names_and_as_many_cells_in_each()
    {
        var lines = Ask("findings", "list", "--format", "csv");

        Assert.Equal("id,severity,status,finding,device,device_ip,count,first_seen,last_seen,what", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Equal(10, line.Split(',').Length));
    }

    [Fact]
    public void An_alert_is_shown_with_what_happened_why_it_matters_and_what_to_check()
    {
        var alert = Parse(Ask("alerts", "list", "--format", "json")[0]).GetProperty("anomaly");
        var shown = string.Join(' ', Ask("alerts", "show", alert.GetProperty("id").GetString()!).SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Contains(string.Join(' ', alert.GetProperty("explanation").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)), shown, StringComparison.Ordinal);
        Assert.Contains("Why it matters:", shown, StringComparison.Ordinal);
        Assert.All(alert.GetProperty("next_steps").EnumerateArray(), step => Assert.Contains(step.GetString()!, shown, StringComparison.Ordinal));
        Assert.Contains(alert.GetProperty("evidence").GetProperty("packets")[0].ToString(), shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "There is no alert 'alert-999999'", "alerts", "show", "alert-999999", "--state", "STATE")]
    [InlineData(1, "There is no state in", "alerts", "list", "--state", "/nowhere")]
    [InlineData(2, "--state", "devices", "list")]
    [InlineData(2, "--since takes", "alerts", "list", "--state", "STATE", "--since", "yesterday")]
    [InlineData(2, "--limit takes", "findings", "list", "--state", "STATE", "--limit", "0")]
    public void What_cannot_be_answered_is_one_sentence(int exitCode, string sentence, params string[] arguments)
    {
        var outcome = Programs.Sensor(arguments.Select(a => a == "STATE" ? _kept.Folder.File("state") : a));

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(sentence, Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private static string WithoutEvidence(string line) => line[..line.IndexOf("\"evidence\"", StringComparison.Ordinal)];

    private string[] Ask(string kind, string verb, params string[] rest)
    {
        var outcome = Programs.Sensor([kind, verb, .. rest, "--state", _kept.Folder.File("state")]);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        return outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r')).ToArray();
    }

    /// <summary>A state that a replay left.</summary>
    public sealed class Kept : IDisposable
    {
        public Kept()
        {
            var outcome = Programs.Sensor("replay", Repository.Capture(Truth.Radiology), "--state", Folder.File("state"), "--out", Folder.File("out"));
            Assert.Equal(0, outcome.ExitCode);
        }

        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
