using System.CommandLine;
using Sensor.Commands.Stored;
using Sensor.Terminal;

namespace Sensor.Commands.Reporting;

/// <summary><c>sensor report</c> on the command line.</summary>
internal static class ReportArguments
{
    public static Command Report()
    {
        var state = new Option<string>("--state") { Description = "The state directory; a sensor may be running on it.", HelpName = "DIR", Required = true };
        var since = new Option<string?>("--since") { Description = "Only from this time on: ISO 8601, UTC where it says nothing else.", HelpName = "TIME" };
        var until = new Option<string?>("--until") { Description = "Only up to this time.", HelpName = "TIME" };
        var output = new Option<string>("--output", "-o") { Description = "The page, one file of HTML; an earlier report there is replaced; - is standard output.", HelpName = "FILE", Required = true };
        var command = new Command("report", "Writes what a state knows of a period as one page: alerts, traffic, devices, who talks to whom, what was lost.") { state, since, until, output };
        StoredArguments.AddTimeChecks(since, until);
        RunArguments.AddCheck(output, text => text.Length == 0 ? "--output is empty." : null);
        command.Validators.Add(result =>
        {
            if (TimeOf(result.GetValue(since)) > TimeOf(result.GetValue(until)))
            {
                result.AddError("--since is later than --until.");
            }
        });
        command.SetAction(result => new ReportCommand(result.GetValue(state)!, result.GetValue(output)!, new Screen(Console.Out, Console.Error))
        {
            Period = (TimeOf(result.GetValue(since)), TimeOf(result.GetValue(until))),
        }.Run());
        return command;
    }

    private static long? TimeOf(string? text) => text is not null && StoredArguments.TryTime(text, out var time) ? JsonReading.Nanoseconds(time) : null;
}
