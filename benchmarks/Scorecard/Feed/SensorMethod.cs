using Hospital;
using Hospital.Network;
using Hospital.Wire;
using Scorecard.Runs;
using Sensor.Alerts;
using Sensor.Facts;
using Sensor.Outputs;
using Sensor.Pipeline;
using Sensor.Rules;

namespace Scorecard.Feed;

/// <summary>
/// The sensor itself as a method: steps become packets in memory, and from there on everything is its own, to the last alert; only its threads and its files are left out. What
/// it would alert on if the threshold allowed is <see cref="Result"/>, what it tells as it is shipped is <see cref="Shipped"/>.
/// </summary>
internal sealed class SensorMethod : IMethod
{
    private readonly SensorOptions _options;
    private readonly HostDirectory _hosts = new();
    private readonly Hearing _hearing;
    private readonly CostMeter _cost = new();
    private readonly FrontHalf _front;
    private readonly PacketWriter _writer;
    private readonly Analysis _analysis;

    public SensorMethod(SensorOptions options)
    {
        _options = options;
        _hearing = new Hearing(options);
        var protocols = SensorOptions.Protocols;
        var names = new NameDirectory();
        var desk = new AlertDesk(_hearing);
        var rules = options.HasRules ? SensorOptions.Rules : RuleSet.Empty;
        _analysis = new Analysis(
            protocols, new AnalysisSettings(options.Plan, rules) { Models = options.Models, Quiet = options.Quiet }, names, new EventLog(null, new Envelope(), protocols), desk,
            new HealthEvents(null, hasPacketNumbers: true)) { MeaningTap = _hearing };
        _analysis.Taps = [.. _analysis.Taps, _hearing];
        desk.Mutes = _hearing;
        _front = Front.Of(_analysis, names, _cost);
        _writer = new PacketWriter(options.Mirror is { } mirror ? mirror(_front) : _front, WireForm.Coalesced);
    }

    public string Name => _options.Name;

    /// <summary>Packets that came past the mirror.</summary>
    public long Packets => _front.Packets;

    /// <summary>Facts they made known.</summary>
    public long Facts => _front.Facts;

    /// <summary>Processor's time of the front half and of the analysis, seconds.</summary>
    public (double Front, double Back) Seconds => (_cost.Front, _cost.Back);

    /// <summary>Bytes that all devices' models hold in memory, by estimate.</summary>
    public long MemoryBytes => _analysis.Devices.All.Sum(d => (long)d.Model.MemoryBytes);

    /// <summary>Devices that it knows.</summary>
    public IEnumerable<Who> DevicesSeen => _analysis.Devices.All.Select(d => Who.Of(d));

    /// <summary>What could be alerted on: judgements with how strange they are, and rules' alerts, infinitely so.</summary>
    public MethodRun Result => new(Name, [.. _hearing.Candidates.Select(Place)], Cost) { ScoresAreRates = true, PValues = _hearing.Ordinary.Probabilities };

    /// <summary>Lines of <c>alerts.jsonl</c> of a sensor as it is shipped, with their severities and incidents.</summary>
    public MethodRun Shipped => new($"{Name}, as shipped", [.. _hearing.Told.Select(Place)], Cost) { ScoresAreRates = true };

    private MethodCost Cost => new(
        _hearing.Observations, _cost.Front + _cost.Back, _analysis.Devices.All.Sum(d => (long)d.Model.StateBytes), _analysis.Devices.All.Count);

    /// <summary>A site's hosts, for those that gateways speak for: they take part in no conversation of their own.</summary>
    public void Know(IEnumerable<Host> hosts) => _hosts.Know(hosts);

    public void Take(in Step step)
    {
        _hosts.See(in step);
        _writer.Take(in step);
    }

    public void End(long time)
    {
        _writer.End(time);
        _analysis.End();
    }

    private Candidate Place(Heard heard) => heard.Candidate with
    {
        Host = HostOf(heard.Device, heard.Candidate.Time),
        Peer = HostOf(heard.Peer, heard.Candidate.Time),
        Severity = (int)heard.Severity,
        Incident = heard.Incident,
    };

    private int HostOf(Who who, long time) => _hosts.Of(who.Serial) is var bySerial and not HostDirectory.Nobody ? bySerial : _hosts.Of(who.Address, time);
}
