using System.CommandLine;
using System.Globalization;
using Sensor.Commands.Stored.LifeCycles;
using Sensor.Terminal;

namespace Sensor.Commands.Stored;

/// <summary>How <c>sensor alerts</c>, <c>devices</c> and <c>findings</c> are asked.</summary>
internal sealed class StoredArguments
{
    private const int MaxLimit = 1_000_000;

    private readonly RecordKind _kind;
    private readonly Option<string?> _state = new("--state") { Description = "The state directory; a sensor may be running on it.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _severity = new("--severity") { Description = "This severity or worse.", HelpName = "low|medium|high|critical" };
    private readonly Option<string?> _device = new("--device") { Description = "Only of this device or partner: id, address or name.", HelpName = "DEVICE" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Only for this reason; * stands for anything (dicom-*).", HelpName = "REASON" };
    private readonly Option<string?> _role = new("--role") { Description = "Only of devices with this role.", HelpName = "ROLE" };
    private readonly Option<string?> _status;
    private readonly Option<bool> _steps = new("--steps") { Description = "A row for each alert, not for each incident." };
    private readonly Option<string?> _since = new("--since") { Description = "Seen at this time or later: ISO 8601, UTC where it says nothing else.", HelpName = "TIME" };
    private readonly Option<string?> _until = new("--until") { Description = "Seen at this time or before.", HelpName = "TIME" };
    private readonly Option<int?> _limit = new("--limit") { Description = "Only the latest N.", HelpName = "N" };
    private readonly Option<string> _format = RulesArguments.FormatOption();

    private StoredArguments(RecordKind kind)
    {
        _kind = kind;
        _severity.AcceptOnlyFromAmong("low", "medium", "high", "critical");
        string[] states = kind == RecordKind.Alerts ? ["new", "acknowledged", "closed", "muted", "open"] : ["open", "closed"];
        _status = new Option<string?>("--status") { Description = "Only those that stand so.", HelpName = string.Join('|', states) };
        _status.AcceptOnlyFromAmong(states);
        RunArguments.AddNumberCheck(_limit, 1, MaxLimit);
        AddTimeChecks(_since, _until);
    }

    public static void AddTimeChecks(params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            RunArguments.AddCheck(option, text => TryTime(text, out _) ? null : $"{option.Name} takes an ISO 8601 time such as 2026-11-21T17:00:00Z, not '{text}'.");
        }
    }

    public static Command Alerts() => new StoredArguments(RecordKind.Alerts).MakeAlerts();

    public static Command Devices() => new StoredArguments(RecordKind.Devices).Make("devices", "device", "Lists and shows the devices of a state.");

    public static Command Findings() => new StoredArguments(RecordKind.Findings).Make("findings", "finding", "Lists and shows what should be put right, by a state.");

    private Command MakeAlerts()
    {
        var command = Make("alerts", "alert", "Lists and shows the alerts of a state, exports the packets behind them, and notes what people do about them.");
        command.Subcommands.Add(PcapArguments.Pcap());
        foreach (var deed in JournalArguments.All(_state))
        {
            command.Subcommands.Add(deed);
        }

        return command;
    }

    private Command Make(string name, string one, string description) => new(name, description) { List(name), Show(one) };

    private Command List(string name)
    {
        var command = new Command("list", _kind == RecordKind.Alerts ? "Lists incidents, each with how it stands; the latest last." : $"Lists {name}, the latest last.") { _state };
        IReadOnlyList<Option> options = _kind switch
        {
            RecordKind.Alerts => [_severity, _status, _steps, _device, _reason, _role, _since, _until, _limit, _format],
            RecordKind.Devices => [_device, _role, _since, _until, _limit, _format],
            _ => [_severity, _status, _device, _reason, _role, _since, _until, _limit, _format],
        };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(result =>
        {
            var (filter, limit, format) = (Filter(result), result.GetValue(_limit), RulesArguments.FormatOf(result.GetValue(_format)));
            return _kind == RecordKind.Alerts ? OpenAlerts(result).List(filter, result.GetValue(_steps), limit, format) : Open(result).List(filter, limit, format);
        });
        return command;
    }

    private Command Show(string one)
    {
        var id = new Argument<string>("ID") { Description = _kind == RecordKind.Devices ? "Id, address or name of the device." : $"Id of the {one}." };
        var json = new Option<bool>("--json") { Description = "As a line of JSON." };
        var command = new Command("show", $"Shows one {one} whole.") { id, _state, json };
        command.SetAction(result => _kind == RecordKind.Alerts
            ? OpenAlerts(result).Show(result.GetValue(id)!, result.GetValue(json)) : Open(result).Show(result.GetValue(id)!, result.GetValue(json)));
        return command;
    }

    private AlertsCommand OpenAlerts(ParseResult result) => new(result.GetValue(_state)!, Console.Out, new Screen(Console.Out, Console.Error));

    private StoredCommand Open(ParseResult result) => new(_kind, result.GetValue(_state)!, Console.Out, new Screen(Console.Out, Console.Error));

    private RecordFilter Filter(ParseResult result) => new()
    {
        Severity = result.GetValue(_severity) is { } severity ? (int)Enum.Parse<Alerts.Severity>(severity, ignoreCase: true) : null,
        Device = result.GetValue(_device),
        Reason = result.GetValue(_reason),
        Role = result.GetValue(_role),
        Status = result.GetValue(_status),
        Since = result.GetValue(_since) is { } since && TryTime(since, out var from) ? from : null,
        Until = result.GetValue(_until) is { } until && TryTime(until, out var to) ? to : null,
    };

    public static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
