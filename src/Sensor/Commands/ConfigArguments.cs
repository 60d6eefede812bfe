using System.CommandLine;
using Sensor.Options;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor config</c> on the command line.</summary>
internal static class ConfigArguments
{
    public static Command Config()
    {
        var command = new Command("config", "Checks and shows the configuration.");
        command.Subcommands.Add(One("check", "Says all that is wrong with a configuration and with the secrets and certificates it names, or that nothing is.", c => c.Check()));
        command.Subcommands.Add(One("show", "Shows what holds, as YAML, and where each value is from. Secrets are masked.", c => c.Show()));
        return command;
    }

    private static Command One(string name, string description, Func<ConfigCommand, int> run)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The configuration; without it the one that SENSOR_CONFIG names.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(name, description) { file };
        command.SetAction(result =>
        {
            var screen = new Screen(Console.Out, Console.Error);
            return Failures.Tell(screen, () => run(new ConfigCommand(new Configuration(result.GetValue(file), Configuration.Environment, []), Console.Out, screen)));
        });
        return command;
    }
}
