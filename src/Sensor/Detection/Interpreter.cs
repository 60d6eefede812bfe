using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.State;
using Attribute = Sensor.Dissectors.Contract.Attribute;

namespace Sensor.Detection;

/// <summary>
/// Takes what facts mean to the inventory and, as observations, to the models of the devices concerned; hands on what surprised. Analysis thread only.
/// </summary>
internal sealed class Interpreter(
    NameDirectory names, IReadOnlyList<IProtocol> protocols, PeerGroups groups, ModelSettings settings, IJudgementListener listener, int maxCommands, int maxSessions)
    : IMeaning, IStatePart
{
    private const string EndOfSession = "nothing more";

    private static readonly Quantity PaceQuantity = new("pace", "command/min", $"pace over {PaceMeter.Window} commands");

    private readonly CommandTable[] _commands = [.. protocols.Select(p => new CommandTable(p.Name, maxCommands))];
    private readonly SessionTable _sessions = new(maxSessions);
    private readonly PaceMeter _pace = new();

    /// <summary>By protocol, 0 for none. Quantities are constants of the dissectors, each made once.</summary>
    private readonly Dictionary<Quantity, ulong>[] _features =
        [.. Enumerable.Range(0, protocols.Count + 1).Select(_ => new Dictionary<Quantity, ulong>(ReferenceEqualityComparer.Instance))];

    private FactHeader _header;
    private Device? _client;
    private Device? _server;
    private LearningMode _mode;
    private bool _paused;
    private bool _newPeerTold;

    /// <summary>Who else hears it; null: nobody.</summary>
    public IMeaningTap? Tap { get; set; }

    /// <summary>Who else hears what is done.</summary>
    public IActTap[] ActTaps { get; set; } = [];

    /// <summary>Times a command was one too many to be told apart.</summary>
    public long CommandsFolded => _commands.Sum(c => c.Folded);

    /// <summary>Open conversations that were forgotten.</summary>
    public long SessionsForgotten => _sessions.Forgotten;

    /// <summary>The fact whose meaning follows.</summary>
    public void Begin(in FactHeader header, Device? client, Device? server, LearningMode mode, bool paused)
    {
        _header = header;
        (_client, _server) = (client, server);
        (_mode, _paused) = (mode, paused);
        _newPeerTold = false;
    }

    public void OnBehalf(Endpoint end, NameId family, NameId serial)
    {
        // The device it speaks for is that end already: rules and taps are to know it, too.
    }

    public void Claim(Endpoint who, Attribute attribute, NameId value, double confidence)
    {
        if (Of(who) is { } device && !value.IsNone)
        {
            if (device.Claim(attribute, names[value], ProtocolName, confidence, _header.Time) is { } claim)
            {
                KnownImplementations.Conclude(device, claim);
                listener.Changed(in _header, device, attribute, names[value]);
            }
        }
    }

    public void Act(Endpoint actor, ReadOnlySpan<byte> command)
    {
        if (Table is { } table)
        {
            Act(actor, table, table.Of(command));
        }
    }

    public void Act(Endpoint actor, NameId command)
    {
        if (Table is not { } table)
        {
            return;
        }

        if (command.IsNone)
        {
            // It counts, but nothing can be made of it.
            TellActed(Of(actor), Of(actor.Peer()), null);
        }
        else
        {
            Act(actor, table, table.Of(names[command]));
        }
    }

    public void Conclude(Endpoint actor, ReadOnlySpan<byte> command, Outcome outcome, NameId about = default)
    {
        if (Table is { } table)
        {
            var act = table.Of(command);
            Tap?.Concluded(Of(actor), Of(actor.Peer()), act, outcome);
            Conclude(actor, about.IsNone ? act.Deed : Deeds.About(act.Deed, names[about].Text), outcome);
        }
    }

    public void Conclude(Endpoint actor, NameId command, Outcome outcome)
    {
        if (Table is { } table && !command.IsNone)
        {
            var act = table.Of(names[command]);
            Tap?.Concluded(Of(actor), Of(actor.Peer()), act, outcome);
            Conclude(actor, act.Deed, outcome);
        }
    }

    public void OpenSession() => _sessions.Of(_header.Flow.Id).AwaitsPurpose = true;

    public void Relate(Endpoint actor, Relation relation, NameId name)
    {
        if (name.IsNone)
        {
            return;
        }

        var kind = relation switch
        {
            Relation.ActsAs => RelationKind.ActsAs,
            Relation.Addresses => RelationKind.Addresses,
            Relation.SendsTo => RelationKind.SendsTo,
            _ => RelationKind.WorksOn,
        };
        var text = names[name];
        var (doer, target) = (Of(actor), Of(actor.Peer()));
        var told = Judge(doer, target, kind, Part.Does, StableKey.Combine(text.Key, Table?.Session ?? 0), text.Text, told: false);
        if (kind == RelationKind.SendsTo)
        {
            // Who is told to send data has a view as well: a stranger may do the telling.
            Judge(target, doer, kind, Part.Serves, StableKey.Combine(text.Key, Table?.Steps ?? 0), text.Text, told);
        }
    }

    public void Measure(Endpoint actor, Quantity quantity, double value)
    {
        Tap?.Measured(quantity, value);
        Rate(Of(actor), Of(actor.Peer()), FeatureOf(quantity), quantity, value);
    }

    public void CloseSession(bool orderly)
    {
        if (Table is not { } table)
        {
            return;
        }

        var end = new SessionEnd(_header.Time, table.Session, (ulong)_header.Flow.Id, orderly ? Quality : DataQuality.Damaged);
        if (_client is { } client)
        {
            Hand(client, _server, client.Model.Observe(in end, Context(client)), Part.Does, EndOfSession, null);
        }

        _sessions.Close(_header.Flow.Id);
    }

    public string Name => "interpreter";

    public int Version => 1;

    public void Save(PartWriter writer)
    {
        writer.Int32(_commands.Length);
        for (var i = 0; i < _commands.Length; i++)
        {
            writer.Text(protocols[i].Name);
            _commands[i].Save(writer);
        }

        _sessions.Save(writer);
        _pace.Save(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        for (var rest = reader.Count(byte.MaxValue); rest > 0 && !reader.Failed; rest--)
        {
            var name = reader.Text(64);
            var place = protocols.Index().FirstOrDefault(p => p.Item.Name == name, (-1, null!)).Item1;

            // A definition may be gone since: nobody asks for its commands any more.
            (place >= 0 ? _commands[place] : new CommandTable(name, maxCommands)).Load(ref reader, origin.SameInput);
        }

        // Flows belong to an input, and so does the pace within them.
        var (sessions, pace) = origin.SameInput ? (_sessions, _pace) : (new SessionTable(), new PaceMeter());
        sessions.Load(ref reader);
        pace.Load(ref reader);
        return reader.Complete;
    }

    private DataQuality Quality =>
        (_header.Quality & (Dissectors.Contract.Quality.Gap | Dissectors.Contract.Quality.Cut)) == 0 && !_header.IsTimeDoubted ? DataQuality.Clean : DataQuality.Damaged;

    private string ProtocolName => _header.Flow.App == 0 ? "flow" : protocols[_header.Flow.App - 1].Name;

    /// <summary>Commands of the flow's protocol; null while none is recognised.</summary>
    private CommandTable? Table => _header.Flow.App == 0 ? null : _commands[_header.Flow.App - 1];

    private ModelContext Context(Device device) => new(settings, _mode, groups.Of(device), _paused);

    private Device? Of(Endpoint endpoint) => endpoint == Endpoint.Client ? _client : _server;

    private void Act(Endpoint actor, CommandTable table, Command act)
    {
        var (doer, target) = (Of(actor), Of(actor.Peer()));
        TellActed(doer, target, act);
        CountAct(doer);
        CountAct(target);
        Meet(doer, target);
        var told = Judge(doer, target, RelationKind.Command, Part.Does, act.UsesKey, act.Text, told: false);
        Judge(target, doer, RelationKind.Command, Part.Serves, act.ServesKey, act.Text, told);
        Follow(table, act, doer, target);
        if (doer is not null && _pace.Count(doer, _header.Flow.App, _header.Time) is { } pace)
        {
            Rate(doer, target, table.Pace, PaceQuantity, pace);
        }
    }

    private void TellActed(Device? doer, Device? target, Command? act)
    {
        foreach (var tap in ActTaps)
        {
            tap.Acted(doer, target, act);
        }
    }

    private static void CountAct(Device? device)
    {
        if (device is not null)
        {
            device.Acts++;
        }
    }

    /// <summary>A role shows in what is done to the end, not in what is tried.</summary>
    private void Conclude(Endpoint actor, Deed deed, Outcome outcome)
    {
        if (deed != Deed.None && outcome is Outcome.Ok or Outcome.Pending or Outcome.Warning)
        {
            var (doer, target) = (Of(actor), Of(actor.Peer()));
            doer?.Roles.AddDone(deed, target?.Number ?? 0);
            target?.Roles.AddServed(deed, doer?.Number ?? 0);
        }
    }

    private void Meet( Device? doer, Device? target)
    {
        if (doer is null || target is null)
        {
            return;
        }

        // Both ends have a view: a stranger is new to the one it talks to, whatever it is used to itself.
        var told = Judge(doer, target, RelationKind.Peer, Part.Does, PeerKey(target, Part.Does), null, told: false);
        _newPeerTold |= Judge(target, doer, RelationKind.Peer, Part.Serves, PeerKey(doer, Part.Serves), null, told) | told;
    }

    private static ulong PeerKey(Device peer, Part part) => StableKey.Combine(peer.Key, (ulong)part + 1);

    private void Follow(CommandTable table, Command act, Device? doer, Device? target)
    {
        var session = _sessions.Of(_header.Flow.Id);
        var quality = (_header.Quality & Dissectors.Contract.Quality.MidStream) != 0 && session.Acts == 0 ? DataQuality.Damaged : Quality;
        session.Acts++;
        if (doer is null)
        {
            return;
        }

        var inSession = new SequenceObservation(_header.Time, table.Session, (ulong)_header.Flow.Id, act.Token, session.Acts == 1, quality);
        var judgement = doer.Model.Observe(in inSession, Context(doer));
        Hand(doer, target, judgement, Part.Does, After(table, act.Text, in judgement), null);

        if (session.AwaitsPurpose && session.Acts > 1)
        {
            session.AwaitsPurpose = false;
            var step = new SequenceObservation(_header.Time, table.Steps, 0, act.Token, false, quality);
            judgement = doer.Model.Observe(in step, Context(doer));
            Hand(doer, target, judgement, Part.Does, After(table, $"a conversation for {act.Text}", in judgement), null);
        }
    }

    /// <summary>A step and, where it surprised, the step before it.</summary>
    private static string After(CommandTable table, string step, in Judgement judgement) =>
        judgement.Verdict != Models.Verdict.Surprising ? step : $"{step} after {table.TextOf(judgement.Subject.From) ?? "the start"}";

    private void Rate(Device? device, Device? peer, ulong feature, Quantity quantity, double value)
    {
        if (device is null)
        {
            return;
        }

        var observation = new RateObservation(_header.Time, feature, RateKind.PerTransaction, value, Quality);
        var judgement = device.Model.Observe(in observation, Context(device));
        Tap?.Rated(device, _header.Flow.App, quantity, value, in judgement);
        Hand(device, peer, judgement, Part.Does, quantity.Text, quantity);
    }

    private bool Judge(Device? device, Device? peer, RelationKind kind, Part part, ulong key, string? text, bool told)
    {
        if (device is null)
        {
            return false;
        }

        var observation = new RelationObservation(_header.Time, key, kind, Quality);
        var judgement = device.Model.Observe(in observation, Context(device));
        var surprising = judgement.Verdict == Models.Verdict.Surprising;

        // One story, one teller: the other end's surprise at the same thing is learnt from but not said.
        if (!(surprising && (told || (_newPeerTold && kind != RelationKind.SendsTo))))
        {
            Hand(device, peer, judgement, part, text, null);
        }

        return surprising;
    }

    private void Hand(Device device, Device? peer, in Judgement judgement, Part part, string? text, Quantity? quantity)
    {
        Tap?.Judged(device, in judgement);
        if ((_mode == LearningMode.Detect || _paused) && judgement.Verdict != Models.Verdict.Surprising)
        {
            // Nothing is learnt: everything unknown would be a first sight for ever.
            return;
        }

        if (quantity is { IsDuration: true } && judgement.Reason is JudgementReason.RateLow or JudgementReason.RateShiftDown)
        {
            return;
        }

        if (judgement.Verdict is Models.Verdict.Surprising || judgement.FirstSight)
        {
            listener.Judged(in _header, device, peer, in judgement, part, text ?? peer!.Label, quantity);
        }
    }

    private ulong FeatureOf(Quantity quantity)
    {
        var features = _features[_header.Flow.App];
        if (!features.TryGetValue(quantity, out var feature))
        {
            feature = StableKey.Of($"{ProtocolName}|{quantity.Slug}");
            features.Add(quantity, feature);
        }

        return feature;
    }
}

/// <summary>Which part a device has in what is judged.</summary>
internal enum Part : byte
{
    /// <summary>It asks.</summary>
    Does,

    /// <summary>It is asked.</summary>
    Serves,
}

/// <summary>Hears what the models make of things, and what devices say of themselves for the first time.</summary>
internal interface IJudgementListener
{
    /// <param name="header">The fact.</param>
    /// <param name="device">Whose expectation spoke.</param>
    /// <param name="peer">The other end, if it is a device.</param>
    /// <param name="judgement">What it said.</param>
    /// <param name="part">The device's part.</param>
    /// <param name="subject">What was judged, in a word or two.</param>
    /// <param name="quantity">What was measured, for rates.</param>
    void Judged(in FactHeader header, Device device, Device? peer, in Judgement judgement, Part part, string subject, Quantity? quantity);

    void Changed(in FactHeader header, Device device, Attribute attribute, Name value);
}
