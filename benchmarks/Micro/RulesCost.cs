using System.Diagnostics;
using System.Globalization;
using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Models;
using Sensor.Options.Sections;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Rules;
using Sensor.Streams;

namespace Sensor.Benchmarks;

/// <summary>
/// Replays captures with the rules of a file at work and without any, in turns, as <c>sensor replay</c> does: everything but the summary, with events written and
/// without. Says the medians and the ratio of processor time.
/// </summary>
internal static class RulesCost
{
    public static int Run(string file, int pairs, IReadOnlyList<string> captures)
    {
        var complaints = new Yaml.Complaints();
        var rules = RuleSet.LoadFile(file, RulesSection.Kinds, complaints);
        complaints.ThrowIfAny();
        Console.WriteLine($"{rules.Rules.Count} rules, {pairs} pairs; medians");
        foreach (var capture in captures)
        {
            foreach (var withEvents in (bool[])[false, true])
            {
                Compare(capture, rules, pairs, withEvents);
            }
        }

        return 0;
    }

    private static void Compare(string capture, RuleSet rules, int pairs, bool withEvents)
    {
        // The first turns compile.
        var (none, some) = (new List<Figures>(), new List<Figures>());
        for (var pair = -1; pair < pairs; pair++)
        {
            var (without, with) = (Replay(capture, RuleSet.Empty, withEvents), Replay(capture, rules, withEvents));
            if (pair >= 0)
            {
                none.Add(without);
                some.Add(with);
            }
        }

        var ratios = none.Zip(some, (n, s) => s.Processor / n.Processor).ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(capture)}, {(withEvents ? "events written" : "no events")}: wall {Median(none, f => f.Wall):0.000} s without, {Median(some, f => f.Wall):0.000} s with, {Median(some, f => f.Wall) / Median(none, f => f.Wall):0.00} x; processor {Median(none, f => f.Processor):0.000} s without, {Median(some, f => f.Processor):0.000} s with, {Median(some, f => f.Processor) / Median(none, f => f.Processor):0.00} x (pairs {ratios.Min():0.00} to {ratios.Max():0.00}); {some[^1].Facts:N0} facts, {some[^1].Alerts:N0} alerts raised"));
    }

    private static Figures Replay(string capture, RuleSet rules, bool withEvents)
    {
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        using var input = new CaptureInput([capture]);
        var replay = new Replay(input, workers: 1, new PartitionSettings(ProtocolRegister.All, new Pseudonymizer("benchmark"u8)));
        Envelope Begin() => new() { InterfaceName = input.InterfaceName, HasPacketNumbers = true };
        var path = Path.GetTempFileName();
        long alerts = 0;
        var desk = new AlertDesk();
        using var lines = withEvents ? new JsonLines(File.Create(path)) : null;
        using var events = lines is null ? null : new EventStream(lines, Begin(), ProtocolRegister.All);
        var log = new EventLog(events, Begin(), ProtocolRegister.All);
        var analysis = new Analysis(
            ProtocolRegister.All, new AnalysisSettings(new LearningPlan(LearningMode.Auto, null), rules), new NameDirectory(), log, desk, new HealthEvents(events, hasPacketNumbers: true));
        var counter = new Counter(analysis);
        replay.Run(counter);
        analysis.End();
        events?.Complete();
        alerts = desk.Total + desk.Folded + desk.Withheld;
        watch.Stop();
        process.Refresh();
        File.Delete(path);
        return new Figures(watch.Elapsed.TotalSeconds, (process.TotalProcessorTime - processor).TotalSeconds, counter.Facts, alerts);
    }

    private static double Median(List<Figures> figures, Func<Figures, double> of) => figures.Select(of).Order().ElementAt(figures.Count / 2);

    private sealed record Figures(double Wall, double Processor, long Facts, long Alerts);

    private sealed class Counter(Analysis analysis) : IFactConsumer
    {
        public long Facts { get; private set; }

        public void Take(in FactHeader header, ReadOnlySpan<byte> body)
        {
            Facts++;
            analysis.Take(in header, body);
        }
    }
}
