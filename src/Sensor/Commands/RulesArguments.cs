using System.CommandLine;
using Sensor.Options;
using Sensor.Options.Keys;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>How <c>sensor rules</c> is asked.</summary>
internal static class RulesArguments
{
    public static Command Rules() =>
        new("rules", "Lists, shows, checks and tries the rules: what is looked for without learning.") { List(), Show(), Check(), Test(), Config };

    /// <summary>Where a site's own rules and tunings stand.</summary>
    private static Option<string?> Config { get; } = new("--config")
    {
        Description = "The configuration with the site's own rules; without it the one that SENSOR_CONFIG names.", HelpName = "FILE", Recursive = true,
    };

    private static Command List()
    {
        var format = FormatOption();
        var command = new Command("list", "Lists the rules at work.") { format };
        command.SetAction(result => Run(result, settings => new RulesCommand(settings, Console.Out).List(FormatOf(result.GetValue(format)))));
        return command;
    }

    private static Command Show()
    {
        var rule = new Argument<string>("RULE") { Description = "Name of a rule." };
        var command = new Command("show", "Shows a rule as it is written.") { rule };
        command.SetAction(result => Run(result, settings => new RulesCommand(settings, Console.Out).Show(result.GetValue(rule)!, new Screen(Console.Out, Console.Error))));
        return command;
    }

    private static Command Check()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files of rules; without any, all rules at work.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", "Says what is wrong with rules, line by line, and has their trials run.") { files };
        command.SetAction(result => Run(result, settings => new RulesCommand(settings, Console.Out).Check(result.GetValue(files) ?? [], new Screen(Console.Out, Console.Error))));
        return command;
    }

    private static Command Test()
    {
        var rule = new Argument<string>("RULE") { Description = "Name of a rule, or a file of rules." };
        var paths = new Argument<string[]>("PATH") { Description = "Captures and folders of captures.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("test", "Says what a rule finds in captures. Nothing is learnt, kept or written.") { rule, paths };
        command.SetAction(result => Run(result, settings =>
            new RuleTestCommand(settings(), Console.Out, new Screen(Console.Out, Console.Error)).Run(result.GetValue(rule)!, result.GetValue(paths)!, RunOptions.DefaultWorkers)));
        return command;
    }

    private static int Run(ParseResult result, Func<Func<Settings>, int> run) =>
        Failures.Tell(new Screen(Console.Out, Console.Error), () => run(new Configuration(result.GetValue(Config), Configuration.Environment, []).ReadKeys));

    /// <summary>How a list is to be written.</summary>
    public static Option<string> FormatOption()
    {
        var format = new Option<string>("--format") { Description = "table: for people; json: an object a line; csv.", HelpName = "table|json|csv", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "csv");
        return format;
    }

    public static ListingFormat FormatOf(string? text) => Enum.Parse<ListingFormat>(text ?? "table", ignoreCase: true);
}
