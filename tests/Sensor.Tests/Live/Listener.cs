using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sensor.Tests.Support;

namespace Sensor.Tests.Live;

/// <summary><c>sensor live</c> on a wire's near end, as a user would start it. Ended, at the latest, with the test.</summary>
internal sealed class Listener : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TempFolder _folder = new();
    private readonly List<string> _said = [];
    private readonly Process _process;

    public Listener(Wire wire, params IEnumerable<string> options)
    {
        _process = Machine.Start("ip", ["netns", "exec", wire.Name, "dotnet", Machine.Sensor, "live", "-i", Wire.Near, "--out", Results, .. options]);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        WaitFor("listening on");
    }

    public string Results => Path.Combine(_folder.Path, "out");

    public JsonElement Summary => Parse(File.ReadAllText(Path.Combine(Results, "summary.json")));

    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join('\n', _said);
            }
        }
    }

    public IReadOnlyList<JsonElement> Lines(string file) => [.. File.ReadLines(Path.Combine(Results, file)).Select(Parse)];

    public IReadOnlyList<JsonElement> Events(string type) => [.. Lines("events.jsonl").Where(e => e.GetProperty("event_type").GetString() == type)];

    /// <summary>Waits until it has said something.</summary>
    public void WaitFor(string words)
    {
        var watch = Stopwatch.StartNew();
        while (!Said.Contains(words, StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < Patience && !_process.HasExited, $"'{words}' was not said; said was: {Said}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Ends it with a signal.</summary>
    /// <returns>Its exit code.</returns>
    public int End(string signal, bool checkResults = true)
    {
        Machine.Run("kill", "-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture));
        return AwaitExit(checkResults);
    }

    /// <summary>Waits until it ends of its own accord.</summary>
    public int AwaitExit(bool checkResults = true)
    {
        Assert.True(_process.WaitForExit(Patience), "it doesn't end");
        _process.WaitForExit();
        if (checkResults)
        {
            ResultFolder.AssertFits(_process.ExitCode, Results);
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.Add(line ?? "");
        }
    }
}
