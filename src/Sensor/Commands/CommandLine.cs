using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Sensor.Alerts;
using Sensor.Models;
using Sensor.Options;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>The command line: what can be asked, and how it is explained.</summary>
internal static class CommandLine
{
    private const string Examples = """

        Examples:
          sensor replay ward.pcap
              Show the alerts in a capture, and a summary of what was seen.
          sensor replay ward.pcap --learn-until +2d --out results
              Learn for the first two days, judge the rest, write five result files into the folder results.
          sensor replay monday.pcapng tuesday.pcapng --mode learn --out results
              Rules only: inventory and events of two captures, in the order of their packets.
          sensor replay captures/ port1.pcap.gz port2.pcap.gz
              A folder of captures and both directions of a tap, merged by packet time.
          ssh sensor7 'tcpdump -w - -i eth1' | sensor replay -
              What another machine captures, as it comes.
          sensor replay ward.pcap --speed 10x
              Ten minutes of capture in a minute, for a demonstration.
          sensor replay --follow /var/captures --out results
              Take up what dumpcap -b or tcpdump -G writes there, until Ctrl-C.
          sensor replay ward.pcap --out results --fail-on high
              Exit with 3 when an alert of severity high or worse was written.

        Exit codes: 0 done, 1 no input usable or results not writable, 2 bad usage, 3 --fail-on was met, 130/143 interrupted (all results written).
        """;

    public static int Run(string[] arguments)
    {
        var root = new RootCommand("Listens to a hospital network and speaks up when a medical device stops behaving like itself.");
        root.Subcommands.Add(Replay());
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
        {
            var sentence = parsed.CommandResult.Command == root && parsed.UnmatchedTokens is [var unknown, ..]
                ? $"There is no command '{unknown}'"
                : parsed.Errors[0].Message;
            sentence = Screen.Plain(string.Join(' ', sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            Console.Error.WriteLine($"sensor: {sentence.TrimEnd('.')}. Try 'sensor --help'.");
            return ExitCode.BadUsage;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static Command Replay()
    {
        var output = new Option<string?>("--out") { Description = "Write events.jsonl, alerts.jsonl, findings.jsonl, devices.jsonl and summary.json into this folder.", HelpName = "DIR" };
        output.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value.Length: 0 }])
            {
                result.AddError("--out is empty.");
            }
        });
        var workers = new Option<int>("--workers")
        {
            Description = "Threads from packets to facts; the results don't depend on it.",
            HelpName = "N",
            DefaultValueFactory = _ => ReplayOptions.DefaultWorkers,
        };
        workers.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var n) || n is < 1 or > ReplayOptions.MaxWorkers))
            {
                result.AddError($"--workers takes a number from 1 to {ReplayOptions.MaxWorkers}, not '{result.Tokens[0].Value}'.");
            }
        });
        var mode = new Option<string>("--mode")
        {
            Description = "auto: each device is judged by its own evidence; learn: rules only; detect: baselines are frozen.",
            HelpName = "auto|learn|detect",
            DefaultValueFactory = _ => "auto",
        };
        mode.AcceptOnlyFromAmong("auto", "learn", "detect");
        var learnUntil = new Option<string?>("--learn-until")
        {
            Description = "Until then only rules alert; then everything seen so far is what is normal. ISO 8601, or +30m, +2d from the first packet.",
            HelpName = "TIME",
        };
        learnUntil.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !LearnUntil.TryParse(result.Tokens[0].Value, out _))
            {
                result.AddError($"--learn-until takes an ISO 8601 time or +30m, +2d and the like, not '{result.Tokens[0].Value}'.");
            }
        });
        var failOn = new Option<string?>("--fail-on") { Description = "Exit with 3 when an alert of this severity or worse was written.", HelpName = "low|medium|high|critical" };
        failOn.AcceptOnlyFromAmong("low", "medium", "high", "critical");

        var command = new Command("replay", "Reads captures and says what is unusual in them.") { output, workers, mode, learnUntil, failOn };
        var inputs = new InputArguments();
        inputs.AddTo(command);
        command.SetAction(result =>
        {
            var options = inputs.Read(result) with
            {
                Out = result.GetValue(output),
                Workers = result.GetValue(workers),
                Mode = Enum.Parse<LearningMode>(result.GetValue(mode)!, ignoreCase: true),
                LearnUntil = result.GetValue(learnUntil) is { } text && LearnUntil.TryParse(text, out var until) ? until : null,
                FailOn = result.GetValue(failOn) is { } severity ? Enum.Parse<Severity>(severity, ignoreCase: true) : null,
            };
            return new ReplayCommand(options, new Screen(Console.Out, Console.Error)).Run();
        });
        return command;
    }

    private sealed class HelpWithExamples(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = usual.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine(Examples);
            return result;
        }
    }
}
