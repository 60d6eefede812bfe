using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Options;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Rules;
using Sensor.Streams;
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
    public int Run()
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var stop = new StopSignal();
            using var interruption = new Interruption(stop.Set);
            using var input = Open(stop);
            ReplayConsumer.Tell(input, screen);
            using var folder = options.Out is { } path ? new RunFolder(path) : null;
            var summary = Work(input, folder, watch);
            return interruption.ExitCode ?? (Failed(summary) ? ExitCode.AlertsFound : ExitCode.Done);
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

    private ICaptureInput Open(StopSignal stop)
    {
        if (options.Follow)
        {
            return new FollowedFolder(options.Paths[0], options.Idle, stop);
        }

        var input = new CaptureInput(options.Paths, stop);
        return options.Speed is { } speed ? new PacedInput(input, speed, stop) : input;
    }

    private Summary Work(ICaptureInput input, RunFolder? folder, Stopwatch watch)
    {
        var protocols = ProtocolRegister.All;
        var names = new NameDirectory();
        var envelope = new Envelope { InterfaceName = input.InterfaceName };
        using var alertStream = folder is null ? screen.OpenAlerts() : null;
        var alertLines = folder?.Alerts ?? alertStream;
        var alertJson = new AlertJson(envelope, input.Locate);
        var alerts = new List<Alert>();
        var desk = new AlertDesk(alert =>
        {
            if (alertLines is not null)
            {
                alertJson.Write(alertLines.Json, alert);
                alertLines.EndLine();
            }

            if (alerts.Count < Screen.MaxAlertsShown)
            {
                alerts.Add(alert);
            }
        });
        // Without a site key pseudonyms hold within this input only: the same capture gives the same ones.
        var key = input.Seed.ToArray();
        var settings = new PartitionSettings(protocols, new Pseudonymizer(key)) { Seed = TableSeed(key) };
        var replay = new Replay(input, options.Workers, settings);
        var until = options.LearnUntil is { } learn && replay.FirstPacketTime is { } first ? learn.Resolve(first) : (long?)null;
        var events = new EventLog(folder?.Events, envelope, names, protocols);
        var analysis = new Analysis(protocols, RuleRegister.Make(), new LearningPlan(options.Mode, until), names, events, desk);
        using (screen.ShowProgress(input))
        {
            replay.Run(new ReplayConsumer(analysis, input, screen, folder?.Events, alertLines));
        }

        ReplayConsumer.Tell(input, screen);

        return Conclude(input, folder, watch, replay, analysis, events, desk, alerts);
    }

    private Summary Conclude(
        ICaptureInput input, RunFolder? folder, Stopwatch watch, Replay replay, Analysis analysis, EventLog events, AlertDesk desk, List<Alert> alerts)
    {
        var counters = new PartitionCounters();
        var conversations = new long[ProtocolRegister.All.Count];
        foreach (var partition in replay.Partitions)
        {
            counters.Add(partition.Counters);
            for (var i = 0; i < conversations.Length; i++)
            {
                conversations[i] += partition.Conversations[i];
            }
        }

        var mature = analysis.Devices.All.Select(analysis.IsMature).ToArray();
        using var process = Process.GetCurrentProcess();
        var summary = new Summary
        {
            Inputs = input.Reports,
            Counters = counters,
            Protocols = [.. ProtocolRegister.All.Select((p, i) => (p, replay.Sum(i), conversations[i]))],
            Times = replay.Times,
            Devices = mature.Length,
            MatureDevices = mature.Count(m => m),
            Alerts = desk,
            FirstSights = events.FirstSights,
            Run = new RunFigures(
                watch.Elapsed.TotalSeconds,
                process.TotalProcessorTime.TotalSeconds,
                GC.GetTotalAllocatedBytes(),
                process.PeakWorkingSet64,
                options.Workers,
                Version),
        };
        if (folder is not null)
        {
            for (var i = 0; i < mature.Length; i++)
            {
                DeviceJson.Write(folder.Devices.Json, analysis.Devices.All[i], mature[i]);
                folder.Devices.EndLine();
            }

            using var stream = File.Create(folder.SummaryPath);
            summary.Write(stream);
        }

        screen.Show(summary, analysis, alerts, folder is not null ? options.Out : null);
        return summary;
    }

    public static string Version { get; } =
        typeof(ReplayCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private bool Failed(Summary summary) => options.FailOn is { } limit && summary.Alerts.Worst is { } worst && worst <= limit;

    /// <summary>Tables that forget do so alike in every run; who sends packets can't know the key.</summary>
    private static ulong TableSeed(byte[] key) => BitConverter.ToUInt64(HMACSHA256.HashData(key, "tables"u8));
}
