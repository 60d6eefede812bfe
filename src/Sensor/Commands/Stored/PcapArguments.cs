using System.CommandLine;
using System.CommandLine.Parsing;
using Sensor.Terminal;

namespace Sensor.Commands.Stored;

/// <summary><c>sensor alerts pcap</c> on the command line.</summary>
internal sealed class PcapArguments
{
    private const int MaxName = 256, MaxReason = 1024;

    private readonly Argument<string> _id = new("ID") { Description = "Id of the alert." };
    private readonly Option<string?> _state = new("--state") { Description = "The state directory that has the alert; a sensor may be running on it.", HelpName = "DIR" };
    private readonly Option<string?> _results = new("--results") { Description = "The folder of results that has it, where no state was kept.", HelpName = "DIR" };
    private readonly Option<string?> _output = new("-o", "--output") { Description = "The capture to make, a new file; - is standard output. Default: ID.pcapng.", HelpName = "FILE" };
    private readonly Option<string[]> _inputs = new("--in") { Description = "Where the captures are now that the alert came from: files, or folders that hold them.", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _reveal = new("--reveal-phi") { Description = "Shows payload that may be about patients. Who wants it and why is written to audit.jsonl in the state directory before anything is shown." };
    private readonly Option<string?> _by = new("--by") { Description = "Who wants to see it.", HelpName = "NAME" };
    private readonly Option<string?> _why = new("--why") { Description = "What for.", HelpName = "TEXT" };
    private readonly Option<string?> _audit = new("--audit") { Description = "Where that is written down instead; needed with --results.", HelpName = "FILE" };

    private PcapArguments()
    {
    }

    public static Command Pcap() => new PcapArguments().Make();

    private Command Make()
    {
        var command = new Command("pcap", "Writes the packets behind an alert as a pcapng capture with comments. Payload that may be about patients is masked.")
        {
            _id, _state, _results, _output, _inputs, _reveal, _by, _why, _audit,
        };
        command.Validators.Add(result =>
        {
            if (Problem(result) is { } problem)
            {
                result.AddError(problem);
            }
        });
        command.SetAction(result => new PcapCommand(Read(result), new Screen(Console.Out, Console.Error)).Run());
        return command;
    }

    private string? Problem(CommandResult result)
    {
        var (state, results, by, why) = (result.GetValue(_state), result.GetValue(_results), result.GetValue(_by), result.GetValue(_why));
        var reveals = result.GetValue(_reveal);
        return (state is null) == (results is null) ? "Say where the alert is: either --state or --results."
            : reveals && (string.IsNullOrWhiteSpace(by) || string.IsNullOrWhiteSpace(why)) ? "--reveal-phi needs --by and --why."
            : !reveals && (by ?? why ?? result.GetValue(_audit)) is not null ? "--by, --why and --audit go with --reveal-phi."
            : by?.Length > MaxName || why?.Length > MaxReason ? $"--by takes {MaxName} characters and --why {MaxReason}, not more."
            : reveals && state is null && result.GetValue(_audit) is null ? "--reveal-phi with --results needs --audit: without a state there is nowhere else to write it down."
            : null;
    }

    private PcapOptions Read(ParseResult result) => new(result.GetValue(_id)!, (result.GetValue(_state) ?? result.GetValue(_results))!, result.GetValue(_state) is not null)
    {
        Output = result.GetValue(_output),
        Inputs = result.GetValue(_inputs) ?? [],
        By = result.GetValue(_by),
        Why = result.GetValue(_why),
        Audit = result.GetValue(_audit),
    };
}
