using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Sensor.Commands.Reporting;
using Sensor.Commands.Stored;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>The command line: what can be asked, and how it is explained.</summary>
internal static class CommandLine
{
    public static int Run(string[] arguments)
    {
        var root = new RootCommand("Listens to a hospital network and speaks up when a medical device stops behaving like itself.");
        root.Subcommands.Add(Replay());
        root.Subcommands.Add(LiveArguments.Live());
        root.Subcommands.Add(LiveArguments.Interfaces());
        root.Subcommands.Add(StoredArguments.Alerts());
        root.Subcommands.Add(StoredArguments.Devices());
        root.Subcommands.Add(StoredArguments.Findings());
        root.Subcommands.Add(ReportArguments.Report());
        root.Subcommands.Add(RulesArguments.Rules());
        root.Subcommands.Add(StateArguments.State());
        root.Subcommands.Add(OutputsArguments.Outputs());
        root.Subcommands.Add(ConfigArguments.Config());
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
        
        // What begins with @ is what it is, not a file of arguments.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
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
        var command = new Command("replay", "Reads captures and says what is unusual in them.");
        var inputs = new InputArguments();
        inputs.AddTo(command);
        var common = new RunArguments();
        common.AddTo(command);
        command.SetAction(result =>
        {
            var screen = new Screen(Console.Out, Console.Error);
            return Failures.Tell(screen, () =>
            {
                var configuration = common.ConfigurationOf(result);
                return new ReplayCommand(common.Fill(inputs.Read(result), result, configuration, configuration.Read()), screen).Run();
            });
        });
        return command;
    }
}
