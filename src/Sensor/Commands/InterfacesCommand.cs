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

        foreach (var one in interfaces.Where(i => i.Offloads.Count > 0))
        {
            Advise(one);
        }

        return ExitCode.Done;
    }

    private static string[] Row(LiveInterface one) => [one.Name, LiveInterface.Word(one.State), one.Link, string.Join(", ", one.Addresses)];

    private void Advise(LiveInterface one)
    {
        var receiving = Offloads.OfReceiving(one.Offloads).ToArray();
        if (receiving.Length > 0)
        {
            screen.Warn($"{one.Name} joins packets before they are seen, so that sizes and counts aren't those on the wire: "
                + $"ethtool -K {one.Name} {string.Join(' ', receiving.Select(o => $"{o} off"))}");
        }

        var sending = one.Offloads.Except(receiving).ToArray();
        if (sending.Length > 0)
        {
            output.WriteLine($"{one.Name}: what this machine itself sends is seen before it is cut to size ({string.Join(", ", sending)}); what a mirror brings isn't concerned.");
        }
    }
}
