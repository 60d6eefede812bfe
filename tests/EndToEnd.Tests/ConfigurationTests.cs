using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;

namespace Sensor.EndToEnd.Tests;

/// <summary>A configuration as a user writes it: checked, shown, in effect, and read again while packets come.</summary>
public sealed class ConfigurationTests
{
    private static readonly string _radiology = Repository.Capture(Truth.Radiology);

    [Fact]
    public void All_that_is_wrong_is_listed_by_the_check_and_the_first_by_a_run()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("sensor.yaml"), "capture:\n  bufer: 3\nbounds:\n  flows: 0\n");

        var check = Programs.Sensor("config", "check", folder.File("sensor.yaml"));
        Assert.Equal(2, check.ExitCode);
        Assert.Equal(
            [
                $"sensor: {folder.File("sensor.yaml")}:2:3: There is no key 'bufer' here; did you mean 'buffer'?",
                $"sensor: {folder.File("sensor.yaml")}:4:10: Here belongs a whole number from 16384 to 100000000, not '0'.",
            ],
            check.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        foreach (var command in (string[][])[["replay", _radiology], ["live", "-i", "lo"]])
        {
            var run = Programs.Sensor([.. command, "--config", folder.File("sensor.yaml")]);
            Assert.Equal(2, run.ExitCode);
            var sentence = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.EndsWith("did you mean 'buffer'? (1 more; see 'sensor config check')", sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_sentence()
    {
        var outcome = Programs.Sensor("replay", _radiology, "--config", "/nowhere/sensor.yaml");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("can't be read", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_a_run_would_refuse_is_told_by_the_check()
    {
        using var folder = new TemporaryFolder();
        var (open, config) = (folder.Write("open", "hunter2"u8), folder.File("sensor.yaml"));
        Programs.Run(Programs.StartInfo("chmod", ["604", open]));
        File.WriteAllText(config, "output:\n  receivers:\n    - {name: a, type: webhook, url: 'http://127.0.0.1:9/', secret_file: missing}\n    - {name: b, type: webhook, url: 'http://127.0.0.1:9/', token_file: open}\n");

        var check = Programs.Sensor("config", "check", config);
        Assert.Equal(2, check.ExitCode);
        var lines = check.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"sensor: {config}:3:73: The secret in '{folder.File("missing")}' can't be read: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"sensor: {config}:4:72: The secret in '{open}' can't be used: others can read or write it", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_is_fine_and_shown_with_where_values_are_from()
    {
        var example = Path.Combine(Repository.Root, "docs", "sensor.example.yaml");
        var check = Programs.Sensor("config", "check", example);
        Assert.True(check.ExitCode == 0, check.Said);

        var start = Programs.StartInfo("dotnet", [Repository.Program, "config", "show", example]);
        start.Environment["SENSOR_BOUNDS_FLOWS"] = "20000";
        var shown = Programs.Run(start).OutputLines.ToList();

        Assert.Contains(shown, l => l.StartsWith("  flows: 20000 ", StringComparison.Ordinal) && l.EndsWith("# SENSOR_BOUNDS_FLOWS", StringComparison.Ordinal));
        Assert.Contains(shown, l => l.StartsWith("  buffer: 256 ", StringComparison.Ordinal) && l.EndsWith("sensor.example.yaml:6", StringComparison.Ordinal));
        Assert.Contains(shown, l => l.StartsWith("  devices: 100000 ", StringComparison.Ordinal) && l.EndsWith("# default", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_file_says_holds_and_options_win()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("sensor.yaml"), Site("Archive A") + "capture: {workers: 1}\nbounds: {devices: 100}\noutput: {directory: from-file}\n");

        var fromFile = Programs.Sensor("replay", _radiology, "--config", folder.File("sensor.yaml"));
        Assert.True(fromFile.ExitCode == 0, fromFile.Said);
        var result = new ReplayResult(folder.File("from-file"), fromFile);
        Assert.Equal(1, result.Summary.GetProperty("run").GetProperty("workers").GetInt32());
        var archive = Archive(result);
        Assert.Equal("archive", archive.GetProperty("roles")[0].GetProperty("role").GetString());
        Assert.Equal("configured", archive.GetProperty("roles")[0].GetProperty("reasons")[0].GetString());
        Assert.Equal(
            ["criticality high", "owner Radiology IT", "segment Radiology", "system Archive A"],
            archive.GetProperty("evidence").EnumerateArray().Where(e => e.GetProperty("source").GetString() == "configuration")
                .Select(e => $"{e.GetProperty("attribute").GetString()} {e.GetProperty("value").GetString()}").Order(StringComparer.Ordinal));

        var option = Programs.Sensor("replay", _radiology, "--config", folder.File("sensor.yaml"), "--workers", "2", "--out", folder.File("from-option"));
        Assert.True(option.ExitCode == 0, option.Said);
        Assert.Equal(2, new ReplayResult(folder.File("from-option"), option).Summary.GetProperty("run").GetProperty("workers").GetInt32());
        Assert.Equal(File.ReadAllText(folder.File("from-file/alerts.jsonl")), File.ReadAllText(folder.File("from-option/alerts.jsonl")));
        Assert.Equal(File.ReadAllText(folder.File("from-file/devices.jsonl")), File.ReadAllText(folder.File("from-option/devices.jsonl")));
    }

    /// <summary>Half a capture, a wrong file, a right one, the other half: every packet counts, and the new site is known at the end.</summary>
    [Fact]
    public void Told_to_read_it_again_a_run_goes_on_and_the_new_settings_hold()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("sensor.yaml"), Site("Archive A"));
        var capture = File.ReadAllBytes(_radiology);
        using var sensor = Programs.StartSensor("replay", "-", "--config", folder.File("sensor.yaml"), "--out", folder.File("out"));
        sensor.StandardInput.BaseStream.Write(capture.AsSpan(0, capture.Length / 2));
        sensor.StandardInput.BaseStream.Flush();
        WaitFor(() => Lines(folder).Length > 0);

        Hup(sensor, folder, "site: {segments: 7}\n");
        WaitFor(() => Told(folder).Count == 1);
        Hup(sensor, folder, Site("Archive B") + "bounds: {flows: 20000}\n");
        WaitFor(() => Told(folder).Count == 2);
        sensor.StandardInput.BaseStream.Write(capture.AsSpan(capture.Length / 2));
        sensor.StandardInput.Close();
        var outcome = Programs.Finish(sensor);

        Assert.True(outcome.ExitCode == 0, outcome.Said);
        var result = new ReplayResult(folder.File("out"), outcome);
        var whole = new ReplayResult(folder.File("whole"), Programs.Sensor("replay", _radiology, "--out", folder.File("whole")));
        foreach (var count in (string[])["packets", "bytes", "flows", "dicom", "hl7", "devices"])
        {
            Assert.Equal(whole.Summary.GetProperty(count).GetRawText(), result.Summary.GetProperty(count).GetRawText());
        }

        Assert.Contains(Archive(result).GetProperty("evidence").EnumerateArray(), e => e.GetProperty("value").GetString() == "Archive B");
        var told = Told(folder);
        Assert.Equal("refused", told[0].GetProperty("state").GetString());
        Assert.Contains("sensor.yaml:1:18: ", told[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("read again", told[1].GetProperty("state").GetString());
        Assert.Equal(["site.systems"], told[1].GetProperty("changed").EnumerateArray().Select(k => k.GetString()));
        Assert.Equal(["bounds.flows"], told[1].GetProperty("next_start").EnumerateArray().Select(k => k.GetString()));
        Assert.Equal(told.Select(t => t.GetProperty("text").GetString()!.Split(": ")[0]), outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Replace("sensor: ", "", StringComparison.Ordinal).Replace("warning: ", "", StringComparison.Ordinal).Split(": ")[0]));
    }

    private static string Site(string archive) =>
        $"""
        site:
          segments:
            - {"{"}name: Radiology, addresses: 10.20.0.0/24, criticality: high{"}"}
          systems:
            - {"{"}name: {archive}, addresses: 10.20.0.10, roles: archive, owner: Radiology IT{"}"}

        """;

    private static JsonElement Archive(ReplayResult result) => result.Devices.Single(d => d.GetProperty("ips")[0].GetString() == "10.20.0.10");

    private static void Hup(Process sensor, TemporaryFolder folder, string text)
    {
        File.WriteAllText(folder.File("sensor.yaml"), text);
        using var kill = Process.Start("kill", ["-HUP", sensor.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static string[] Lines(TemporaryFolder folder)
    {
        if (!File.Exists(folder.File("out/events.jsonl")))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(folder.File("out/events.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<JsonElement> Told(TemporaryFolder folder) =>
        [.. Lines(folder).Where(l => l.Contains("\"subject\":\"configuration\"", StringComparison.Ordinal)).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("health"))];

    private static void WaitFor(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "it doesn't come");
            Thread.Sleep(20);
        }
    }
}
