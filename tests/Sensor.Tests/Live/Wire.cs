using System.Globalization;

namespace Sensor.Tests.Live;

/// <summary>
/// A network of its own: a namespace with a cable between <see cref="Far"/>, where test traffic goes in, and <see cref="Near"/>, where the sensor listens. The
/// kernel is kept quiet (no IPv6, no ARP), so that every frame on the cable is one that a program sent. Gone afterwards.
/// </summary>
internal sealed class Wire : IDisposable
{
    public const string Far = "far";
    public const string Near = "near";

    private static int _count;

    public Wire()
    {
        Name = $"sensor-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        Ip("netns", "add", Name);
        Inside("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        Plug();
    }

    public string Name { get; }

    /// <summary>Makes both ends of the cable and switches them on.</summary>
    public void Plug()
    {
        Ip("-n", Name, "link", "add", Far, "type", "veth", "peer", "name", Near);
        foreach (var end in (string[])[Far, Near])
        {
            Ip("-n", Name, "link", "set", end, "arp", "off", "mtu", "65535", "up");
        }
    }

    public void Unplug() => Ip("-n", Name, "link", "del", Near);

    public void Switch(string end, string state) => Ip("-n", Name, "link", "set", end, state);

    /// <summary>Sends packets of a capture in <c>pcaps/</c> into an end, as many as asked for.</summary>
    public void Replay(string end, string capture, int packets = int.MaxValue, int perSecond = 20_000)
    {
        var sent = Inside("tcpreplay", "-q", "-i", end, "--pps", Text(perSecond), "-L", Text(packets), Path.Combine(Machine.Root, "pcaps", capture));
        Assert.Contains("Failed packets:            0", sent.Output, StringComparison.Ordinal);
    }

    /// <summary>One of the kernel's counters of an end: <c>tx_packets</c> and the like.</summary>
    public long Count(string end, string counter) =>
        long.Parse(Inside("cat", $"/sys/class/net/{end}/statistics/{counter}").Output, CultureInfo.InvariantCulture);

    public Outcome Inside(params IEnumerable<string> command)
    {
        var outcome = Machine.Run("ip", ["netns", "exec", Name, .. command]);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', command)}: {outcome.Error}");
        return outcome;
    }

    public void Dispose() => Ip("netns", "del", Name);

    private static void Ip(params string[] arguments)
    {
        var outcome = Machine.Run("ip", arguments);
        Assert.True(outcome.ExitCode == 0, $"ip {string.Join(' ', arguments)}: {outcome.Error}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
