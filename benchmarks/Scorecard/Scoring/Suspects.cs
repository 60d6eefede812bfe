using Hospital.Network;
using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>An attack as alerts are measured against it.</summary>
/// <param name="Draw">Which; seen.</param>
/// <param name="Number">In the run whose alerts they are, by which attackers' hosts are numbered; 0: it isn't one of that run.</param>
/// <param name="Devices">Numbers of hosts it is about.</param>
internal sealed record Suspect(Draw Draw, int Number, HashSet<int> Devices)
{
    public static Suspect Of(Draw draw) => new(draw, draw.Label.Number, [.. draw.Label.Devices.Select(d => d.Number)]);

    /// <summary>As if it had been in another run: attackers' hosts are others there, though their numbers be the same.</summary>
    public static Suspect Elsewhere(Draw draw) => new(draw, 0, [.. draw.Label.Devices.Where(d => !d.IsForeign).Select(d => d.Number)]);
}

/// <summary>
/// To which of a run's attacks an alert is credited: to one at most. An attacker's own host tells whose it is. Otherwise it is one that knows both ends of the alert, before one
/// that knows one end only; and of several the one that began last.
/// </summary>
internal sealed class Suspects(IEnumerable<Suspect> all)
{
    /// <summary>Hosts that each attack may bring along, as <see cref="Hospital.Sites.Site.MakeForeign"/> numbers them.</summary>
    private const int HostsEach = 16;

    /// <summary>Numbers from here on are addresses that nobody has; scans share them, so they tell nothing.</summary>
    private const int FirstOfNobody = 2 * Host.FirstForeign;

    private readonly Suspect[] _byStart = [.. all.OrderByDescending(s => s.Draw.Label.FirstSeen).ThenByDescending(s => s.Draw.Label.Number)];

    /// <returns>Null: it is about none.</returns>
    public Suspect? Of(in Candidate alert)
    {
        var attacker = AttackerOf(alert.Host) ?? AttackerOf(alert.Peer);
        Suspect? ofOneEnd = null;
        foreach (var suspect in _byStart)
        {
            var label = suspect.Draw.Label;
            if ((attacker is not null && attacker != suspect.Number) || alert.Time < label.FirstSeen || alert.Time > label.LastSeen + Hits.Grace)
            {
                continue;
            }

            var (host, peer) = (suspect.Devices.Contains(alert.Host), suspect.Devices.Contains(alert.Peer));
            if (host && peer)
            {
                return suspect;
            }

            ofOneEnd ??= host || peer ? suspect : null;
        }

        return ofOneEnd;
    }

    private static int? AttackerOf(int host) => host is >= Host.FirstForeign and < FirstOfNobody ? (host - Host.FirstForeign) / HostsEach : null;
}
