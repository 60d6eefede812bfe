using Sensor.Models;

namespace Scorecard.Public;

/// <summary>A command on the wire.</summary>
/// <param name="Time">Nanoseconds since the capture began.</param>
/// <param name="Token">Direction, type and service.</param>
/// <param name="IsOdd">Of an attack.</param>
internal readonly record struct WireCommand(long Time, int Token, bool IsOdd);

/// <summary>
/// One long connection judged as it goes: the model learns and judges in one pass, and tells what it would as shipped; beside it two sets that grow as they see.
/// </summary>
internal static class CommandTrial
{
    private const long Start = 1_700_000_000L * 1_000_000_000;
    private const long Minute = 60L * 1_000_000_000;

    /// <param name="commands">In order of time.</param>
    /// <param name="declaredAt">When the operator declares the device mature; null: never.</param>
    /// <param name="from">Before it, nothing is counted.</param>
    public static CommandOutcome Run(IReadOnlyList<WireCommand> commands, long? declaredAt, long from)
    {
        var model = new DeviceModel();
        var context = new ModelContext(ModelSettings.Default);
        var look = new ModelContext(ModelSettings.Default, LearningMode.Learn);
        var (events, pairs) = (new HashSet<int>(), new HashSet<(int, int)>());
        List<long> ours = [], newEvents = [], newPairs = [];
        var (judged, counted, bits, last, declared) = (0L, 0L, new List<double>(), -1, false);
        foreach (var command in commands)
        {
            if (!declared && declaredAt <= command.Time)
            {
                model.DeclareMature(Start + command.Time, ModelSettings.Default);
                declared = true;
            }

            var step = new SequenceObservation(Start + command.Time, 1, 1, (uint)command.Token, First: last < 0);
            var surprise = model.Judge(step, look).Observed;
            var judgement = model.Observe(step, context);
            var (isNewEvent, isNewPair) = (events.Add(command.Token), pairs.Add((last, command.Token)));
            last = command.Token;
            if (command.Time < from)
            {
                continue;
            }

            AddIf(ours, judgement.Verdict == Verdict.Surprising, command.Time);
            AddIf(newEvents, isNewEvent, command.Time);
            AddIf(newPairs, isNewPair, command.Time);
            counted++;
            judged += judgement.Verdict != Verdict.NotJudged ? 1 : 0;
            bits.Add(surprise);
        }

        var episodes = Episodes(commands.Where(c => c.IsOdd).Select(c => c.Time));
        return new CommandOutcome(episodes.Count, Told(ours, episodes), Told(newEvents, episodes), Told(newPairs, episodes), judged, counted, bits, model.StateBytes);
    }

    private static void AddIf(List<long> times, bool condition, long time)
    {
        if (condition)
        {
            times.Add(time);
        }
    }

    /// <summary>Odd commands less than a minute apart are one attack, and what is told within a minute of its end is about it.</summary>
    private static List<(long From, long Until)> Episodes(IEnumerable<long> odd)
    {
        var episodes = new List<(long From, long Until)>();
        foreach (var time in odd)
        {
            if (episodes.Count > 0 && time <= episodes[^1].Until)
            {
                episodes[^1] = (episodes[^1].From, time + Minute);
            }
            else
            {
                episodes.Add((time, time + Minute));
            }
        }

        return episodes;
    }

    private static (int Hits, int False) Told(List<long> told, List<(long From, long Until)> episodes) =>
        (episodes.Count(e => told.Exists(t => t >= e.From && t <= e.Until)), told.Count(t => !episodes.Exists(e => t >= e.From && t <= e.Until)));
}

/// <summary>What was told, of attacks and besides.</summary>
/// <param name="Attacks">How many there were.</param>
/// <param name="Ours">By the model, as shipped.</param>
/// <param name="Events">By a symbol never seen before.</param>
/// <param name="Pairs">By a pair of symbols never seen before.</param>
/// <param name="Judged">Commands that the model judged.</param>
/// <param name="Counted">Commands counted.</param>
/// <param name="Bits">Surprise of each.</param>
/// <param name="StateBytes">Of the model at the end.</param>
internal sealed record CommandOutcome(
    int Attacks, (int Hits, int False) Ours, (int Hits, int False) Events, (int Hits, int False) Pairs, long Judged, long Counted, IReadOnlyList<double> Bits, int StateBytes);
