using Hospital;
using Hospital.Network;

namespace Scorecard.Runs;

/// <summary>Passes what happens to all methods, and notes who was there and when.</summary>
internal sealed class Audience(IReadOnlyList<IStepTaker> methods) : IStepTaker
{
    private readonly Dictionary<int, (Host Host, long First, long Last)> _seen = [];

    public void Take(in Step step)
    {
        See(step.Speaker, in step);
        See(step.Listener, in step);
        foreach (var method in methods)
        {
            method.Take(in step);
        }
    }

    public void End(long time)
    {
        foreach (var method in methods)
        {
            method.End(time);
        }
    }

    /// <summary>By number. Who has a gateway speak for it was there as long as that.</summary>
    /// <param name="known">All hosts that there are.</param>
    public IReadOnlyList<SeenHost> Hosts(IEnumerable<Host> known)
    {
        foreach (var host in known)
        {
            if (!_seen.ContainsKey(host.Number) && host.Gateway is { } gateway && _seen.TryGetValue(gateway.Number, out var through))
            {
                _seen.Add(host.Number, through with { Host = host });
            }
        }

        return [.. _seen.Values.OrderBy(s => s.Host.Number).Select(s => new SeenHost(s.Host.Number, s.Host.Name, s.Host.Role, s.First, s.Last))];
    }

    private void See(Host host, in Step step) =>
        _seen[host.Number] = _seen.TryGetValue(host.Number, out var seen) ? seen with { Last = Math.Max(seen.Last, step.End) } : (host, step.Time, step.End);
}
