using System.Diagnostics;
using System.Security.Cryptography;
using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Detection;
using Sensor.Options;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>What the process ends with (the exit codes of the contract).</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadUsage = 2;
    public const int AlertsFound = 3;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}

/// <summary><c>sensor replay</c>: captures in; events, alerts, devices and a summary out.</summary>
internal sealed class ReplayCommand(ReplayOptions options, Screen screen)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public int Run()
    {
        try
        {
            using var filter = options.Filter is { } expression && BpfFilter.TryCompile(expression, out var compiled, out _) ? compiled : null;
            using var input = new CaptureInput(options.Paths);
            foreach (var report in input.Reports.Where(r => r.Warning is not null))
            {
                screen.Warn(report.Warning!);
            }

            using var folder = options.Out is { } path ? new RunFolder(path) : null;
            using var interruption = new Interruption(input.Stop);
            var failed = Work(input, filter, folder);
            return interruption.ExitCode ?? (failed ? ExitCode.AlertsFound : ExitCode.Done);
        }
        catch (Exception e) when (e is CaptureException or OutputException)
        {
            screen.Fail(e.Message);
            return ExitCode.Failed;
        }
        catch (IOException e)
        {
            screen.Fail($"Results can't be written: {e.Message.TrimEnd('.')}.");
            return ExitCode.Failed;
        }
    }

    private bool Work(CaptureInput input, BpfFilter? filter, RunFolder? folder)
    {
        var replay = new Replay(new BlockFeed(input, options.Workers, filter), options.Workers, AnalysisRun.SettingsFor(DeriveKey(input.FirstUsablePath)));
        var until = options.LearnUntil is { } learn && replay.FirstPacketTime is { } first ? learn.Resolve(first) : (long?)null;
        var plan = new LearningPlan(options.Mode, until);
        using var run = new AnalysisRun(options, screen, folder, plan, new Envelope(), ordinal => Locate(input, ordinal)) { Watch = _watch };
        using (screen.ShowProgress(input))
        {
            replay.Run(run.Analysis);
        }

        foreach (var report in input.Reports.Where(r => r.Packets > 0 && r.Warning is not null))
        {
            screen.Warn(report.Warning!);
        }

        return run.Conclude(replay, input.Reports);
    }

    private static (string File, long Number) Locate(CaptureInput input, long ordinal)
    {
        var file = input.Reports.Where(r => r.FirstOrdinal > 0 && r.FirstOrdinal <= ordinal).MaxBy(r => r.FirstOrdinal);
        return file is null ? ("", ordinal) : (file.Path, ordinal - file.FirstOrdinal + 1);
    }

    /// <summary>Without a site key pseudonyms hold within this input only: the same capture gives the same ones.</summary>
    private static byte[] DeriveKey(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[1 << 20];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return SHA256.HashData(head.AsSpan(0, length));
    }
}
