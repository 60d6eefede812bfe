using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Detection;
using Sensor.Evidence;
using Sensor.Options;
using Sensor.Options.Sections;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Protocols;
using Sensor.State;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary><c>sensor live</c>: a network in; events, alerts, devices and a summary out, until told to end.</summary>
internal sealed class LiveCommand(LiveOptions options, Screen screen)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public int Run() => Failures.Tell(screen, RunToEnd);

    private int RunToEnd()
    {
        ShippedDefinitions.Standard.ReadAll().Sentences.ToList().ForEach(screen.Warn);
        var feed = new LiveFeed(options.Workers);
        using var capture = LiveCapture.Open(options.Interfaces, Settings, feed, screen.Warn);
        using var keeping = new Keeping(options, screen);
        keeping.Begin(InputIdentity.Live);
        using var folder = options.Out is { } path ? new RunFolder(path) : null;
        using var interruption = new Interruption(feed.Stop);
        var failed = Work(capture, folder, keeping);
        return interruption.ExitCode ?? (failed ? ExitCode.AlertsFound : ExitCode.Done);
    }

    private LiveSettings Settings => new()
    {
        SnapLength = options.SnapLength,
        BufferBytes = options.BufferMiB << 20,
        Filter = options.Filter,
        Duration = options.Duration,
    };

    private bool Work(LiveCapture capture, RunFolder? folder, Keeping keeping)
    {
        // Without a site's key pseudonyms hold within this run only: nobody can link two runs, and nobody can guess the key.
        var key = keeping.Key ?? RandomNumberGenerator.GetBytes(32);
        var bounds = BoundsSection.Of(options.Settings);
        var replay = new Replay([.. capture.Inputs], AnalysisRun.SettingsFor(options.Settings.Protocols.All, key, bounds), bounds.Flows, bounds.StreamBytes);
        using var deliveries = Sending.Open(options, keeping, key, isLive: true, screen);
        using var evidence = Evidence(capture);
        if (evidence is not null)
        {
            replay.Keep(evidence.Rings);
        }

        WarnOfOffloads();
        capture.Start();
        screen.Say($"listening on {string.Join(", ", capture.Interfaces)}{(options.Duration is null ? "; Ctrl-C ends" : "")}");

        // A time "from the first packet" begins with listening: who waits for a first packet may wait long.
        var plan = new LearningPlan(options.Mode, options.LearnUntil?.Resolve(capture.Began));
        using var run = new AnalysisRun(
            options, screen, folder, plan, n => n < capture.Interfaces.Count ? capture.Interfaces[n] : null, locate: null, keeping.Keeper, deliveries, announces: true, evidence) { Watch = _watch };
        run.Measuring?.Begin(replay);
        var consumer = new LiveConsumer(run, replay, capture, evidence);
        using (screen.ShowProgress(capture))
        {
            replay.Run(consumer);
        }

        var total = capture.Join();
        consumer.Write(total);
        return run.Conclude(replay, [.. total.Interfaces.Select(Report)], total);
    }

    /// <summary>Keeps packets of alerts where state is kept, else with the results; null where neither is, nobody wants it, or it can't be done.</summary>
    private LiveEvidence? Evidence(LiveCapture capture)
    {
        var settings = EvidenceSection.Of(options.Settings);
        if (settings.RingBytes == 0 || (options.State ?? options.Out) is not { } parent)
        {
            return null;
        }

        try
        {
            // Alerts are numbered anew where there is no state.
            var folder = new EvidenceFolder(parent, settings.KeepBytes, begin: options.State is null);
            return new LiveEvidence(folder, settings, options.Workers, CaptureAuthor.Of(AnalysisRun.Version), screen.Warn)
            {
                InterfaceName = n => n < capture.Interfaces.Count ? capture.Interfaces[n] : null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.Warn($"packets of alerts can't be kept in {parent}: {e.Message.TrimEnd('.')}.");
            return null;
        }
    }

    private void WarnOfOffloads()
    {
        foreach (var name in options.Interfaces.Where(i => i != "lo"))
        {
            foreach (var offload in Offloads.OfReceiving(Offloads.Of(name)))
            {
                screen.Warn($"{name} joins packets before they are seen ({offload}): sizes and counts won't be those on the wire (ethtool -K {name} {offload} off).");
            }
        }
    }

    private static InputReport Report(InterfaceStatistics one)
    {
        var troubles = new List<string>();
        Add(one.KernelDrops, "packets were dropped by the kernel");
        Add(one.LateDrops, "packets were dropped because the analysis was behind");
        Add(one.InterfaceDrops, "packets were dropped by the interface");
        Add(one.Absences, one.Absences == 1 ? "absence" : "absences");
        return new InputReport(one.Name, one.Packets, troubles.Count == 0 ? null : $"{one.Name}: {string.Join("; ", troubles)}.");

        void Add(long count, string text)
        {
            if (count > 0)
            {
                troubles.Add(count.ToString("N0", CultureInfo.InvariantCulture) + " " + text);
            }
        }
    }
}
