using System.Globalization;
using Sensor.Alerts;
using Sensor.Models;
using Sensor.Outputs;
using Sensor.State;
using Sensor.Terminal;
using Verdict = Sensor.State.Verdict;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>Says what was done, what that changes, and how it is taken back.</summary>
internal sealed class DeedReport(string folder, Book book, DeedMaker maker, TextWriter output)
{
    /// <summary>More than so many stand one below the other.</summary>
    private const int MostInLine = 3;

    /// <summary>Nothing was done: says what would have been.</summary>
    public bool IsDryRun { get; init; }

    public void Write(IReadOnlyList<JournalEntry> deeds)
    {
        foreach (var deed in deeds)
        {
            Say($"{Alert.IdOf(deed.Incident)} {(IsDryRun ? "would be" : "is")} {State(deed)}.");
            foreach (var sentence in Effects(deed))
            {
                Say("  " + sentence);
            }

            if (!IsDryRun && Undo(deed) is { } undo)
            {
                Say($"  Undo: sensor alerts {undo} --state {folder}");
            }
        }

        Say(IsDryRun ? "Nothing was changed." : "A sensor that runs on this state takes it up within seconds, else the next one to start.");
    }

    private static string State(JournalEntry deed) => deed.Verb switch
    {
        JournalVerb.Close => $"closed: {DeedText.Word(deed.Verdict)}",
        JournalVerb.Mute => $"muted {DeedText.Until(deed.Until)} ({DeedText.Word(deed.Scope)}{(deed.Number > 0 ? ", " + DeedText.Id(deed.Number) : "")})",
        JournalVerb.Unmute => $"told again ({DeedText.Id(deed.Undoes)} is over)",
        _ => DeedText.Word(deed.Verb),
    };

    private IEnumerable<string> Effects(JournalEntry deed)
    {
        var feedback = maker.FeedbackOf(deed).ToList();
        var devices = feedback.Select(f => Inventory.Device.IdOf(f.Device)).Distinct().ToList();
        switch (deed.Verb)
        {
            case JournalVerb.Mute:
            case JournalVerb.Close when deed.Verdict == Verdict.BenignExpected:
                foreach (var line in Listed("From now on this isn't told any more:", [.. MuteNames.Of(deed, book.Alerts)]))
                {
                    yield return line;
                }

                yield return string.Create(CultureInfo.InvariantCulture, $"It would have hidden {book.WouldHide(deed):N0} of the {book.Alerts.Count:N0} alerts stored.");
                break;
            case JournalVerb.Close:
                yield return "The same thing raises a new alert.";
                break;
            case JournalVerb.Reopen when deed.Verdict == Verdict.BenignExpected:
                yield return "It isn't expected any more: the same thing is told again.";
                break;
            default:
                break;
        }

        foreach (var word in feedback.Select(f => f.Word).DistinctBy(w => w.Verb))
        {
            if (word.Verb == FeedbackVerb.TrueIncident)
            {
                yield return $"What was learnt of {string.Join(", ", devices)} since {DeedText.Time(word.From)} UTC, and a day before, is taken back where it can be.";
            }
            else if (word.Verb == FeedbackVerb.Withdrawn)
            {
                yield return $"What {string.Join(", ", devices)} learnt by it is taken back where it can be.";
            }
        }
    }

    private static string? Undo(JournalEntry deed) => deed.Verb switch
    {
        JournalVerb.Mute => $"unmute {DeedText.Id(deed.Number)}",
        JournalVerb.Acknowledge or JournalVerb.Close => $"reopen {Alert.IdOf(deed.Incident)}",
        _ => null,
    };

    /// <summary>All of them: who consents has to know to what.</summary>
    private static IEnumerable<string> Listed(string title, List<string> names) =>
        names.Count <= MostInLine ? [$"{title} {string.Join("; ", names)}."] : names.Select(name => "  - " + name).Prepend(title);

    private void Say(string sentence) => output.WriteLine(Screen.Plain(sentence));
}
