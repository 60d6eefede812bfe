using Hospital.Kernel;
using Hospital.Network;
using Scorecard.Runs;

namespace Scorecard.Scoring;

/// <summary>How long devices were there to be wrongly alerted on. Attackers' own and those beyond the hospital don't count.</summary>
internal static class Exposure
{
    /// <summary>Nanoseconds.</summary>
    public const long Month = 30 * Nanos.Day;

    public static bool Counts(in SeenHost host) => host.Number < Host.FirstForeign && host.Role is not (HostRole.External or HostRole.Attacker);

    /// <summary>Device-months of all devices within a time.</summary>
    public static double Months(IEnumerable<SeenHost> hosts, long from, long until) =>
        hosts.Where(h => Counts(in h)).Sum(h => Months(in h, from, until));

    public static double Months(in SeenHost host, long from, long until) =>
        Math.Max(0, Math.Min(host.LastSeen, until) - Math.Max(host.FirstSeen, from)) / (double)Month;
}
