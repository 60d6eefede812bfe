using System.CommandLine;
using System.CommandLine.Parsing;
using Sensor.Options;
using Sensor.Yaml;

namespace Sensor.Commands;

/// <summary>What <c>sensor replay</c> reads, and how: its paths and the options about them.</summary>
internal sealed class InputArguments
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Captures (pcap or pcapng, also gzip), folders of captures, or - for standard input; read in the order of packet time.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _speed = new("--speed")
    {
        Description = "max: as fast as can be; 1x: as it was captured; 10x, 0.5x: a multiple of that.",
        HelpName = "max|Nx",
        DefaultValueFactory = _ => "max",
    };

    private readonly Option<bool> _follow = new("--follow")
    {
        Description = "PATH is a folder that captures are being written into (tcpdump -G or -C, dumpcap -b): read them as they grow, until Ctrl-C.",
    };

    private readonly Option<string?> _idle = new("--idle")
    {
        Description = "With --follow: end when nothing has grown for so long (10s, 5m).",
        HelpName = "TIME",
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write a page for people at the end, one file of HTML; with --state, of all that the state knows.",
        HelpName = "FILE",
    };

    public InputArguments()
    {
        RunArguments.AddCheck(_report, text =>
            text.Length == 0 ? "--report is empty."
            : text == "-" ? "--report takes a file: standard output has the alerts or the summary."
            : null);
        _paths.Validators.Add(CheckPaths);
        _speed.Validators.Add(result => Check(result, text =>
            ReplaySpeed.TryParse(text, out _) ? null : $"--speed takes max, 1x, 10x and the like, not '{text}'."));
        _idle.Validators.Add(result => Check(result, text => Duration.TryParse(text, out _) ? null : $"--idle takes 10s, 5m and the like, not '{text}'."));
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_paths);
        command.Options.Add(_speed);
        command.Options.Add(_follow);
        command.Options.Add(_idle);
        command.Options.Add(_report);
        command.Validators.Add(CheckTogether);
    }

    /// <summary>Options about the input as they were given.</summary>
    public ReplayOptions Read(ParseResult result)
    {
        _ = ReplaySpeed.TryParse(result.GetValue(_speed)!, out var speed);
        return new ReplayOptions(result.GetValue(_paths)!)
        {
            Speed = speed,
            Follow = result.GetValue(_follow),
            Report = result.GetValue(_report),
            Idle = result.GetValue(_idle) is { } text && Duration.TryParse(text, out var nanoseconds) ? TimeSpan.FromTicks(nanoseconds / 100) : null,
        };
    }

    private static void CheckPaths(ArgumentResult result)
    {
        if (result.Tokens.Any(t => t.Value.Length == 0))
        {
            result.AddError("PATH is empty.");
        }
    }

    private static void Check(OptionResult result, Func<string, string?> problemOf)
    {
        if (result.Tokens.Count == 1 && problemOf(result.Tokens[0].Value) is { } problem)
        {
            result.AddError(problem);
        }
    }

    private void CheckTogether(CommandResult result)
    {
        var follows = result.GetResult(_follow) is { Implicit: false } && result.GetValue(_follow);
        if (!follows && result.GetResult(_idle) is { Implicit: false })
        {
            result.AddError("--idle goes with --follow.");
        }
        else if (follows && result.GetResult(_paths)?.Tokens.Count > 1)
        {
            result.AddError("--follow takes one folder.");
        }
        else if (follows && result.GetResult(_speed) is { Implicit: false })
        {
            result.AddError("--speed doesn't go with --follow: captures that grow have their own.");
        }
    }
}
