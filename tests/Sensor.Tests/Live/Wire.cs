using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Sensor.Tests.Live;

/// <summary>
/// A network of its own: a namespace with a cable between <see cref="Far"/>, where test traffic goes in, and <see cref="Near"/>, where the sensor listens. The
/// kernel is kept quiet (no IPv6, no ARP), so that every frame on the cable is one that a program sent. Gone afterwards.
/// </summary>
internal sealed partial class Wire : IDisposable
{
    public const string Far = "far";
    public const string Near = "near";

    /// <summary>CLONE_NEWNET.</summary>
    private const int NetworkNamespace = 0x4000_0000;

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

    /// <summary>Sends packets of a capture, by default in <c>pcaps/</c>, into an end, as many as asked for.</summary>
    public void Replay(string end, string capture, int packets = int.MaxValue, int perSecond = 20_000)
    {
        var sent = Inside("tcpreplay", "-q", "-i", end, "--pps", Text(perSecond), "-L", Text(packets), Path.GetFullPath(capture, Path.Combine(Machine.Root, "pcaps")));
        Assert.Contains("Failed packets:            0", sent.Output, StringComparison.Ordinal);
    }

    /// <summary>One of the kernel's counters of an end: <c>tx_packets</c> and the like.</summary>
    public long Count(string end, string counter) =>
        long.Parse(Inside("cat", $"/sys/class/net/{end}/statistics/{counter}").Output, CultureInfo.InvariantCulture);

    /// <summary>Does something on a thread of its own that lives in the namespace, and whose threads do.</summary>
    public void Enter(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var name = File.OpenHandle($"/run/netns/{Name}");
                Assert.Equal(0, EnterNamespace((int)name.DangerousGetHandle(), NetworkNamespace));
                action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

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

    [LibraryImport("libc", EntryPoint = "setns")]
    private static partial int EnterNamespace(int descriptor, int kind);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
