using System.CommandLine;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor state …</c> on the command line.</summary>
internal static class StateArguments
{
    public static Command State() => new("state", "Looks at what a sensor remembers (--state), and carries it elsewhere.") { Check(), Backup(), Export(), Import() };

    private static Command Check()
    {
        var folder = Folder("The state directory.");
        var command = new Command("check", "Reads all of a state and says what is in it; exit 1 when it is damaged.") { folder };
        command.SetAction(result => Make().Check(result.GetValue(folder)!));
        return command;
    }

    private static Command Backup()
    {
        var folder = Folder("The state directory; a sensor may be running on it.");
        var file = new Argument<string>("FILE") { Description = "The copy, a new file: a database as it was at one moment." };
        var command = new Command("backup", "Copies the database of a state.") { folder, file };
        command.SetAction(result => Make().Backup(result.GetValue(folder)!, result.GetValue(file)!));
        return command;
    }

    private static Command Export()
    {
        var folder = Folder("The state directory; a sensor may be running on it.");
        var file = new Argument<string?>("FILE") { Description = "A new file; without it, standard output.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("export", "Writes a state as lines of JSON: equal states are equal bytes.") { folder, file };
        command.SetAction(result => Make().Export(result.GetValue(folder)!, result.GetValue(file)));
        return command;
    }

    private static Command Import()
    {
        var folder = Folder("A state directory without state, made where there is none.");
        var file = new Argument<string>("FILE") { Description = "What export wrote; - is standard input." };
        var command = new Command("import", "Makes a state of what export wrote.") { folder, file };
        command.SetAction(result => Make().Import(result.GetValue(folder)!, result.GetValue(file)!));
        return command;
    }

    private static Argument<string> Folder(string description) => new("DIR") { Description = description };

    private static StateCommands Make() => new(new Screen(Console.Out, Console.Error), Console.Out);
}
