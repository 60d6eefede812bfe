using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>Python's web server, which answers as it is told and writes down what it is sent.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly TempFolder _folder = new();
    private Process _process;

    public WebServer(string mode = "200")
    {
        Mode = mode;
        _process = Start();
        Port = int.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public int Port { get; }

    public string Mode
    {
        set
        {
            File.WriteAllText(_folder.Named("mode.new"), value);
            File.Move(_folder.Named("mode.new"), _folder.Named("mode"), overwrite: true);
        }
    }

    public string Url => $"http://127.0.0.1:{Port}/hook";

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<Request> Requests => !File.Exists(_folder.Named("requests.jsonl"))
        ? []
        : [.. File.ReadAllText(_folder.Named("requests.jsonl")).Split('\n')[..^1].Select(Read)];

    /// <summary>Bodies of those that were taken.</summary>
    public IReadOnlyList<string> Taken => [.. Requests.Where(r => r.Mode == "200").Select(r => r.Body)];

    public void Stop()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void StartAgain()
    {
        _process.Dispose();
        _process = Start(Port);
        _process.StandardOutput.ReadLine();
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
        _folder.Dispose();
    }

    private Process Start(params int[] port) => Machine.Start(
        "python3", [Path.Combine(RepositoryRoot.Path, "tests", "Sensor.Tests", "Outputs", "webserver.py"), _folder.Path, .. port.Select(p => p.ToString(CultureInfo.InvariantCulture))]);

    private static Request Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new Request(
            root.GetProperty("mode").GetString()!, root.GetProperty("headers").EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!), root.GetProperty("body").GetString()!);
    }

    internal sealed record Request(string Mode, IReadOnlyDictionary<string, string> Headers, string Body);
}
