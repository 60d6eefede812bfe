using System.Diagnostics;
using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Commands.Reporting;
using Sensor.Detection;
using Sensor.Options;
using Sensor.Options.Sections;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Protocols;
using Sensor.State;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor replay</c>: captures in; events, alerts, devices and a summary out.</summary>
internal sealed class ReplayCommand(ReplayOptions options, Screen screen)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public int Run() => Failures.Tell(screen, RunToEnd);

    private int RunToEnd()
    {
        if (options.Report is { } report)
        {
            ReportFile.Check(report);
        }

        using var filter = options.Filter is { } expression && BpfFilter.TryCompile(expression, out var compiled, out _) ? compiled : null;
        var stop = new StopSignal();
        using var interruption = new Interruption(stop.Set);
        using var input = Open(stop);
        ReplayConsumer.Tell(input, screen);
        if (options.Out is { } results)
        {
            RunFolder.Spare(results, input.Reports.Select(r => r.Path));
        }

        using var keeping = new Keeping(options, screen);

        // Without a site's key pseudonyms hold within this input only: the same capture gives the same ones.
        var key = keeping.Key ?? input.Seed.ToArray();
        keeping.Begin(Identity(input, key));
        using var folder = options.Out is { } path ? new RunFolder(path, keeping.Keeper?.Saved?.Output) : null;
        var code = Work(input, filter, folder, stop, keeping, key);
        return interruption.ExitCode ?? code;
    }

    private ICaptureInput Open(StopSignal stop)
    {
        if (options.Follow)
        {
            return new FollowedFolder(options.Paths[0], options.Idle, stop);
        }

        var input = new CaptureInput(options.Paths, stop);
        return options.Speed is { } speed ? new PacedInput(input, speed, stop) : input;
    }

    private InputIdentity Identity(ICaptureInput input, byte[] key)
    {
        string[] terms = [AnalysisRun.Version, options.Filter ?? "", Keeping.Fingerprint(key), BoundsSection.Of(options.Settings).OfFacts, .. options.Settings.Protocols.Terms];
        return options.Follow
            ? InputIdentity.OfFolder(options.Paths[0], terms)
            : InputIdentity.OfCaptures(input.Reports.Select(r => r.Path), input.Seed, terms);
    }

    /// <returns>The exit code, unless it was interrupted.</returns>
    private int Work(ICaptureInput input, BpfFilter? filter, RunFolder? folder, StopSignal stop, Keeping keeping, byte[] key)
    {
        var bounds = BoundsSection.Of(options.Settings);
        var replay = new Replay(
            new BlockFeed(input, options.Workers, filter), options.Workers, AnalysisRun.SettingsFor(options.Settings.Protocols.All, key, bounds), bounds.Flows, bounds.StreamBytes);
        var until = options.LearnUntil is { } learn && replay.FirstPacketTime is { } first ? learn.Resolve(first) : (long?)null;
        var plan = new LearningPlan(options.Mode, until);
        using var deliveries = Sending.Open(options, keeping, key, isLive: false, screen);
        using var run = new AnalysisRun(options, screen, folder, plan, input.InterfaceName, input.Locate, keeping.Keeper, deliveries) { Watch = _watch };
        run.Measuring?.Begin(replay);
        keeping.SayWhatIsKnown(folder is not null, folder is { GoesOn: true });
        using (screen.ShowProgress(input))
        {
            replay.Run(new ReplayConsumer(run, input, screen, keeping.Keeper, stop));
        }

        ReplayConsumer.Tell(input, screen);
        ShippedDefinitions.Standard.Sentences.ToList().ForEach(screen.Warn);
        if (stop.IsSet)
        {
            screen.Say($"interrupted; {Alerts.Wording.Amount(input.BytesRead, "byte")} were read, and the results are of those.");
        }

        if (!run.IsOldNews)
        {
            run.Analysis.TellInterfaces(input.InterfacesRefused);
            run.Analysis.Take(input.HostNames);
        }

        var code = run.Conclude(replay, input.Reports) ? ExitCode.AlertsFound : ExitCode.Done;
        return options.Report is { } report && WriteReport(report, run, input) is not ExitCode.Done and var failure ? failure : code;
    }

    /// <summary>Writes a report of all that the state knows, where one is kept; of this run, where none is.</summary>
    private int WriteReport(string file, AnalysisRun run, ICaptureInput input)
    {
        if (options.State is { } state)
        {
            return new ReportCommand(state, file, screen) { MayBeEmpty = true, Reasons = run.Reasons }.Run();
        }

        var sources = input.Reports.Select(r => ReportMaker.SourceName(r.Path)).ToList();
        ReportFile.Write(file, new ReportMaker(run.Analysis, run.Raised) { Sources = sources, Inputs = input.Reports, Reasons = run.Reasons }.Make());
        return ExitCode.Done;
    }
}
