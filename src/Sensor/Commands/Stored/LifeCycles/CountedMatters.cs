using System.Globalization;
using Sensor.Alerts;
using Sensor.Options.Keys;
using Sensor.State;

namespace Sensor.Commands.Stored.LifeCycles;

/// <summary>
/// What an incident's timeline counts that had no alert of its own: reasons between two devices. Who of them an alert would be about, the timeline doesn't say,
/// so it is both.
/// </summary>
internal static class CountedMatters
{
    private static readonly (string Reason, int SignatureId)[] _shipped = [.. AlertCatalogue.All.Concat(new Settings().Rules.Reasons).Select(r => (r.Slug, r.SignatureId))];

    /// <param name="incident">The incident.</param>
    /// <param name="alerts">Stored alerts: they know the numbers of a site's own reasons.</param>
    public static IEnumerable<Matter> Of(IncidentRow incident, IEnumerable<AlertRow> alerts)
    {
        var signatures = alerts.Select(a => (a.Reason, a.SignatureId)).Concat(_shipped).DistinctBy(r => r.Reason).ToDictionary();
        foreach (var entry in StoredIncident.TimelineOf(incident))
        {
            if (entry.Text("alert") is not null || !signatures.TryGetValue(entry.Text("reason") ?? "", out var signature) || NumberOf(entry.Text("actor.id")) is not { } actor)
            {
                continue;
            }

            var target = NumberOf(entry.Text("target.id"));
            yield return new Matter(signature, actor, target, Story: null, Judged: null);
            if (target is { } other)
            {
                yield return new Matter(signature, other, actor, Story: null, Judged: null);
            }
        }
    }

    private static int? NumberOf(string? device) =>
        device?.Split('-') is ["dev", var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
}
