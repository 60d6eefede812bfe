namespace Sensor.Outputs;

/// <summary>The five result files of a run. All are made at once, empty, so that an earlier run's results never stand beside a later one's.</summary>
internal sealed class RunFolder : IDisposable
{
    private static readonly string[] Names = ["events.jsonl", "alerts.jsonl", "findings.jsonl", "devices.jsonl", "summary.json"];

    private readonly string _path;

    /// <param name="path">The folder.</param>
    /// <param name="marks">Where the run that is gone on with had come, if it wrote here; else what there is is replaced.</param>
    /// <exception cref="OutputException">The folder can't be written to; the message is one sentence.</exception>
    public RunFolder(string path, OutputMarks? marks = null)
    {
        _path = path;
        FullPath = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllBytes(SummaryPath, []);
            GoesOn = marks is not null && marks.Folder == FullPath && marks.Events.Fits(Path.Combine(path, "events.jsonl")) && marks.Alerts.Fits(Path.Combine(path, "alerts.jsonl"));
            Events = Open("events.jsonl", GoesOn ? marks!.Events : null);
            Alerts = Open("alerts.jsonl", GoesOn ? marks!.Alerts : null);
            Findings = Open("findings.jsonl");
            Devices = Open("devices.jsonl");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OutputException($"Results can't be written to {path}: {e.Message.TrimEnd('.')}.");
        }
    }

    public string FullPath { get; }

    /// <summary>Events and alerts of the run that is gone on with stand here already.</summary>
    public bool GoesOn { get; private set; }

    public JsonLines Events { get; }

    public JsonLines Alerts { get; }

    public JsonLines Findings { get; }

    public JsonLines Devices { get; }

    public string SummaryPath => Path.Combine(_path, "summary.json");

    /// <summary>Sees to it that an input isn't among the files about to be replaced.</summary>
    /// <exception cref="OutputException">It is; the message is one sentence.</exception>
    public static void Spare(string path, IEnumerable<string> inputs)
    {
        var results = Names.Select(name => Real(Path.Combine(path, name))).ToHashSet(StringComparer.Ordinal);
        if (inputs.FirstOrDefault(input => results.Contains(Real(input))) is { } input)
        {
            throw new OutputException($"{input} is an input, and results would be written over it.");
        }
    }

    /// <summary>There is nothing to go on with after all; nothing has been written yet.</summary>
    public void Restart()
    {
        GoesOn = false;
        Events.Restart();
        Alerts.Restart();
    }

    public void Flush()
    {
        foreach (var lines in (JsonLines[])[Events, Alerts, Findings, Devices])
        {
            lines.Flush();
        }
    }

    public void Dispose()
    {
        // One file that can't be written mustn't take the others' last lines along.
        foreach (var lines in (JsonLines[])[Events, Alerts, Findings, Devices])
        {
            try
            {
                lines.Dispose();
            }
            catch (IOException)
            {
                // Said when it first failed.
            }
        }
    }

    private static string Real(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    private JsonLines Open(string name, FileMark? mark = null)
    {
        var file = new FileStream(Path.Combine(_path, name), mark is null ? FileMode.Create : FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (mark is { } known)
        {
            // What was written after the checkpoint is written again.
            file.SetLength(known.Length);
            file.Position = known.Length;
        }

        return new JsonLines(file, mark);
    }
}

/// <summary>Results can't be written; the message is the one sentence for the user.</summary>
internal sealed class OutputException(string message) : Exception(message);
