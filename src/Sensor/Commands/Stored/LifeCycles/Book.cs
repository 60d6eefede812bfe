using Sensor.Alerts;
using Sensor.Outputs;
using Sensor.State;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>The incidents of a state and what people did about them, as they stand at one moment.</summary>
/// <param name="saved">The state.</param>
internal sealed class Book(StateDatabase saved)
{
    private readonly List<AlertRow> _alerts = [.. saved.Alerts()];
    private Dictionary<long, LifeCycle> _cycles = LifeCycle.Of(saved.Journal());

    /// <summary>Latest packet time: what a muting's end is measured by.</summary>
    public long Now { get; } = LatestTime(saved);

    /// <summary>Deeds in the journal.</summary>
    public int Count => _cycles.Values.Sum(c => c.Deeds.Count);

    /// <summary>All alerts, in order.</summary>
    public IReadOnlyList<AlertRow> Alerts => _alerts;

    /// <summary>Number of the incident that an alert belongs to.</summary>
    /// <exception cref="OutputException">There is no such alert.</exception>
    public long IncidentOf(string id) => _alerts.Find(a => a.Id.Equals(id, StringComparison.OrdinalIgnoreCase))?.Incident
        ?? throw new OutputException($"There is no alert '{id}' in this state; nothing was noted.");

    /// <summary>The alerts of an incident, in order.</summary>
    public IReadOnlyList<AlertRow> AlertsOf(long incident) => _alerts.FindAll(a => a.Incident == incident);

    public LifeCycle Of(long incident) => _cycles.GetValueOrDefault(incident) ?? new LifeCycle();

    /// <summary>All that hides and is in force: mutings and verdicts.</summary>
    public IEnumerable<JournalEntry> Hiding => _cycles.Values
        .SelectMany(c => c.Mutes.Where(m => m.Until is not { } until || Now < until).Concat(c.Closing is { Verdict: Verdict.BenignExpected } closing ? [closing] : []))
        .OrderBy(d => d.Number);

    /// <summary>What others did since is read, too.</summary>
    public void ReadAgain() => _cycles = LifeCycle.Of(saved.Journal());

    /// <summary>What an incident's alerts told, each once.</summary>
    public IReadOnlyList<Matter> MattersOf(long incident)
    {
        var told = AlertsOf(incident).Select(Matter.Of).ToList();
        var counted = saved.Incidents().FirstOrDefault(i => i.Number == incident) is { } row ? CountedMatters.Of(row, _alerts) : [];
        return [.. told.Concat(counted).Distinct().Take(JournalEntry.MaxMatters)];
    }

    /// <summary>How many of the stored alerts a deed would have kept from being told.</summary>
    public int WouldHide(JournalEntry deed)
    {
        var keys = MuteKey.Of(deed).ToHashSet();
        var expected = deed.Verdict == Verdict.BenignExpected ? deed.About.Where(m => m.Judged is not null).Select(m => (m.Device, m.Judged)).ToHashSet() : [];
        return _alerts.Count(alert =>
        {
            var matter = Matter.Of(alert);
            return expected.Contains((matter.Device, matter.Judged)) || Array.Exists(MuteKey.AllOf(matter), keys.Contains);
        });
    }

    /// <summary>Latest packet time of a state, nanoseconds since the Unix epoch; 0 where there is none.</summary>
    public static long LatestTime(StateDatabase saved)
    {
        long latest = 0;
        foreach (var (_, data) in saved.Inputs())
        {
            latest = Seal.TryOpen(data, out var body) && SavedInput.TryLoad(body, isLatest: false, out var input) ? input.Time : latest;
        }

        return latest;
    }
}
