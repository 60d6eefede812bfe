using Hospital;
using Hospital.Network;

namespace Scorecard.Feed;

/// <summary>
/// Which of the generator's hosts was behind an address at a time, or goes by a serial number: learnt from who takes part in steps. Where a stranger takes an address that its
/// ordinary owner still has, the owner keeps it, as it would without the stranger. Between strangers it is the one that was there last: a scan calls addresses that nobody has yet,
/// and an intruder may come to one of them later.
/// </summary>
internal sealed class HostDirectory
{
    /// <summary>Nobody, or not known.</summary>
    public const int Nobody = -1;

    private readonly Dictionary<uint, List<(long Since, Host Host)>> _byAddress = [];
    private readonly Dictionary<int, uint> _lastAddress = [];
    private readonly Dictionary<string, int> _bySerial = [];

    public void See(in Step step)
    {
        See(step.Conversation.Client, step.Time);
        See(step.Conversation.Server, step.Time);
    }

    /// <summary>Who is reached by a gateway takes part in no step: those are told of.</summary>
    public void Know(IEnumerable<Host> hosts)
    {
        foreach (var host in hosts.Where(h => h.Serial.Length > 0))
        {
            _bySerial.TryAdd(host.Serial, host.Number);
        }
    }

    /// <param name="address">IPv4, host byte order.</param>
    /// <param name="time">Nanoseconds since the Unix epoch.</param>
    public int Of(uint address, long time)
    {
        if (!_byAddress.TryGetValue(address, out var holders))
        {
            return Nobody;
        }

        var at = holders.FindLastIndex(h => h.Since <= time);
        return holders[Math.Max(at, 0)].Host.Number;
    }

    public int Of(string serial) => _bySerial.GetValueOrDefault(serial, Nobody);

    private void See(Host host, long time)
    {
        if (host.IsForeign)
        {
            SeeStranger(host, time);
            return;
        }

        var address = host.Address;
        if (_lastAddress.TryGetValue(host.Number, out var last) && last == address)
        {
            return;
        }

        _lastAddress[host.Number] = address;
        if (host.Serial.Length > 0)
        {
            _bySerial.TryAdd(host.Serial, host.Number);
        }

        Holders(address).Add((time, host));
    }

    private void SeeStranger(Host host, long time)
    {
        var holders = Holders(host.Address);
        if (holders is not [.., var (_, last)] || (last != host && (last.IsForeign || last.Address != host.Address)))
        {
            holders.Add((time, host));
        }
    }

    private List<(long Since, Host Host)> Holders(uint address)
    {
        if (!_byAddress.TryGetValue(address, out var holders))
        {
            _byAddress.Add(address, holders = []);
        }

        return holders;
    }
}
