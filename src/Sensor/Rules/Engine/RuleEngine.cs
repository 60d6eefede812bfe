using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Rules.Language;
using Sensor.Site;
using Sensor.State;

namespace Sensor.Rules.Engine;

/// <summary>
/// Shows every fact to the rules that it may concern. A rule whose condition asks for certain values of a field is only looked at when the field has one of them, so
/// that many rules cost little more than few. Allocates nothing for a fact once the rules' tables have grown. Analysis thread only.
/// </summary>
internal sealed class RuleEngine : IStatePart, IEnds
{
    private readonly FactView _view;
    private readonly DeviceTable _devices;
    private readonly Watch[] _watches;
    private readonly AbsenceWatch[] _absences;
    private readonly KindProgram?[] _programs;
    private readonly IRuleListener _listener;
    private long _nextDeadline = long.MaxValue;

    public RuleEngine(IReadOnlyList<RuleDefinition> rules, NameDirectory names, SiteKnowledge site, DeviceTable devices, IRuleListener listener)
    {
        _view = new FactView(names, site);
        _devices = devices;
        _listener = listener;
        _watches = [.. rules.Select(Watch.Of)];
        _absences = [.. _watches.OfType<AbsenceWatch>()];
        var steps = _watches.SelectMany(w => w.Rule.Steps.Select((s, i) => new WatchStep(w, i, s))).ToList();
        _programs = new KindProgram?[steps.Count == 0 ? 0 : steps.Max(s => s.Step.Kind.Id) + 1];
        foreach (var kind in steps.GroupBy(s => s.Step.Kind))
        {
            _programs[kind.Key.Id] = new KindProgram([.. kind]);
        }
    }

    public string Name => "rules";

    public int Version => 1;

    /// <summary>Keys that had to be forgotten.</summary>
    public long Forgotten => _watches.Sum(w => w.Forgotten);

    /// <summary>What the site says about itself from now on.</summary>
    public SiteKnowledge Site
    {
        set => _view.Site = value;
    }

    /// <param name="kind">Kind of the fact.</param>
    /// <param name="header">Its header, with a time that is believed.</param>
    /// <param name="body">What it says.</param>
    /// <param name="client">The flow's client, if it is a device.</param>
    /// <param name="server">The flow's server, if it is a device.</param>
    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        if (header.Time > _nextDeadline)
        {
            Expire(in header);
        }

        if (kind.Id < _programs.Length && _programs[kind.Id] is { } program)
        {
            _view.Begin(kind, in header, body, client, server);
            program.Run(_view, _listener);
            if (_absences.Length > 0)
            {
                SetDeadline();
            }
        }
    }

    /// <summary>The same for a fact whose values are given: rules' own trials.</summary>
    public void Take(Action<FactView> look)
    {
        look(_view);
        var header = _view.Header;
        if (header.Time > _nextDeadline)
        {
            Expire(in header);
            look(_view);
        }

        if (_view.Kind.Id < _programs.Length)
        {
            _programs[_view.Kind.Id]?.Run(_view, _listener);
            SetDeadline();
        }
    }

    /// <summary>Time has gone on without a fact.</summary>
    public void Advance(long time, long ordinal)
    {
        if (time > _nextDeadline)
        {
            var header = new FactHeader { Time = time, Ordinal = ordinal };
            Expire(in header);
        }
    }

    /// <summary>The packets' clock was put back.</summary>
    public void StepBack(long now)
    {
        _view.StepBack(now);
        foreach (var watch in _watches)
        {
            watch.StepBack(now);
        }
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(_view.Now);
        writer.Int32(_watches.Length);
        var scratch = new PartWriter();
        foreach (var watch in _watches)
        {
            scratch.Clear();
            watch.Save(scratch);
            writer.Text(watch.Rule.Identity);
            writer.Bytes(scratch.Written);
        }
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var now = reader.Int64();
        _view.StepBack(origin.SameInput ? now : long.MinValue);

        // Rules may have come, gone or changed since: what is still the same goes on.
        var byIdentity = _watches.ToDictionary(w => w.Rule.Identity);
        for (var left = reader.Count(RuleSet.MaxRules); left > 0 && !reader.Failed; left--)
        {
            var identity = reader.Text(RuleSet.MaxIdentity);
            var saved = new PartReader(reader.Bytes(int.MaxValue));
            if (byIdentity.GetValueOrDefault(identity) is { } watch)
            {
                watch.Load(ref saved, origin.SameInput);
                reader.Require(saved.Complete);
            }
        }

        SetDeadline();
        return !reader.Failed;
    }

    void IEnds.Look(FactView view, in Entry entry, long time)
    {
        var header = new FactHeader
        {
            Time = time,
            Ordinal = view.Header.Ordinal,
            Partition = view.Header.Partition,
            Flow = new FlowIdentity { Client = entry.Source, Server = entry.Destination },
            Actor = Endpoint.Client,
        };
        view.Begin(view.Kind, in header, _devices.Find(entry.Source), _devices.Find(entry.Destination));
    }

    private void Expire(in FactHeader header)
    {
        _view.Begin(_view.Kind, in header, null, null);
        foreach (var absence in _absences)
        {
            absence.Expire(_view, this, _listener);
        }

        SetDeadline();
    }

    private void SetDeadline()
    {
        _nextDeadline = long.MaxValue;
        foreach (var absence in _absences)
        {
            _nextDeadline = Math.Min(_nextDeadline, absence.Deadline);
        }
    }
}

/// <summary>A step of a rule at work.</summary>
internal sealed record WatchStep(Watch Watch, int Index, RuleStep Step);

/// <summary>The steps that ask for one kind of fact, ordered so that most are passed over without being tested.</summary>
internal sealed class KindProgram
{
    private readonly WatchStep[] _unguarded;
    private readonly (Operand Field, Dictionary<ulong, WatchStep[]> ByKey)[] _guarded;

    public KindProgram(IReadOnlyList<WatchStep> steps)
    {
        _unguarded = [.. steps.Where(s => s.Step.When.Guard is null)];
        _guarded =
        [
            .. steps.Where(s => s.Step.When.Guard is not null)
                .SelectMany(s => s.Step.When.Guard!.Value.Keys.Select(key => (s.Step.When.Guard!.Value.Field, Key: key, Step: s)))
                .GroupBy(g => g.Field.Slot).OrderBy(g => g.Key)
                .Select(g => (g.First().Field, g.GroupBy(s => s.Key).ToDictionary(k => k.Key, k => k.Select(s => s.Step).ToArray()))),
        ];
    }

    public void Run(FactView view, IRuleListener listener)
    {
        foreach (var step in _unguarded)
        {
            Test(step, view, listener);
        }

        foreach (var (field, byKey) in _guarded)
        {
            if (byKey.TryGetValue(field.Key(view), out var steps))
            {
                foreach (var step in steps)
                {
                    Test(step, view, listener);
                }
            }
        }
    }

    private static void Test(WatchStep step, FactView view, IRuleListener listener)
    {
        if (step.Step.When.Holds(view))
        {
            step.Watch.Take(step.Index, view, listener);
        }
    }
}
