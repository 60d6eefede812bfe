using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Pipeline;
using Sensor.Protocols;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor protocols try</c>: what a definition finds in captures, beside the protocols built in. Nothing is learnt, kept or written.</summary>
/// <param name="output">Where findings go.</param>
/// <param name="screen">What people see besides.</param>
internal sealed class ProtocolTryCommand(TextWriter output, Screen screen)
{
    /// <summary>Lines of a list.</summary>
    private const int MaxLines = 40;

    private const int MaxPorts = 10;

    public int Run(string file, IReadOnlyList<string> captures, int workers)
    {
        var complaints = new Sensor.Yaml.Complaints();
        var own = ProtocolFile.Read(file, complaints);
        foreach (var complaint in complaints.InOrder)
        {
            screen.Fail(complaint.ToString());
        }

        if (own is null)
        {
            return ExitCode.BadUsage;
        }

        var stop = new StopSignal();
        using var interruption = new Interruption(stop.Set);
        using var input = new CaptureInput(captures, stop);
        var protocols = ProtocolSet.Alone(own).All;
        var replay = new Replay(new BlockFeed(input, workers), workers, AnalysisRun.SettingsFor(protocols, input.Seed.ToArray(), new Bounds()));
        var sights = new ProtocolSights(app: 1);
        replay.Run(sights);
        ReplayConsumer.Tell(input, screen);
        var conversations = replay.Partitions.Sum(p => p.Conversations[0]);
        Tell(own.Definition, conversations, replay.Sum(0), sights);
        if (conversations == 0)
        {
            Hint(own.Definition, protocols, sights);
        }

        return interruption.ExitCode ?? ExitCode.Done;
    }

    private void Tell(ProtocolDefinition definition, long conversations, ProtocolCounters counted, ProtocolSights sights)
    {
        output.WriteLine($"'{definition.Name}' was recognised in {Amount(conversations, "connection")}.");
        if (conversations == 0)
        {
            return;
        }

        var counters = counted.Pumps.Select(p => p.Counters).FirstOrDefault() ?? new PumpCounters();
        output.WriteLine($"Frames: {counters.Frames}, of which {counters.FailedFrames} fail their checks and {counters.Unfit} fit no message; places lost and found again: {counted.Resyncs}.");
        output.WriteLine($"Requests: {counters.Requests}; answers and what pumps said by themselves: {counters.Responses}.");
        List("Requests by kind, class and command", sights.Requests.Select(r => $"{r.Value,8}  {r.Key.Kind,-5}  {r.Key.Class,-15}  {r.Key.Command}"));
        List("How they ended", sights.Outcomes.Select(o => $"{o.Value,8}  {o.Key}"));
        var unknown = counters.Commands["?"u8];
        if (unknown > 0)
        {
            output.WriteLine($"Commands that the table doesn't have: {unknown}.");
        }

        List("What pumps said", sights.Others.Select(o => $"{o.Value,8}  {o.Key}"));
        List("Pumps", sights.Serials.Select(s => "  " + s));
        List("Values", sights.Values.Select(v => $"{v.Value.Count,8}  {v.Key.Quantity}: {ProtocolSights.Number(v.Value.Least)} to {ProtocolSights.Number(v.Value.Most)} {v.Key.Unit}".TrimEnd()));
        if (sights.Example is { } example)
        {
            output.WriteLine("An event:");
            output.WriteLine("  " + Screen.Plain(example));
        }
    }

    private void List(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
        {
            return;
        }

        output.WriteLine($"{title}:");
        foreach (var line in all.Take(MaxLines))
        {
            output.WriteLine(Screen.Plain(line));
        }

        if (all.Count > MaxLines)
        {
            output.WriteLine($"  and {all.Count - MaxLines} more");
        }
    }

    /// <summary>What was there instead, and what to look at.</summary>
    private void Hint(ProtocolDefinition definition, IReadOnlyList<IProtocol> protocols, ProtocolSights sights)
    {
        if (sights.Ports.Count == 0)
        {
            output.WriteLine("No connection carried any bytes.");
            return;
        }

        output.WriteLine("Connections by the server's port, those with most bytes first:");
        foreach (var ((port, app), (flows, bytes)) in sights.Ports.OrderByDescending(p => p.Value.Bytes).Take(MaxPorts))
        {
            output.WriteLine($"  {port,5}  {Amount(flows, "connection")}, {Wording.Amount(bytes, "byte")}, {(app == 0 ? "not recognised" : protocols[app - 1].Name)}");
        }

        var there = sights.Ports.Keys.Where(k => definition.Ports.Contains(k.Port)).ToList();
        if (definition.OnlyOnPorts && there.Count == 0)
        {
            output.WriteLine($"'only-on-ports' has it looked for on {string.Join(", ", definition.Ports)} alone, and nobody used these.");
        }

        foreach (var (port, other) in there.Where(k => k.App != 0))
        {
            output.WriteLine($"Port {port} is one of its ports, but was recognised as {protocols[other - 1].Name}; 'protocols.disabled' switches a protocol off.");
        }

        output.WriteLine("It is recognised by good frames whose messages fit and whose commands it knows: look at 'start', 'end' and 'checksum' first, then at 'messages' and 'commands'.");
        output.WriteLine("A vector with the bytes of one exchange tells more: 'sensor protocols check' says what comes of it.");
    }

    private static string Amount(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
