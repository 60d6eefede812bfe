using System.CommandLine;
using Sensor.Options;
using Sensor.State;
using Sensor.Terminal;
using Verdict = Sensor.State.Verdict;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>How people say what they do about alerts: <c>sensor alerts ack|close|reopen|mute|unmute|mutes</c>.</summary>
internal sealed class JournalArguments
{
    private readonly Option<string?> _state;
    private readonly Option<string?> _by = Signature.ByOption();
    private readonly Option<string?> _note = Signature.NoteOption();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what it would change, and how many of the stored alerts it would have hidden." };

    private JournalArguments(Option<string?> state) => _state = state;

    /// <param name="state">Names the state directory.</param>
    public static IEnumerable<Command> All(Option<string?> state)
    {
        var arguments = new JournalArguments(state);
        return [arguments.Acknowledge(), arguments.Close(), arguments.Reopen(), arguments.Mute(), arguments.Unmute(), arguments.Mutes()];
    }

    private static Argument<string[]> Ids(string description = "Ids of alerts; each stands for its incident.", string name = "ID") =>
        new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    private Command Acknowledge()
    {
        var ids = Ids();
        return Make(new Command("ack", "Notes that somebody is looking at it.") { ids, _state, _by, _note }, (result, journal) => journal.Acknowledge(result.GetValue(ids)!));
    }

    private Command Close()
    {
        var ids = Ids();
        var verdict = new Option<string?>("--verdict")
        {
            Description = "What it turned out to be. benign-expected: as it should be, and not told any more. benign-once: as it should be, this once. true: an attack or a fault; what was learnt of it is taken back.",
            HelpName = "true|benign-expected|benign-once", Required = true,
        };
        verdict.AcceptOnlyFromAmong("true", "benign-expected", "benign-once");
        return Make(
            new Command("close", "Closes it with a verdict: the same thing raises a new alert, unless it is expected.") { ids, verdict, _state, _by, _note, _dryRun },
            (result, journal) => journal.Close(result.GetValue(ids)!, VerdictOf(result.GetValue(verdict)!), result.GetValue(_dryRun)));
    }

    private Command Reopen()
    {
        var ids = Ids();
        return Make(
            new Command("reopen", "Takes the last closing or acknowledgement back, and what it changed of what is expected.") { ids, _state, _by, _note },
            (result, journal) => journal.Reopen(result.GetValue(ids)!));
    }

    private Command Mute()
    {
        var ids = Ids();
        var scope = new Option<string>("--scope")
        {
            Description = "pair: the same reason between the same two; device: the same reason of the same device; reason: the same reason everywhere; all-of-device: whatever of the same device.",
            HelpName = "pair|device|reason|all-of-device", DefaultValueFactory = _ => "pair",
        };
        scope.AcceptOnlyFromAmong("pair", "device", "reason", "all-of-device");
        var until = new Option<string?>("--until") { Description = $"When it ends, by packet time: ISO 8601, or +7d and the like from the state's latest packet. Without it {JournalCommand.DefaultUntil}.", HelpName = "TIME" };
        RunArguments.AddCheck(until, text => LearnUntil.TryParse(text, out _) ? null : $"--until takes an ISO 8601 time or +12h, +7d and the like, not '{text}'.");
        var forEver = new Option<bool>("--for-ever") { Description = "It doesn't end by itself." };
        var command = new Command("mute", "Has the like of it not told, within a scope and until a time.") { ids, scope, until, forEver, _state, _by, _note, _dryRun };
        command.Validators.Add(result =>
        {
            if (result.GetValue(forEver) && result.GetValue(until) is not null)
            {
                result.AddError("--until and --for-ever contradict each other.");
            }
        });
        return Make(command, (result, journal) => journal.Mute(
            result.GetValue(ids)!, ScopeOf(result.GetValue(scope)!), result.GetValue(forEver) ? null : UntilOf(result.GetValue(until)), result.GetValue(_dryRun)));
    }

    private Command Unmute()
    {
        var names = Ids("Ids of alerts that were muted, or of mutings (mute-7).", "ID|MUTE");
        return Make(new Command("unmute", "Has it told again.") { names, _state, _by, _note }, (result, journal) => journal.Unmute(result.GetValue(names)!));
    }

    private Command Mutes()
    {
        var format = RulesArguments.FormatOption();
        var command = new Command("mutes", "Lists what isn't told because somebody said so, and how often that hid something.") { _state, format };
        command.SetAction(result => new AlertsCommand(result.GetValue(_state)!, Console.Out, new Screen(Console.Out, Console.Error)).Mutes(RulesArguments.FormatOf(result.GetValue(format))));
        return command;
    }

    private Command Make(Command command, Func<ParseResult, JournalCommand, int> run)
    {
        command.SetAction(result =>
        {
            var signature = Signature.Of(result.GetValue(_by), result.GetValue(_note));
            return run(result, new JournalCommand(result.GetValue(_state)!, signature, Console.Out, new Screen(Console.Out, Console.Error)));
        });
        return command;
    }

    private static Verdict VerdictOf(string word) => word switch
    {
        "true" => Verdict.True,
        "benign-expected" => Verdict.BenignExpected,
        _ => Verdict.BenignOnce,
    };

    private static MuteScope ScopeOf(string word) => word switch
    {
        "pair" => MuteScope.Pair,
        "device" => MuteScope.Device,
        "reason" => MuteScope.Reason,
        _ => MuteScope.AllOfDevice,
    };

    private static LearnUntil UntilOf(string? text) =>
        LearnUntil.TryParse(text ?? JournalCommand.DefaultUntil, out var until) ? until : throw new ArgumentException(text, nameof(text));
}
