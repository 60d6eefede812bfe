using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Models;
using Sensor.Options.Keys;
using Sensor.Options.Sections;
using Sensor.Yaml;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Rules;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor rules test</c>: what one rule, or a file of rules, finds in captures. Nothing is learnt, kept or written.</summary>
/// <param name="settings">The rules at work, and what the site says about itself.</param>
/// <param name="output">Where findings go.</param>
/// <param name="screen">What people see besides.</param>
internal sealed class RuleTestCommand(Settings settings, TextWriter output, Screen screen)
{
    public int Run(string rule, IReadOnlyList<string> paths, int workers)
    {
        if (Choose(rule) is not { } rules)
        {
            return ExitCode.BadUsage;
        }

        var stop = new StopSignal();
        using var interruption = new Interruption(stop.Set);
        using var input = new CaptureInput(paths, stop);
        var replay = new Replay(new BlockFeed(input, workers), workers, AnalysisRun.SettingsFor(settings.Protocols.All, input.Seed.ToArray(), new Bounds()));
        var alerts = 0;
        var desk = new AlertDesk(new Told(alert =>
        {
            alerts++;
            Tell(input, alert.Header.Time, alert.Severity, alert.Reason, alert.Explanation, alert.Packets);
        }));
        var events = new EventLog(null, new Envelope { InterfaceName = input.InterfaceName, HasPacketNumbers = true }, settings.Protocols.All);
        var analysis = new Analysis(
            settings.Protocols.All, new AnalysisSettings(new LearningPlan(LearningMode.Learn, null), rules) { Site = SiteSection.Of(settings) }, new NameDirectory(), events, desk, new HealthEvents(null, hasPacketNumbers: true));
        replay.Run(new Consumer(analysis));
        analysis.End();
        foreach (var finding in analysis.Findings.All)
        {
            Tell(input, finding.First, finding.Severity, finding.Reason, finding.Explanation, finding.Packets);
        }

        ReplayConsumer.Tell(input, screen);
        var folded = desk.Folded > 0 ? $" ({desk.Folded} more folded into them)" : "";
        output.WriteLine($"Alerts: {alerts}{folded}; findings: {analysis.Findings.All.Count}; packets: {input.Reports.Sum(r => r.Packets)}.");
        return interruption.ExitCode ?? ExitCode.Done;
    }

    /// <summary>A rule by its name, or all of a file.</summary>
    private RuleSet? Choose(string rule)
    {
        if (File.Exists(rule))
        {
            var complaints = new Sensor.Yaml.Complaints();
            var file = RuleSet.LoadFile(rule, settings.Kinds, complaints);
            complaints.ThrowIfAny();
            return file;
        }

        var all = settings.Rules;
        if (all.Only(rule) is { Rules.Count: > 0 } one)
        {
            return one;
        }

        screen.Fail($"There is no rule '{rule}'{NearestName.Hint(rule, all.Reasons.Select(r => r.Slug))}");
        return null;
    }

    private void Tell(CaptureInput input, long time, Severity severity, AlertReason reason, string explanation, IReadOnlyList<long> packets)
    {
        Span<byte> text = stackalloc byte[EveTime.Length];
        EveTime.Format(time, text);
        var places = packets.Select(input.Locate).ToList();
        output.WriteLine($"{System.Text.Encoding.ASCII.GetString(text)}  {severity.ToString().ToUpperInvariant()}  {reason.Slug}");
        output.WriteLine($"    {Screen.Plain(explanation)}");
        foreach (var file in places.GroupBy(p => p.Path))
        {
            output.WriteLine($"    {Screen.Plain(file.Key)}: packets {string.Join(", ", file.Select(p => p.Number))}");
        }
    }

    private sealed class Consumer(Analysis analysis) : IFactConsumer
    {
        public void Take(in FactHeader header, ReadOnlySpan<byte> body) => analysis.Take(in header, body);

        public void EndBlock(long number)
        {
        }
    }
}
