using System.CommandLine;
using Sensor.Options;
using Sensor.Options.Keys;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>How <c>sensor protocols</c> is asked.</summary>
internal static class ProtocolsArguments
{
    public static Command Protocols() =>
        new("protocols", "Lists and shows the protocols that are read, and checks and tries definitions of pump protocols.") { List(), Show(), Check(), Try(), Config };

    /// <summary>Where a site's own definitions are named.</summary>
    private static Option<string?> Config { get; } = new("--config")
    {
        Description = "The configuration that names the site's own definitions; without it the one that SENSOR_CONFIG names.", HelpName = "FILE", Recursive = true,
    };

    private static Argument<string[]> Files(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    private static Command List()
    {
        var format = RulesArguments.FormatOption();
        var command = new Command("list", "Lists the protocols that are read: built in, shipped as definitions, and the site's own.") { format };
        command.SetAction(result => Run(result, settings => new ProtocolsCommand(Console.Out, Screen()).List(settings().Protocols, RulesArguments.FormatOf(result.GetValue(format)))));
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string>("NAME") { Description = "Name of a protocol that is described by a definition." };
        var yaml = new Option<bool>("--yaml") { Description = "The definition itself, of those that come with the sensor: to start from." };
        var command = new Command("show", "Shows what a definition says: where it is known from, its commands and their values.") { name, yaml };
        command.SetAction(result => Run(
            result, settings => new ProtocolShowCommand(Console.Out, Screen()).Run(settings().Protocols, result.GetValue(name)!, result.GetValue(yaml))));
        return command;
    }

    private static Command Check()
    {
        var files = Files("FILE", "Definitions, and folders of them.");
        var command = new Command("check", "Says what is wrong with definitions, with line and column, and holds them to their own examples.") { files };
        command.SetAction(result => Failures.Tell(Screen(), () => new ProtocolsCommand(Console.Out, Screen()).Check(result.GetValue(files)!)));
        return command;
    }

    private static Command Try()
    {
        var file = new Argument<string>("FILE") { Description = "A definition; it needs no examples yet." };
        var captures = Files("CAPTURE", "Captures and folders of captures.");
        var command = new Command("try", "Says what a definition finds in captures. Nothing is learnt, kept or written.") { file, captures };
        command.SetAction(result => Failures.Tell(
            Screen(), () => new ProtocolTryCommand(Console.Out, Screen()).Run(result.GetValue(file)!, result.GetValue(captures)!, RunOptions.DefaultWorkers)));
        return command;
    }

    private static int Run(ParseResult result, Func<Func<Settings>, int> run) =>
        Failures.Tell(Screen(), () => run(new Configuration(result.GetValue(Config), Configuration.Environment, []).Read));

    private static Screen Screen() => new(Console.Out, Console.Error);
}
