using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Capture.Live;
using Sensor.Commands.Reporting;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Evidence;
using Sensor.Facts;
using Sensor.Options;
using Sensor.Options.Keys;
using Sensor.Options.Sections;
using Sensor.Outputs;
using Sensor.Outputs.Delivery;
using Sensor.Pipeline;
using Sensor.Streams;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>What replaying and listening have in common: the analysis from its first fact to the last line of its results.</summary>
internal sealed class AnalysisRun : IDisposable
{
    private readonly RunOptions _options;
    private readonly Screen _screen;
    private readonly RunFolder? _folder;
    private readonly Func<long, (string File, long Number)>? _locate;
    private readonly JsonLines? _alertStream;
    private readonly StateKeeper? _state;
    private readonly AlertsShown _shown;
    private readonly Deliveries? _deliveries;
    private readonly Reload _reload;
    private readonly LearningPlan _plan;
    private AlertDesk _desk;
    private EventLog _events;
    private Settings _settings;

    /// <param name="options">What was asked for.</param>
    /// <param name="screen">What people see.</param>
    /// <param name="folder">Where results go; null: alerts go to the screen.</param>
    /// <param name="plan">When learning ends.</param>
    /// <param name="interfaceName">Names of capture interfaces by number; asked by several threads.</param>
    /// <param name="locate">Finds a packet's file and its number there by its ordinal in the whole input; null where packets aren't kept.</param>
    /// <param name="state">What is remembered from run to run; null: nothing.</param>
    /// <param name="deliveries">What is sent elsewhere; null: nothing is.</param>
    /// <param name="announces">Who watches is told of each alert as it is raised.</param>
    /// <param name="evidence">Keeps the packets of alerts; null: nobody does.</param>
    public AnalysisRun(
        RunOptions options, Screen screen, RunFolder? folder, LearningPlan plan, Func<ushort, string?> interfaceName, Func<long, (string File, long Number)>? locate,
        StateKeeper? state, Deliveries? deliveries = null, bool announces = false, LiveEvidence? evidence = null)
    {
        (_options, _screen, _folder, _locate, _state, _deliveries, _plan) = (options, screen, folder, locate, state, deliveries, plan);
        _settings = options.Settings;
        var bounds = BoundsSection.Of(_settings);
        _alertStream = folder is null ? screen.OpenAlerts() : null;
        AlertLines = folder?.Alerts ?? _alertStream;
        var envelope = Begin();
        var json = new AlertJson(envelope, locate ?? (ordinal => ("", ordinal))) { Pcap = evidence is null ? null : LiveEvidence.NameOf };
        _shown = new AlertsShown(screen, announces);
        var points = deliveries?.Wants(EventTypes.Point) == true ? new PointTap(deliveries) : null;
        var metrics = Measuring.Listen(_settings);
        List<IAlertTaker> takers = [_shown, new Told(alert => Measuring?.Take(alert))];
        if (AlertLines is not null)
        {
            takers.Add(new AlertLines(json, AlertLines));
        }

        List<IIncidentTaker> incidents = [];
        if (state is not null)
        {
            takers.Add(new AlertRows(json, state));
            incidents.Add(new IncidentRows(state));
        }
        else if (deliveries?.Wants(EventTypes.Alert) == true)
        {
            takers.Add(new AlertTap(json, deliveries));
        }

        if (options.Report is not null)
        {
            var gathered = new GatheredAlerts(json, Raised);
            takers.Add(gathered);
            incidents.Add(gathered);
        }

        if (evidence is not null)
        {
            takers.Add(evidence);
        }

        var tap = deliveries is { WantsEvents: true } ? deliveries : null;
        Events = folder is null && tap is null ? null : new EventStream(folder?.Events, Begin(), Protocols, bounds.NameBytes, tap);
        Health = new HealthEvents(Events, hasPacketNumbers: locate is not null);
        if (Events is not null)
        {
            incidents.Add(new IncidentEvents(Events, hasPacketNumbers: locate is not null));
        }

        (Analysis, _desk, _events) = Make();
        if (state?.TryRestore(Analysis) == false)
        {
            folder?.Restart();
            (Analysis, _desk, _events) = Make();
        }

        Analysis.Apply(AnalysisSettings(plan));
        state?.Begin(Analysis, Health, MarkOutputs);
        _reload = new Reload(options.Configuration, deliveries is null ? null : deliveries.Reopen);

        (Analysis, AlertDesk, EventLog) Make()
        {
            var desk = new AlertDesk(takers) { MaxStories = bounds.Stories, HasPacketNumbers = locate is not null, IncidentTakers = incidents };
            var events = new EventLog(Events, envelope, Protocols);
            var analysis = new Analysis(Protocols, AnalysisSettings(plan), new NameDirectory(bounds.NameBytes), events, desk, Health);
            Measuring = points is null && metrics is null ? null : new Measuring(_settings, analysis, desk, points, metrics, deliveries, isLive: locate is null);
            return (analysis, desk, events);
        }

        // One for each thread: they remember what they wrote.
        Envelope Begin() => new() { InterfaceName = interfaceName, HasPacketNumbers = locate is not null };
    }

    /// <summary>Those that this run knows.</summary>
    private IReadOnlyList<IProtocol> Protocols => _options.Settings.Protocols.All;

    public Analysis Analysis { get; }

    /// <summary>Time series and metrics; null: nobody wants any.</summary>
    public Measuring? Measuring { get; private set; }

    /// <summary>Alerts of this run, where a report is to be made.</summary>
    public AlertGathering Raised { get; } = new(null, null);

    /// <summary>Reasons of the rules that hold.</summary>
    public IReadOnlyList<AlertReason> Reasons => _settings.Rules.Reasons;

    /// <summary>Where facts go.</summary>
    public IFactConsumer Facts => _state is null ? Analysis : _state;

    /// <summary>Nothing of the input is new: it was taken to its end under this state before.</summary>
    public bool IsOldNews => _state is { IsComplete: true };

    /// <summary>Started when the command was.</summary>
    public required Stopwatch Watch { get; init; }

    /// <summary>Where alerts go as lines of JSON; null on a terminal.</summary>
    public JsonLines? AlertLines { get; }

    /// <summary>Where events go; null without a folder.</summary>
    public EventStream? Events { get; }

    public HealthEvents Health { get; }

    public AlertDesk Desk => _desk;

    public static string Version { get; } =
        typeof(AnalysisRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>What partitions are made from under a key. Tables that forget do so alike in every run; who sends packets can't know the key.</summary>
    public static PartitionSettings SettingsFor(IReadOnlyList<IProtocol> protocols, byte[] key, Bounds bounds) => new(protocols, new Pseudonymizer(key))
    {
        Seed = BitConverter.ToUInt64(HMACSHA256.HashData(key, "tables"u8)),
        NamesPerKind = bounds.NamesPerKind,
        Fragments = bounds.Fragments,
        TunnelFragments = bounds.TunnelFragments,
        ArpBindings = bounds.ArpBindings,
    };

    private AnalysisSettings AnalysisSettings(LearningPlan plan) => new(plan, _settings.Rules)
    {
        Bounds = BoundsSection.Of(_settings),
        Site = SiteSection.Of(_settings),
        Models = LearningSection.ModelsOf(_settings),
        Quiet = _settings.Of(AlertsSection.Quiet),
        Silence = _settings.Of(HealthSection.Silence),
    };

    /// <summary>Between two facts: takes over a configuration that was read again.</summary>
    public void TakeReload()
    {
        if (!_reload.TryTake(out var settings, out var problem))
        {
            return;
        }

        var change = settings is null ? ConfigurationChange.Refusal(problem) : ConfigurationChange.Between(_options.Settings, _settings, settings);
        if (settings is not null)
        {
            _settings = settings;
            Analysis.Apply(AnalysisSettings(_plan with { Mode = settings.Of(LearningSection.Mode) }));
            _screen.Say(change.Text);
        }
        else
        {
            _screen.Warn(change.Text);
        }

        Health.Write(change, Analysis.Now, Analysis.Ordinal);
    }

    /// <summary>Between two facts: tells what has become of receivers.</summary>
    public void TellOfOutputs()
    {
        while (_deliveries is not null && _deliveries.TryTakeNews(out var news))
        {
            Sending.Say(_screen, in news);
            if (_locate is null)
            {
                // What a replay writes doesn't hang on who listens meanwhile.
                Health.Write(news, Analysis.Now, Analysis.Ordinal);
            }
        }
    }

    /// <summary>While listening: sees whether what is sent is taken.</summary>
    /// <param name="time">By the clock, nanoseconds since the Unix epoch.</param>
    public void WatchReceivers(long time)
    {
        foreach (var receiver in _deliveries?.Statuses ?? [])
        {
            Analysis.Receivers.Take(receiver.Name, receiver.Sent, isDue: receiver.Waiting > 0, time);
        }
    }

    /// <summary>The input is over: writes devices and the summary, and shows them.</summary>
    /// <returns>Whether <c>--fail-on</c> was met.</returns>
    public bool Conclude(Replay replay, IReadOnlyList<InputReport> inputs, CaptureStatistics? live = null)
    {
        if (!IsOldNews)
        {
            _state?.ReleaseAlerts();
            Analysis.End();
            Measuring?.End();
        }

        var mature = Analysis.Devices.All.Select(Analysis.IsMature).ToArray();
        var summary = Summarise(replay, inputs, mature.Count(m => m), live);
        if (_folder is not null)
        {
            for (var i = 0; i < mature.Length; i++)
            {
                DeviceJson.Write(_folder.Devices.Json, Analysis.Devices.All[i], mature[i]);
                _folder.Devices.EndLine();
            }

            var findings = new FindingJson(_locate);
            foreach (var finding in Analysis.Findings.All)
            {
                findings.Write(_folder.Findings.Json, finding);
                _folder.Findings.EndLine();
            }
        }

        _state?.Conclude();
        TellOfOutputs();
        Events?.Complete();
        if (_folder is not null)
        {
            // The summary comes last: a folder with one has all the rest.
            _folder.Flush();
            using var stream = File.Create(_folder.SummaryPath);
            summary.Write(stream);
        }

        if (_deliveries is not null)
        {
            Sending.Conclude(_deliveries, OutputSection.DeliveryOf(_options.Settings, _options.State), _screen);
            summary = summary with { Sent = _deliveries.Statuses };
        }

        _screen.Show(summary, Analysis, _shown, _folder is not null ? _options.Out : null);
        return _options.FailOn is { } limit && _desk.Worst is { } worst && worst <= limit;
    }

    public void Dispose()
    {
        Measuring?.Dispose();
        _reload.Dispose();
        Events?.Dispose();
        _alertStream?.Dispose();
    }

    /// <summary>How far results come with what was analysed so far.</summary>
    private (OutputMarks? Marks, MarkTicket? Events) MarkOutputs()
    {
        if (_folder is null)
        {
            // Nobody can take back what was said, but what is remembered as said has been said.
            AlertLines?.Flush();
            return (null, Events?.Mark());
        }

        return (new OutputMarks(_folder.FullPath, FileMark.Empty, _folder.Alerts.Mark()), Events!.Mark());
    }

    private Summary Summarise(Replay replay, IReadOnlyList<InputReport> inputs, int matureDevices, CaptureStatistics? live)
    {
        var counters = new PartitionCounters();
        var conversations = new long[Protocols.Count];
        foreach (var partition in replay.Partitions)
        {
            counters.Add(partition.Counters);
            for (var i = 0; i < conversations.Length; i++)
            {
                conversations[i] += partition.Conversations[i];
            }
        }

        using var process = Process.GetCurrentProcess();
        return new Summary
        {
            Inputs = inputs,
            Counters = counters,
            Protocols = [.. Protocols.Select((p, i) => (p, replay.Sum(i), conversations[i]))],
            Times = replay.Times,
            Devices = Analysis.Devices.All.Count,
            MatureDevices = matureDevices,
            Alerts = _desk,
            Findings = Analysis.Findings.All.Count,
            Pauses = Analysis.Pauses,
            FirstSights = _events.FirstSights,
            Shortcomings = [.. Analysis.Health.Totals],
            Live = live,
            Run = new RunFigures(
                Watch.Elapsed.TotalSeconds,
                process.TotalProcessorTime.TotalSeconds,
                GC.GetTotalAllocatedBytes(),
                process.PeakWorkingSet64,
                _options.Workers,
                Version),
        };
    }
}
