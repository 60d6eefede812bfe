using Sensor.Alerts;
using Sensor.Models;
using Sensor.Outputs;
using Sensor.State;
using Verdict = Sensor.State.Verdict;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>Makes of what somebody wants done what is stored, or says in one sentence why it can't be done.</summary>
/// <param name="book">The incidents as they stand.</param>
/// <param name="signature">Who does it.</param>
/// <param name="said">When, by the wall clock, nanoseconds since the Unix epoch.</param>
internal sealed class DeedMaker(Book book, Signature signature, long said)
{
    public JournalEntry Acknowledge(long incident)
    {
        RequireOpen(incident);
        return Deed(JournalVerb.Acknowledge, incident);
    }

    public JournalEntry Close(long incident, Verdict verdict)
    {
        RequireOpen(incident);
        return Deed(JournalVerb.Close, incident) with { Verdict = verdict };
    }

    public JournalEntry Reopen(long incident)
    {
        var cycle = book.Of(incident);
        var undone = cycle.Closing ?? cycle.Acknowledgement
            ?? throw new OutputException($"{Alert.IdOf(incident)} is new: there is nothing to take back.");
        return Deed(JournalVerb.Reopen, incident) with { Undoes = undone.Number, Verdict = undone.Verdict, About = undone.About };
    }

    public JournalEntry Mute(long incident, MuteScope scope, long? until) => Deed(JournalVerb.Mute, incident) with { Scope = scope, Until = until };

    /// <param name="mute">A muting that is in force.</param>
    public JournalEntry Unmute(JournalEntry mute) => Deed(JournalVerb.Unmute, mute.Incident) with { Undoes = mute.Number, Scope = mute.Scope, About = mute.About };

    /// <summary>What models are told because of a deed.</summary>
    public IEnumerable<FeedbackRow> FeedbackOf(JournalEntry deed) => deed switch
    {
        { Verb: JournalVerb.Close, Verdict: Verdict.True } => OfDevices(deed, FeedbackVerb.TrueIncident),
        { Verb: JournalVerb.Close, Verdict: Verdict.BenignExpected } => OfSubjects(deed, FeedbackVerb.Expected),
        { Verb: JournalVerb.Close } or { Verb: JournalVerb.Unmute } => OfDevices(deed, FeedbackVerb.Once),
        { Verb: JournalVerb.Reopen, Verdict: Verdict.BenignExpected } => OfSubjects(deed, FeedbackVerb.Withdrawn),
        _ => [],
    };

    private IEnumerable<FeedbackRow> OfSubjects(JournalEntry deed, FeedbackVerb verb) => deed.About
        .Where(m => m.Judged is not null).Select(m => (m.Device, Subject: m.Judged!.Value)).Distinct()
        .Select(m => Feedback(deed, m.Device, new Feedback(verb, m.Subject, 0, long.MaxValue)));

    /// <summary>What models judged of them since the incident began. It is over: learning goes on with what comes after its last alert.</summary>
    private IEnumerable<FeedbackRow> OfDevices(JournalEntry deed, FeedbackVerb verb)
    {
        var alerts = book.AlertsOf(deed.Incident);
        var (opened, last) = alerts.Count == 0 ? (0, 0) : (alerts.Min(a => a.Time), alerts.Max(a => a.Time));
        return deed.About.Where(m => m.Judged is not null).Select(m => m.Device).Distinct().Select(device => Feedback(deed, device, new Feedback(verb, default, opened, last)));
    }

    private FeedbackRow Feedback(JournalEntry deed, int device, Feedback word) => new(device, word)
    {
        Alert = Alert.IdOf(deed.Incident), Who = signature.Who, Said = said, Note = signature.Note,
    };

    private JournalEntry Deed(JournalVerb verb, long incident) => new(verb, incident)
    {
        About = book.MattersOf(incident), Who = signature.Who, Said = said, Note = signature.Note,
    };

    private void RequireOpen(long incident)
    {
        if (book.Of(incident).Closing is { } closing)
        {
            throw new OutputException(
                $"{Alert.IdOf(incident)} was closed by {closing.Who} ({DeedText.Word(closing.Verdict)}); 'sensor alerts reopen {Alert.IdOf(incident)}' takes that back.");
        }
    }
}
