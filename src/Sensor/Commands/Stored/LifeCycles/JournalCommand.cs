using Sensor.Alerts;
using Sensor.Options;
using Sensor.Outputs;
using Sensor.State;
using Sensor.Terminal;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary><c>sensor alerts ack|close|reopen|mute|unmute</c>: notes what somebody does about incidents, all that was asked for or nothing, also while a sensor runs.</summary>
/// <param name="folder">The state directory.</param>
/// <param name="signature">Who does it.</param>
/// <param name="output">Where answers go.</param>
/// <param name="screen">What people see besides.</param>
internal sealed class JournalCommand(string folder, Signature signature, TextWriter output, Screen screen)
{
    /// <summary>Times of mutings that don't say when they end.</summary>
    public const string DefaultUntil = "+30d";

    public int Acknowledge(IReadOnlyList<string> ids) => OfIncidents(ids, isDryRun: false, (maker, _, incident) => maker.Acknowledge(incident));

    public int Close(IReadOnlyList<string> ids, Verdict verdict, bool isDryRun) => OfIncidents(ids, isDryRun, (maker, _, incident) => maker.Close(incident, verdict));

    public int Reopen(IReadOnlyList<string> ids) => OfIncidents(ids, isDryRun: false, (maker, _, incident) => maker.Reopen(incident));

    /// <param name="ids">Alerts of incidents.</param>
    /// <param name="scope">How far it reaches.</param>
    /// <param name="until">When it ends, by packet time; null: never.</param>
    /// <param name="isDryRun">Only says what it would do.</param>
    public int Mute(IReadOnlyList<string> ids, MuteScope scope, LearnUntil? until, bool isDryRun) => OfIncidents(ids, isDryRun, (maker, book, incident) =>
    {
        var end = until?.Resolve(book.Now);
        return end is { } time && time <= book.Now
            ? throw new OutputException($"{DeedText.Time(time)} UTC is over in this state, whose packets come to {DeedText.Time(book.Now)} UTC.")
            : maker.Mute(incident, scope, end);
    });

    /// <param name="names">Mutings, or alerts of incidents that were muted.</param>
    public int Unmute(IReadOnlyList<string> names) => Do(isDryRun: false, (maker, book) =>
    {
        var mutes = names.SelectMany(name => MutesOf(book, name)).DistinctBy(m => m.Number).ToList();
        return mutes.Select(maker.Unmute);
    });

    private int OfIncidents(IReadOnlyList<string> ids, bool isDryRun, Func<DeedMaker, Book, long, JournalEntry> make) => Do(isDryRun, (maker, book) =>
    {
        foreach (var id in ids)
        {
            var incident = book.IncidentOf(id);
            if (!id.Equals(Alert.IdOf(incident), StringComparison.OrdinalIgnoreCase))
            {
                Say($"{id} belongs to {Alert.IdOf(incident)}.");
            }
        }

        return ids.Select(book.IncidentOf).Distinct().Select(incident => make(maker, book, incident));
    });

    private int Do(bool isDryRun, Func<DeedMaker, Book, IEnumerable<JournalEntry>> make) => isDryRun
        ? StateCommands.Read(screen, folder, saved =>
        {
            var (maker, book) = Begin(saved);
            return Report(maker, book, [.. make(maker, book)], isDryRun);
        })
        : StateCommands.Add(screen, folder, saved =>
        {
            var (maker, book) = Begin(saved);
            var done = saved.Alone(() =>
            {
                book.ReadAgain();
                var deeds = make(maker, book).ToList();
                RequireRoom(book, deeds);
                return deeds.ConvertAll(deed => Store(saved, maker, deed));
            });
            return Report(maker, book, done, isDryRun);
        });

    private (DeedMaker Maker, Book Book) Begin(StateDatabase saved)
    {
        var book = new Book(saved);
        return (new DeedMaker(book, signature, (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100), book);
    }

    private int Report(DeedMaker maker, Book book, IReadOnlyList<JournalEntry> deeds, bool isDryRun)
    {
        new DeedReport(folder, book, maker, output) { IsDryRun = isDryRun }.Write(deeds);
        return ExitCode.Done;
    }

    private static JournalEntry Store(StateDatabase saved, DeedMaker maker, JournalEntry deed)
    {
        var number = saved.Add(deed);
        foreach (var row in maker.FeedbackOf(deed))
        {
            saved.Add(row);
        }

        return deed with { Number = number };
    }

    private static void RequireRoom(Book book, List<JournalEntry> deeds)
    {
        if (book.Count + deeds.Count > StateDatabase.MaxDeeds)
        {
            throw new OutputException($"There is no room for more than {StateDatabase.MaxDeeds:N0} deeds in the journal of this state.");
        }

        var more = deeds.Sum(d => MuteKey.Of(d).Count);
        if (more > 0 && book.Hiding.Sum(d => MuteKey.Of(d).Count) + more > Mutes.MaxKeys)
        {
            throw new OutputException($"There is no room for more than {Mutes.MaxKeys:N0} things that aren't told; 'sensor alerts mutes' lists them, and a wider scope needs fewer.");
        }
    }

    private static List<JournalEntry> MutesOf(Book book, string name)
    {
        var mutes = book.Hiding.Where(d => d.Verb == JournalVerb.Mute).ToList();
        var named = mutes.FindAll(m => DeedText.Id(m.Number).Equals(name, StringComparison.OrdinalIgnoreCase));
        if (named.Count > 0)
        {
            return named;
        }

        if (name.StartsWith("mute-", StringComparison.OrdinalIgnoreCase))
        {
            throw new OutputException($"There is no '{name}' in force; 'sensor alerts mutes' lists what is.");
        }

        var incident = book.IncidentOf(name);
        var said = mutes.FindAll(m => m.Incident == incident);
        return said.Count > 0 ? said
            : book.Of(incident).Closing is { Verdict: Verdict.BenignExpected } ? throw new OutputException($"{Alert.IdOf(incident)} isn't muted but closed as expected; 'sensor alerts reopen {Alert.IdOf(incident)}' takes that back.")
            : throw new OutputException($"{Alert.IdOf(incident)} isn't muted.");
    }

    private void Say(string sentence) => output.WriteLine(Screen.Plain(sentence));
}
