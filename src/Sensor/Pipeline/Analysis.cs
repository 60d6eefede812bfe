using System.Runtime.InteropServices;
using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Findings;
using Sensor.Health;
using Sensor.History;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Outputs;
using Sensor.Pumps;
using Sensor.Rules;
using Sensor.Rules.Engine;
using Sensor.Site;
using Sensor.State;
using Sensor.Streams;

namespace Sensor.Pipeline;

/// <summary>The far end of the facts: inventory, models, rules and alerts, one fact at a time in the input's order. Runs on the analysis thread.</summary>
internal sealed partial class Analysis : IFactConsumer, IStatePart
{
    /// <summary>Nanoseconds of packet time after which the analysis says what it came short of itself; it looks at every device.</summary>
    private const long ReviewInterval = 600L * 1_000_000_000;

    private readonly NameDirectory _names;
    private readonly EventLog _events;
    private readonly Interpreter _interpreter;
    private readonly PeerGroups _groups;
    private readonly AlertDesk _desk;
    private readonly RuleEngine _rules;
    private readonly RuleDesk _ruleDesk;
    private readonly SiteTuning _tuning;
    private readonly FactView _view;
    private readonly ModelSettings _settings;
    private readonly LearningWatch _learning;
    private readonly DeviceSights _sights;
    private readonly IReadOnlyList<IStatePart> _parts;
    private readonly PumpDesk _pumpDesk;
    private LearningPlan _plan;
    private long _now = long.MinValue;
    private long _nextReview = long.MinValue;
    private long _ordinal;
    private bool _declared;

    /// <summary>Time by an input that was analysed before; counts until this one says what time it is.</summary>
    private long _before = long.MinValue;

    public Analysis(IReadOnlyList<IProtocol> protocols, AnalysisSettings settings, NameDirectory names, EventLog events, AlertDesk desk, HealthEvents health)
    {
        _settings = settings.Models;
        _plan = settings.Plan;
        Site = settings.Site;
        Health = new HealthDesk(health, settings.Bounds);
        Devices = new DeviceTable(settings.Bounds.Devices);
        History = new TrafficHistory(protocols);
        Pumps = new PumpLedger(names, Devices);
        _sights = new DeviceSights(Devices, events, names) { Site = Site };
        _names = names;
        _events = events;
        _desk = desk;
        Findings = new FindingDesk(Devices, settings.Rules.Reasons);
        _view = new FactView(names, Site, Devices);
        _tuning = new SiteTuning { Tunings = settings.Rules.Tunings };
        _ruleDesk = new RuleDesk(desk, Findings, protocols, _tuning);
        _rules = new RuleEngine(_view, _ruleDesk);
        _rules.Adopt(settings.Rules.Rules);
        _groups = new PeerGroups(_settings);
        Pauses = new LearningPauses(_plan, health.Write);
        _interpreter = new Interpreter(names, protocols, _groups, _settings, new AlertMaker(desk, protocols, events, _tuning, _view), settings.Bounds.Commands, settings.Bounds.Sessions);
        var ailments = new HealthAlerts(desk, _tuning, _view);
        _pumpDesk = new PumpDesk(Pumps, _rules, Devices, Pauses);
        Mirror = new MirrorWatch(ailments, settings.Silence);
        Receivers = new StallWatch(Ailment.OutputStopped, StallWatch.Patience, ailments);
        _learning = new LearningWatch(ailments);
        Taps = [Mirror, History, new HintTap(names)];
        MeaningTap = null;
        Journal = new JournalDesk(desk, _rules, Devices);
        desk.Mutes = Journal.Mutes;
        _parts = [Devices, _groups, _interpreter, Pauses, Health, desk, events, this, _rules, _ruleDesk, Findings, Mirror, _learning, Journal, History, Pumps];
    }

    /// <summary>All that remembers something besides the devices, in the order in which it is loaded.</summary>
    public IReadOnlyList<IStatePart> Parts => [.. _parts, .. Taps.OfType<IStatePart>().Where(t => !_parts.Contains(t))];

    public NameDirectory Names => _names;

    /// <summary>Latest packet time believed, in nanoseconds since the Unix epoch; 0 before the first.</summary>
    public long Now => Math.Max(_now == long.MinValue ? _before : _now, 0);

    /// <summary>Packet of the latest fact.</summary>
    public long Ordinal => _ordinal;

    public DeviceTable Devices { get; }

    /// <summary>What pumps were told and what they say.</summary>
    public PumpLedger Pumps { get; }

    /// <summary>What went by, for reports.</summary>
    public TrafficHistory History { get; }

    /// <summary>Who else sees what is considered; added to before the first fact.</summary>
    public IFactTap[] Taps { get; set; }

    /// <summary>Who else hears what facts mean and what models make of it; given before the first fact.</summary>
    public IMeaningTap? MeaningTap
    {
        set
        {
            _interpreter.Tap = value;
            _interpreter.ActTaps = value is null ? [History] : [History, value];
        }
    }

    /// <summary>What the site says about itself.</summary>
    public SiteKnowledge Site { get; private set; }

    public AlertDesk Alerts => _desk;

    public FindingDesk Findings { get; }

    /// <summary>What people did about incidents.</summary>
    public JournalDesk Journal { get; }

    public LearningPauses Pauses { get; }

    public HealthDesk Health { get; }

    /// <summary>Whether the mirror shows the network at all.</summary>
    public MirrorWatch Mirror { get; }

    /// <summary>Whether what is sent is taken.</summary>
    public StallWatch Receivers { get; }

    public void Take(in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (_names.TryDefine(in header, body))
        {
            _events.Define(in header, body);
            return;
        }

        if (header.IsTimeDoubted)
        {
            // What isn't believed doesn't move time, neither here nor for a device.
            var believed = header;
            believed.Time = Math.Max(_now, 0);
            Consider(in header, in believed, body);
        }
        else
        {
            Learn(header.Time, header.Ordinal);
            Consider(in header, in header, body);
        }
    }

    /// <summary>A fact that what is known rests on already: only names are learnt again.</summary>
    public void PassOver(in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (_names.TryDefine(in header, body))
        {
            _events.Define(in header, body);
        }
    }

    /// <summary>So many capture interfaces can't be told apart.</summary>
    public void TellInterfaces(long refused) => Health.Reach(Shortcoming.Interfaces, refused, Math.Max(_now, 0), _ordinal);

    /// <summary>Between two facts: what can change while it runs does.</summary>
    public void Apply(AnalysisSettings settings)
    {
        _plan = _plan with { Mode = settings.Plan.Mode };
        _desk.PerMinute = settings.Bounds.AlertsPerMinute;
        _desk.Quiet = settings.Quiet;
        Health.AlertsPerMinute = settings.Bounds.AlertsPerMinute;
        Site = settings.Site;
        _view.Site = Site;
        _sights.Site = Site;
        _tuning.Tunings = settings.Rules.Tunings;
        _rules.Adopt(settings.Rules.Rules);
        foreach (var device in Devices.All)
        {
            device.LookUp(Site);
        }
    }

    /// <summary>Between two facts: what people did takes effect.</summary>
    public void Take(JournalNews news)
    {
        foreach (var deed in news.Deeds)
        {
            Journal.Take(deed, Now, _ordinal);
        }

        foreach (var row in news.Feedback)
        {
            if (Devices.OfNumber(row.Device) is { } device)
            {
                var word = row.Word;
                device.Model.Apply(in word);
                device.HasChanged = true;
            }
        }
    }

    /// <summary>The input is over.</summary>
    public void End()
    {
        Review(Math.Max(_now, 0));
        Mirror.End(Math.Max(_now, 0), _ordinal);
        _desk.End(Math.Max(_now, 0), _ordinal);
        Health.End(Math.Max(_now, 0), _ordinal);
    }

    /// <param name="told">The fact, as events tell it.</param>
    /// <param name="header">The same with a time that is believed.</param>
    /// <param name="body">What it says.</param>
    private void Consider(in FactHeader told, in FactHeader header, ReadOnlySpan<byte> body)
    {
        var kind = FactKind.Get(header.KindId);
        if (kind == CameShort.Kind)
        {
            ShowTaps(kind, in header, body, null, null);
            TakeShortcoming(in header, body);
            return;
        }

        if (kind == LossSample.Kind)
        {
            ShowTaps(kind, in header, body, null, null);
            Pauses.Take(in header, body);
            Mirror.TakeLoss(Pauses.Share);
            return;
        }

        if (kind == FlowProgress.Kind || kind == PartitionSample.Kind)
        {
            // What goes by is measured; it says nothing new about anybody.
            ShowTaps(kind, in header, body, Devices.Find(header.Flow.Client), Devices.Find(header.Flow.Server));
            return;
        }

        _names.Partition = header.Partition;
        _sights.See(kind, in header, body, out var client, out var server);
        _events.Write(kind, in told, body);
        ShowTaps(kind, in header, body, client, server);
        if (Pauses.IsLossHigh)
        {
            var doubted = header;
            doubted.Quality |= Quality.LossyMirror;
            Judge(kind, in doubted, body, client, server);
        }
        else
        {
            Judge(kind, in header, body, client, server);
        }

        _pumpDesk.Take(kind, in header, body, client, server);
        if (_sights.TryGetElsewhere(out var elsewhere, out var between))
        {
            var derived = header;
            (derived.KindId, derived.Flow, derived.Actor) = (SerialElsewhere.Kind.Id, between, Endpoint.Client);
            _rules.Take(SerialElsewhere.Kind, in derived, MemoryMarshal.AsBytes(new ReadOnlySpan<SerialElsewhere>(in elsewhere)), Devices.Find(between.Client), Devices.Find(between.Server));
        }
    }

    private void ShowTaps(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        foreach (var tap in Taps)
        {
            tap.Take(kind, in header, body, client, server);
        }
    }

    public bool IsMature(Device device) =>
        device.Model.MaturityAt(Now, _settings).IsMature;

    /// <summary>Why a device isn't judged yet.</summary>
    public Maturity MaturityOf(Device device) =>
        device.Model.MaturityAt(Now, _settings);

    /// <summary>Takes names that captures bring along.</summary>
    public void Take(HostNames hosts) => _sights.Take(hosts);

    private void Judge(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        _interpreter.Begin(in header, client, server, _plan.At(_now), Pauses.IsPaused);
        kind.Tell(body, _interpreter);
        _rules.Take(kind, in header, body, client, server);
    }

    private void TakeShortcoming(in FactHeader header, ReadOnlySpan<byte> body)
    {
        ref readonly var fact = ref MemoryMarshal.AsRef<CameShort>(body);
        Health.Add(fact.What, fact.Count, header.Time, header.Ordinal);
        if (fact.What == Shortcoming.ClockStepped)
        {
            // The only way back: the packets' clock was wrong before.
            _now = header.Time;
            Mirror.StepBack(_now, header.Ordinal);
            Devices.StepBack(_now);
            _rules.StepBack(_now);
            Pumps.StepBack(_now);
            _desk.StepBack(_now);
            _declared &= _now >= _plan.Until;
            _nextReview = Math.Min(_nextReview, _now + ReviewInterval);
        }
    }

    /// <summary>Says what the analysis itself came short of.</summary>
    private void Review(long time)
    {
        Health.Reach(Shortcoming.NameMemory, _names.Refused, time, _ordinal);
        Health.Reach(Shortcoming.Devices, Devices.Refused, time, _ordinal);
        Health.Reach(Shortcoming.DevicesBehind, Devices.BehindRefused, time, _ordinal);
        Health.Reach(Shortcoming.MacAddresses, Devices.Macs.Refused, time, _ordinal);
        Health.Reach(Shortcoming.Claims, Devices.ClaimsRefused, time, _ordinal);
        Health.Reach(Shortcoming.Models, Devices.Forgotten, time, _ordinal);
        Health.Reach(Shortcoming.Commands, _interpreter.CommandsFolded, time, _ordinal);
        Health.Reach(Shortcoming.Sessions, _interpreter.SessionsForgotten, time, _ordinal);
        Health.Reach(Shortcoming.Rules, _rules.Forgotten, time, _ordinal);
        Health.Reach(Shortcoming.Findings, Findings.Refused, time, _ordinal);
        Findings.Review(time);
        _pumpDesk.Review(time, _ordinal);
        _desk.Review(time, _ordinal);
        Health.Reach(Shortcoming.Alerts, _desk.Withheld, time, _ordinal);
        Health.Reach(Shortcoming.Stories, _desk.Forgotten, time, _ordinal);
        _learning.Look(Pauses, Devices.All, _plan.At(time), _settings, time, _ordinal);
        _nextReview = time + ReviewInterval;
    }

    private void Learn(long time, long ordinal)
    {
        _ordinal = ordinal;
        _now = Math.Max(_now, time);
        Mirror.Hear(_now, ordinal);
        Health.Advance(_now, ordinal);
        _desk.Advance(_now);
        if (_now >= _nextReview)
        {
            Review(_now);
        }

        if (!_declared && _plan.Until is { } until && _now >= until)
        {
            _declared = true;
            foreach (var device in Devices.All)
            {
                device.Model.DeclareMature(until, _settings);
                device.HasChanged = true;
            }

            _groups.Gather(until, Devices.All);
        }

        _groups.Advance(_now, Devices.All);
    }
}
