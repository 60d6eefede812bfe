using Sensor.Alerts;
using Sensor.Capture;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Outputs;
using Sensor.Rules;
using Sensor.Streams;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Pipeline;

/// <summary>The far end of the facts: inventory, models, rules and alerts, one fact at a time in the input's order. Runs on the analysis thread.</summary>
internal sealed class Analysis : IFactConsumer
{
    private readonly NameDirectory _names;
    private readonly EventLog _events;
    private readonly Interpreter _interpreter;
    private readonly PeerGroups _groups;
    private readonly AlertDesk _desk;
    private readonly LearningPlan _plan;
    private readonly IRule[] _rules;
    private readonly ModelSettings _settings = new();
    private long _now = long.MinValue;
    private bool _declared;

    public Analysis(IReadOnlyList<IProtocol> protocols, IReadOnlyList<IRule> rules, LearningPlan plan, NameDirectory names, EventLog events, AlertDesk desk)
    {
        _names = names;
        _events = events;
        _desk = desk;
        _plan = plan;
        _rules = [.. rules];
        _groups = new PeerGroups(_settings);
        Pauses = new LearningPauses(plan, events.Learning);
        _interpreter = new Interpreter(names, protocols, _groups, _settings, new AlertMaker(desk, protocols, events));
    }

    public DeviceTable Devices { get; } = new();

    public LearningPauses Pauses { get; }

    public void Take(in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (_names.TryDefine(in header, body))
        {
            _events.Define(in header, body);
            return;
        }

        _names.Partition = header.Partition;
        Learn(header.Time);
        var kind = FactKind.Get(header.KindId);
        if (kind == LossSample.Kind)
        {
            Pauses.Take(in header, body);
            return;
        }

        SeeEnds(kind, in header, body, out var client, out var server);
        _events.Write(kind, in header, body);
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
    }

    public bool IsMature(Device device) =>
        device.Model.MaturityAt(_now, _settings).IsMature;

    /// <summary>Why a device isn't judged yet.</summary>
    public Maturity MaturityOf(Device device) =>
        device.Model.MaturityAt(_now, _settings);

    /// <summary>Takes names that captures bring along. They have no time: theirs is the device's.</summary>
    public void Take(HostNames hosts)
    {
        if (hosts.IsEmpty)
        {
            return;
        }

        foreach (var device in Devices.All)
        {
            foreach (var name in device.Values(Attribute.Mac).Prepend(device.AddressText).SelectMany(hosts.Of).ToList())
            {
                if (device.Claim(Attribute.Hostname, _names.Of(name), "pcapng name resolution", 0.3, device.FirstSeen) is { } claim)
                {
                    claim.Last = device.LastSeen;
                }
            }
        }
    }

    private void Judge(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        _interpreter.Begin(in header, client, server, _plan.At(_now), Pauses.IsPaused);
        kind.Tell(body, _interpreter);
        var fact = new RuleFact(in header, body, client, server, _names);
        foreach (var rule in _rules)
        {
            rule.Take(in fact, _desk);
        }
    }

    private void Learn(long time)
    {
        _now = Math.Max(_now, time);
        if (!_declared && _plan.Until is { } until && _now >= until)
        {
            _declared = true;
            foreach (var device in Devices.All)
            {
                device.Model.DeclareMature(until, _settings);
            }

            _groups.Gather(until, Devices.All);
        }

        _groups.Advance(_now, Devices.All);
    }

    /// <summary>The devices at a fact's ends. Who was only called, and never spoke, isn't one.</summary>
    private void SeeEnds(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, out Device? client, out Device? server)
    {
        ref readonly var flow = ref header.Flow;
        if (kind == FlowStarted.Kind)
        {
            ref readonly var started = ref System.Runtime.InteropServices.MemoryMarshal.AsRef<FlowStarted>(body);
            SeeSender(in header, started.Sender, started.SourceMac, byArp: false);
        }
        else if (kind == FlowAnswered.Kind)
        {
            ref readonly var answered = ref System.Runtime.InteropServices.MemoryMarshal.AsRef<FlowAnswered>(body);
            SeeSender(in header, answered.Sender, answered.SourceMac, byArp: false);
        }
        else if (kind == ArpBinding.Kind)
        {
            ref readonly var binding = ref System.Runtime.InteropServices.MemoryMarshal.AsRef<ArpBinding>(body);
            SeeSender(in header, Endpoint.Client, binding.Mac, byArp: true);
        }

        client = Devices.Find(flow.Client);
        server = Devices.Find(flow.Server);
        if (client is not null)
        {
            client.LastSeen = Math.Max(client.LastSeen, header.Time);
        }

        if (server is not null && kind != FlowStarted.Kind && kind != ArpBinding.Kind)
        {
            server.LastSeen = Math.Max(server.LastSeen, header.Time);
        }
    }

    private void SeeSender(in FactHeader header, Endpoint sender, ulong mac, bool byArp)
    {
        var address = sender == Endpoint.Client ? header.Flow.Client : header.Flow.Server;
        if (Devices.FindOrAdd(in address, header.Time, out var isNew) is not { } device)
        {
            return;
        }

        if (isNew)
        {
            _events.NewDevice(in header, device);
        }

        if (Devices.Macs.See(device, mac, byArp, header.Time) && !isNew)
        {
            _events.ChangedMac(in header, device, mac);
        }

        foreach (var other in Devices.Macs.Withdrawn)
        {
            _events.WithdrewMac(in header, other, mac);
        }
    }
}
