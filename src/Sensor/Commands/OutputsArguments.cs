using System.CommandLine;
using Sensor.Options;
using Sensor.Options.Keys;
using Sensor.Options.Sections;
using Sensor.Outputs;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor outputs …</c> on the command line.</summary>
internal static class OutputsArguments
{
    public static Command Outputs() => new("outputs", "Tries the way to receivers (output.receivers), and says what waits for them.") { Test(), List() };

    private static Command Test()
    {
        var config = Config();
        var names = new Argument<string[]>("NAME") { Description = "Receivers; without any, all.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("test", "Sends each receiver an alert that says of itself that it is a test; exit 1 when one didn't take it.") { names, config };
        command.SetAction(result => With(result.GetValue(config), (settings, screen) => new OutputsCommand(screen, Console.Out).Test(settings, result.GetValue(names) ?? [])));
        return command;
    }

    private static Command List()
    {
        var config = Config();
        var state = new Option<string?>("--state") { Description = "The state directory; a sensor may be running on it.", HelpName = "DIR" };
        var command = new Command("list", "Says what waits in the spool: how many, since when, and why.") { state, config };
        command.SetAction(result => With(result.GetValue(config), (settings, screen) => Failures.Tell(screen, () =>
        {
            var spool = OutputSection.DeliveryOf(settings, result.GetValue(state) ?? settings.Of(StateSection.Directory)).Folder;
            return new OutputsCommand(screen, Console.Out).List(spool ?? throw new OutputException("Neither --state nor a configuration names a spool."));
        })));
        return command;
    }

    private static Option<string?> Config() => new("--config") { Description = "Read this configuration; without it the one that SENSOR_CONFIG names.", HelpName = "FILE" };

    private static int With(string? config, Func<Settings, Screen, int> run)
    {
        var screen = new Screen(Console.Out, Console.Error);
        return Failures.Tell(screen, () => run(new Configuration(config, Configuration.Environment, []).Read(), screen));
    }
}
