using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Sensor.Commands;

/// <summary>The usual help, and what a person would type.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    private const string ExitCodes =
        "Exit codes: 0 done, 1 no input usable or results not writable, 2 bad usage or configuration, 3 --fail-on was met, 130/143 interrupted (all results written).";

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in Examples.Of(NamesOf(parseResult.CommandResult)))
        {
            output.WriteLine($"  {example.Line}");
            output.WriteLine($"      {example.Does}");
        }

        output.WriteLine();
        output.WriteLine(ExitCodes);
        return result;
    }

    /// <summary>Names of the command below the program's.</summary>
    private static string NamesOf(CommandResult result)
    {
        var names = "";
        for (var command = result; command.Parent is CommandResult parent; command = parent)
        {
            names = names.Length == 0 ? command.Command.Name : $"{command.Command.Name} {names}";
        }

        return names;
    }
}
