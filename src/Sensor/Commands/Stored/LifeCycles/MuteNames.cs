using Sensor.Alerts;
using Sensor.Inventory;
using Sensor.Options.Keys;
using Sensor.State;
using Verdict = Sensor.State.Verdict;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>What isn't told any more, in words: reasons by their slug, devices by their id.</summary>
internal static class MuteNames
{
    private static IReadOnlyList<AlertReason> Shipped => field ??= new Settings().Rules.Reasons;

    /// <param name="deed">What hides.</param>
    /// <param name="alerts">Stored alerts: they know the slugs.</param>
    public static IEnumerable<string> Of(JournalEntry deed, IEnumerable<AlertRow> alerts)
    {
        var slugs = alerts.DistinctBy(a => a.SignatureId).ToDictionary(a => a.SignatureId, a => a.Reason);
        foreach (var reason in AlertCatalogue.All.Concat(Shipped))
        {
            // What was only counted has no alert.
            slugs.TryAdd(reason.SignatureId, reason.Slug);
        }

        var keys = deed.Verdict == Verdict.BenignExpected ? deed.About.Select(m => MuteKey.Of(in m) with { Story = null }).Distinct() : MuteKey.Of(deed);
        return keys.Select(key => Name(key, slugs));
    }

    private static string Name(MuteKey key, Dictionary<int, string> slugs)
    {
        var reason = key.SignatureId == 0 ? "anything" : slugs.GetValueOrDefault(key.SignatureId) ?? $"signature {key.SignatureId}";
        var device = key.Device switch
        {
            < 0 => " of any device",
            0 => " of this sensor",
            _ => $" of {Device.IdOf(key.Device)}",
        };
        return reason + device + (key.Peer > 0 ? $" with {Device.IdOf(key.Peer)}" : "");
    }
}
