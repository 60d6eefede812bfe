using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor interfaces</c>: what can be listened to. Needs no rights.</summary>
internal sealed class InterfacesCommand(TextWriter output, Screen screen)
{
    public int Run()
    {
        IReadOnlyList<LiveInterface> interfaces;
        try
        {
            interfaces = LiveInterface.List();
        }
        catch (CaptureException e)
        {
            screen.Fail(e.Message);
            return ExitCode.Failed;
        }

        string[][] rows = [["interface", "state", "link type", "addresses"], .. interfaces.Select(Row)];
        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(r => r[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine($"{string.Join("  ", row.Take(3).Select((text, column) => text.PadRight(widths[column])))}  {row[3]}".TrimEnd());
        }

        WarnOfReceiving(interfaces);
        TellOfSending(interfaces);
        return ExitCode.Done;
    }

    private static string[] Row(LiveInterface one) => [one.Name, LiveInterface.Word(one.State), one.Link, string.Join(", ", one.Addresses)];

    /// <summary>Nothing comes to the loopback interface from a wire.</summary>
    private void WarnOfReceiving(IEnumerable<LiveInterface> interfaces)
    {
        foreach (var one in interfaces.Where(i => i.Name != "lo"))
        {
            if (Offloads.OfReceiving(one.Offloads).ToArray() is { Length: > 0 } receiving)
            {
                screen.Warn($"{one.Name} joins packets before they are seen: sizes and counts won't be those on the wire "
                    + $"(ethtool -K {one.Name} {string.Join(' ', receiving.Select(o => $"{o} off"))}).");
            }
        }
    }

    private void TellOfSending(IEnumerable<LiveInterface> interfaces)
    {
        var names = interfaces.Where(i => i.Offloads.Except(Offloads.OfReceiving(i.Offloads)).Any()).Select(i => i.Name).ToArray();
        if (names.Length > 0)
        {
            output.WriteLine();
            output.WriteLine($"What this machine itself sends by {string.Join(", ", names)} is seen before it is cut to size (tso, gso); what a mirror brings is not concerned.");
        }
    }
}
