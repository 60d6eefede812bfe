using System.CommandLine;
using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Models;
using Sensor.Options;

namespace Sensor.Commands;

/// <summary>The options that replaying and listening share, and how they are checked.</summary>
internal sealed class RunArguments
{
    private readonly Option<string?> _output = new("--out")
    {
        Description = "Write events.jsonl, alerts.jsonl, findings.jsonl, devices.jsonl and summary.json into this folder.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Remember in this folder what was learnt, and go on from there the next time; made where there is none.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _filter = new("--filter")
    {
        Description = "Look only at packets that pass this filter, in tcpdump's language; quote it.",
        HelpName = "BPF",
    };

    private readonly Option<int> _workers = new("--workers")
    {
        Description = "Threads from packets to facts; the results don't depend on it.",
        HelpName = "N",
        DefaultValueFactory = _ => RunOptions.DefaultWorkers,
    };

    private readonly Option<string> _mode = new("--mode")
    {
        Description = "auto: each device is judged by its own evidence; learn: rules only; detect: baselines are frozen.",
        HelpName = "auto|learn|detect",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string?> _learnUntil = new("--learn-until")
    {
        Description = "Until then only rules alert; then everything seen so far is what is normal. ISO 8601, or +30m, +2d from the first packet.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _failOn = new("--fail-on")
    {
        Description = "Exit with 3 when an alert of this severity or worse was written.",
        HelpName = "low|medium|high|critical",
    };

    public RunArguments()
    {
        AddNumberCheck(_workers, 1, RunOptions.MaxWorkers);
        _mode.AcceptOnlyFromAmong("auto", "learn", "detect");
        _failOn.AcceptOnlyFromAmong("low", "medium", "high", "critical");
        AddCheck(_learnUntil, text => LearnUntil.TryParse(text, out _) ? null : $"--learn-until takes an ISO 8601 time or +30m, +2d and the like, not '{text}'.");
        AddCheck(_output, text => text.Length == 0 ? "--out is empty." : null);
        AddCheck(_state, text => text.Length == 0 ? "--state is empty." : null);
        AddCheck(_filter, CheckFilter);
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_output, _state, _filter, _workers, _mode, _learnUntil, _failOn])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The options as they were given.</summary>
    public T Fill<T>(T options, ParseResult result)
        where T : RunOptions
    {
        RunOptions filled = options;
        filled = filled with
        {
            Out = result.GetValue(_output),
            State = result.GetValue(_state),
            Filter = result.GetValue(_filter),
            Workers = result.GetValue(_workers),
            Mode = Enum.Parse<LearningMode>(result.GetValue(_mode)!, ignoreCase: true),
            LearnUntil = result.GetValue(_learnUntil) is { } text && LearnUntil.TryParse(text, out var until) ? until : null,
            FailOn = result.GetValue(_failOn) is { } severity ? Enum.Parse<Severity>(severity, ignoreCase: true) : null,
        };
        return (T)filled;
    }

    /// <param name="option">An option with one value.</param>
    /// <param name="check">Says in a sentence what is wrong with a value, or null.</param>
    public static void AddCheck(Option option, Func<string, string?> check) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && check(result.Tokens[0].Value) is { } problem)
        {
            result.AddError(problem);
        }
    });

    public static void AddNumberCheck(Option option, int least, int most) => AddCheck(option, text =>
        int.TryParse(text, out var number) && number >= least && number <= most ? null : $"{option.Name} takes a number from {least} to {most}, not '{text}'.");

    private static string? CheckFilter(string expression)
    {
        try
        {
            if (!BpfFilter.TryCompile(expression, out var filter, out var problem))
            {
                return $"--filter takes a filter as tcpdump does, not '{expression}': {problem}.";
            }

            filter.Dispose();
            return null;
        }
        catch (CaptureException)
        {
            // Without libpcap nobody can tell; running the command says so.
            return null;
        }
    }
}
