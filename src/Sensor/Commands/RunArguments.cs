using System.CommandLine;
using Sensor.Alerts;
using Sensor.Options;
using Sensor.Options.Keys;
using Sensor.Options.Sections;

namespace Sensor.Commands;

/// <summary>The options that replaying and listening share, and how they are checked.</summary>
internal sealed class RunArguments
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "Read this configuration; without it the one that SENSOR_CONFIG names, or none. Options win over what it says.",
        HelpName = "FILE",
    };

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

    private readonly Option<int?> _workers = new("--workers")
    {
        Description = $"Threads from packets to facts; the results don't depend on it. [default: {RunOptions.DefaultWorkers}]",
        HelpName = "N",
    };

    private readonly Option<string?> _mode = new("--mode")
    {
        Description = "auto: each device is judged by its own evidence; learn: rules only; detect: baselines are frozen. [default: auto]",
        HelpName = "auto|learn|detect",
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

    /// <summary>Options that say what a key of the configuration says, too.</summary>
    private readonly List<(Key Key, Option Option)> _keys = [];

    public RunArguments()
    {
        AddNumberCheck(_workers, 1, RunOptions.MaxWorkers);
        _mode.AcceptOnlyFromAmong("auto", "learn", "detect");
        _failOn.AcceptOnlyFromAmong("low", "medium", "high", "critical");
        AddCheck(_learnUntil, text => LearnUntil.TryParse(text, out _) ? null : $"--learn-until takes an ISO 8601 time or +30m, +2d and the like, not '{text}'.");
        AddCheck(_output, text => text.Length == 0 ? "--out is empty." : null);
        AddCheck(_state, text => text.Length == 0 ? "--state is empty." : null);
        AddCheck(_filter, text => CaptureSection.FilterProblem(text) is { } problem ? $"--filter: {problem}" : null);
        AddCheck(_config, text => text.Length == 0 ? "--config is empty." : null);
        Speaks(OutputSection.Directory, _output);
        Speaks(CaptureSection.Filter, _filter);
        Speaks(CaptureSection.Workers, _workers);
        Speaks(LearningSection.Mode, _mode);
        Speaks(LearningSection.Until, _learnUntil);
        Speaks(StateSection.Directory, _state);
    }

    /// <summary>An option says what a key of the configuration says, and wins.</summary>
    public void Speaks(Key key, Option option) => _keys.Add((key, option));

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_config, _output, _state, _filter, _workers, _mode, _learnUntil, _failOn])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Where the settings of a run stand.</summary>
    public Configuration ConfigurationOf(ParseResult result) => new(
        result.GetValue(_config),
        Configuration.Environment,
        [.. _keys.Select(k => (k.Key, k.Option.Name, Text: string.Join(',', result.GetResult(k.Option)?.Tokens.Select(t => t.Value) ?? []))).Where(k => k.Text.Length > 0)]);

    /// <summary>The options and settings of a run.</summary>
    /// <param name="options">Takes them.</param>
    /// <param name="result">What was typed.</param>
    /// <param name="configuration">Where settings stand.</param>
    /// <param name="settings">What was read there.</param>
    public T Fill<T>(T options, ParseResult result, Configuration configuration, Settings settings)
        where T : RunOptions
    {
        RunOptions filled = options;
        filled = filled with
        {
            Configuration = configuration,
            Settings = settings,
            Out = settings.Of(OutputSection.Directory),
            State = settings.Of(StateSection.Directory),
            Filter = settings.Of(CaptureSection.Filter),
            Workers = (int)settings.Of(CaptureSection.Workers),
            Mode = settings.Of(LearningSection.Mode),
            LearnUntil = settings.Of(LearningSection.Until) is { } text && LearnUntil.TryParse(text, out var until) ? until : null,
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
}
