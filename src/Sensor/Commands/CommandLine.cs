using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
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
        root.Subcommands.Add(ProtocolsArguments.Protocols());
        root.Subcommands.Add(StateArguments.State());
        root.Subcommands.Add(OutputsArguments.Outputs());
        root.Subcommands.Add(ConfigArguments.Config());
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
        
        // What begins with @ is what it is, not a file of arguments.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var stray = Stray(parsed);
        if ((parsed.Errors.Count > 0 || stray is not null) && parsed.Action is not HelpWithExamples)
        {
            var sentence = stray is not null ? $"Unrecognized option '{stray}'"
                : parsed.CommandResult.Command == root && parsed.UnmatchedTokens is [var unknown, ..]
                ? $"There is no command '{unknown}'"
                : parsed.Errors[0].Message;
            sentence = Screen.Plain(string.Join(' ', sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            Console.Error.WriteLine($"sensor: {sentence.TrimEnd('.')}. Try 'sensor --help'.");
            return ExitCode.BadUsage;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>An option that isn't one of the command's, and so was taken for an argument; what follows a lone <c>--</c> isn't one.</summary>
    private static string? Stray(ParseResult parsed)
    {
        var plain = parsed.Tokens.SkipWhile(t => t.Type != TokenType.DoubleDash).Select(t => t.Value).ToHashSet();
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value)
            .FirstOrDefault(text => text.Length > 1 && text[0] == '-' && !plain.Contains(text));
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
