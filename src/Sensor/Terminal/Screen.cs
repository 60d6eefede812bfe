using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Outputs;
using Sensor.Pipeline;
using Spectre.Console;

namespace Sensor.Terminal;

/// <summary>What a person sees: warnings and progress on standard error, alerts and the summary where they belong. Plain text where there is no terminal.</summary>
internal sealed class Screen(TextWriter output, TextWriter error)
{
    public const int MaxIncidentsShown = 50;

    private readonly bool _outputIsTerminal = !Console.IsOutputRedirected;
    private readonly bool _errorIsTerminal = !Console.IsErrorRedirected;

    /// <summary>Takes a progress line away before another line is written.</summary>
    private string OverProgress => _errorIsTerminal ? "\r\e[K" : "";

    public void Warn(string sentence) => error.WriteLine($"{OverProgress}sensor: warning: {Plain(sentence)}");

    /// <summary>An alert at the moment it is raised, for who is watching; the whole of it comes at the end.</summary>
    public void Announce(Alert alert)
    {
        if (_errorIsTerminal)
        {
            var peer = alert.Peer is { } other ? $" - {other.Label}" : "";
            error.WriteLine($"{OverProgress}{alert.Severity.ToString().ToUpperInvariant()}  {Plain($"{alert.Reason.Signature}: {alert.DeviceLabel}{peer}")}");
        }
    }

    public void Say(string sentence) => error.WriteLine($"sensor: {Plain(sentence)}");

    public void Fail(string sentence) => error.WriteLine($"sensor: {Plain(sentence)}");

    /// <summary>A line that can't steer a terminal, whatever names of files are in it.</summary>
    public static string Plain(string line) =>
        line.Any(char.IsControl) ? string.Concat(line.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : line;

    /// <summary>Where alerts go as JSON lines when no folder was named and nobody watches; null on a terminal.</summary>
    public JsonLines? OpenAlerts() => _outputIsTerminal ? null : new JsonLines(Console.OpenStandardOutput());

    public IDisposable ShowProgress(ICaptureInput input) => _errorIsTerminal ? new ProgressBar(input) : new Nothing();

    public IDisposable ShowProgress(LiveCapture capture) => _errorIsTerminal ? new LiveStatus(capture) : new Nothing();

    /// <param name="summary">What was counted.</param>
    /// <param name="analysis">The devices.</param>
    /// <param name="alerts">What was raised.</param>
    /// <param name="folder">Where the results are, or null.</param>
    public void Show(Summary summary, Analysis analysis, AlertsShown alerts, string? folder)
    {
        if (folder is null && !_outputIsTerminal && !_errorIsTerminal)
        {
            return;
        }

        // Without a folder and without a terminal, standard output belongs to the alerts.
        var toError = folder is null && !_outputIsTerminal;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(toError ? error : output),
            Ansi = (toError ? _errorIsTerminal : _outputIsTerminal) ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = (toError ? _errorIsTerminal : _outputIsTerminal) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!(toError ? _errorIsTerminal : _outputIsTerminal))
        {
            console.Profile.Width = 140;
        }

        new SummaryView(console).Show(summary, analysis, alerts, folder);
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
