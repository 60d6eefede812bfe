namespace Sensor.Outputs;

/// <summary>The five result files of a run. All are made at once, empty, so that an earlier run's results never stand beside a later one's.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly string _path;

    /// <exception cref="OutputException">The folder can't be written to; the message is one sentence.</exception>
    public RunFolder(string path)
    {
        _path = path;
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllBytes(SummaryPath, []);
            Events = Open("events.jsonl");
            Alerts = Open("alerts.jsonl");
            Findings = Open("findings.jsonl");
            Devices = Open("devices.jsonl");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OutputException($"Results can't be written to {path}: {e.Message.TrimEnd('.')}.");
        }
    }

    public JsonLines Events { get; }

    public JsonLines Alerts { get; }

    public JsonLines Findings { get; }

    public JsonLines Devices { get; }

    public string SummaryPath => Path.Combine(_path, "summary.json");

    public void Dispose()
    {
        Events.Dispose();
        Alerts.Dispose();
        Findings.Dispose();
        Devices.Dispose();
    }

    private JsonLines Open(string name) =>
        new(new FileStream(Path.Combine(_path, name), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
}

/// <summary>Results can't be written; the message is the one sentence for the user.</summary>
internal sealed class OutputException(string message) : Exception(message);
