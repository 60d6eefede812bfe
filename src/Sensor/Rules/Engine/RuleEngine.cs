using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.State;

namespace Sensor.Rules.Engine;

/// <summary>
/// Shows every fact to the rules that it may concern: in the order in which they are given, but those that yield to others after them, and of one rule the last
/// step first, so that a fact is one step of it at most. Allocates nothing for a fact once the rules' tables have grown. Analysis thread only.
/// </summary>
/// <param name="view">What facts are looked at through; others may use it between two facts.</param>
/// <param name="listener">Hears what rules find.</param>
internal sealed class RuleEngine(FactView view, IRuleListener listener) : IStatePart
{
    /// <summary>Bytes that all rules' tables may take up, shared out evenly.</summary>
    public const int MaxBytes = 128 << 20;

    /// <summary>Bytes of one rule's table.</summary>
    public const int MaxBytesOfRule = 4 << 20;

    private IReadOnlyList<RuleDefinition> _rules = [];
    private Watch[] _watches = [];
    private AbsenceWatch[] _absences = [];
    private KindProgram?[] _programs = [];

    /// <summary>Nothing is due before.</summary>
    private long _nextDeadline = long.MaxValue;

    /// <summary>What is remembered of another input reaches to here; <see cref="long.MinValue"/>: nothing is.</summary>
    private long _before = long.MinValue;

    /// <summary>Has other rules at work from now on. Those that are the same as before go on with what they remember.</summary>
    public void Adopt(IReadOnlyList<RuleDefinition> rules)
    {
        if (ReferenceEquals(rules, _rules))
        {
            return;
        }

        var remembered = new PartWriter();
        SaveTables(remembered);
        _rules = rules;
        var bytes = Math.Min(MaxBytesOfRule, MaxBytes / Math.Max(1, rules.Count));
        _watches = [.. InOrder(rules).Select(r => Watch.Of(r, bytes))];
        _absences = [.. _watches.OfType<AbsenceWatch>()];
        var steps = _watches.SelectMany(w => w.Rule.Steps.Select((s, i) => new WatchStep(w, i, s)).Reverse()).ToList();
        _programs = new KindProgram?[steps.Count == 0 ? 0 : steps.Max(s => s.Step.Kind.Id) + 1];
        foreach (var kind in steps.GroupBy(s => s.Step.Kind))
        {
            _programs[kind.Key.Id] = new KindProgram([.. kind]);
        }

        var reader = new PartReader(remembered.Written);
        LoadTables(ref reader, long.MaxValue, keepPackets: true);
        SetDeadline();
    }

    public string Name => "rules";

    public int Version => 1;

    /// <summary>Keys that had to be forgotten.</summary>
    public long Forgotten => _watches.Sum(w => w.Table.Forgotten);

    /// <summary>Bytes that the rules' tables take up.</summary>
    public long Bytes => _watches.Sum(w => w.Table.Bytes);

    /// <param name="kind">Kind of the fact.</param>
    /// <param name="header">Its header, with a time that is believed.</param>
    /// <param name="body">What it says.</param>
    /// <param name="client">The flow's client, if it is a device.</param>
    /// <param name="server">The flow's server, if it is a device.</param>
    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<byte> body, Device? client, Device? server)
    {
        Advance(header.Time, header.Ordinal);
        if (ProgramOf(kind) is { } program)
        {
            view.Begin(kind, in header, body, client, server);
            Run(program);
        }
    }

    /// <summary>The same for a fact whose values are given: rules' own trials.</summary>
    public void Take(FactKind kind, in FactHeader header, ReadOnlySpan<FieldValue> values, Device? client, Device? server)
    {
        Advance(header.Time, header.Ordinal);
        if (ProgramOf(kind) is { } program)
        {
            view.Begin(kind, in header, client, server);
            for (var slot = 0; slot < values.Length; slot++)
            {
                view.Set(slot, in values[slot]);
            }

            Run(program);
        }
    }

    /// <summary>Time goes on, with or without a fact: what fell due is told.</summary>
    public void Advance(long time, long ordinal)
    {
        view.Pass(time);
        if (view.Now < _nextDeadline)
        {
            return;
        }

        if (time < _before)
        {
            // An input of an earlier time than that before: nothing of it lies behind us.
            Array.ForEach(_watches, w => w.Table.Clear());
        }

        _before = long.MinValue;
        var header = new FactHeader { Time = time, Ordinal = ordinal };
        foreach (var absence in _absences)
        {
            view.Begin(null, in header, null, null);
            absence.Expire(view, listener);
        }

        SetDeadline();
    }

    /// <summary>What a rule told lately of a device it tells anew when it goes on.</summary>
    public void TellAnew(int signatureId, in IpAddress device)
    {
        foreach (var watch in _watches)
        {
            if (watch.Rule.Reason.SignatureId == signatureId)
            {
                watch.TellAnew(in device);
            }
        }
    }

    /// <summary>The packets' clock was put back.</summary>
    public void StepBack(long now)
    {
        view.StepBack(now);
        Array.ForEach(_watches, w => w.StepBack(now));
        SetDeadline();
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(view.Now);
        writer.Int64(_before);
        SaveTables(writer);
    }

    public bool TryLoad(ref PartReader reader, PartOrigin origin)
    {
        var (now, before) = (reader.Int64(), reader.Int64());
        LoadTables(ref reader, Math.Max(now, before), origin.SameInput);
        if (origin.SameInput)
        {
            view.StepBack(now);
            _before = before;
        }
        else
        {
            _before = Math.Max(now, before);
        }

        SetDeadline();
        return reader.Complete;
    }

    private void SaveTables(PartWriter writer)
    {
        writer.Int32(_watches.Length);
        var scratch = new PartWriter();
        foreach (var watch in _watches.OrderBy(w => w.Rule.Identity, StringComparer.Ordinal))
        {
            scratch.Clear();
            watch.Save(scratch);
            writer.UInt64(StableKey.Of(watch.Rule.Identity));
            writer.Bytes(scratch.Written);
        }
    }

    private void LoadTables(ref PartReader reader, long now, bool keepPackets)
    {
        // Rules may have come, gone or changed since: what is still the same goes on.
        var byIdentity = _watches.ToDictionary(w => StableKey.Of(w.Rule.Identity));
        for (var left = reader.Count(RuleSet.MaxRules, least: 24); left > 0 && !reader.Failed; left--)
        {
            var identity = reader.UInt64();
            var saved = new PartReader(reader.Bytes(int.MaxValue));
            if (byIdentity.GetValueOrDefault(identity) is { } watch)
            {
                watch.Load(ref saved, now, keepPackets);
                reader.Require(saved.Complete);
            }
        }
    }

    private KindProgram? ProgramOf(FactKind kind) => kind.Id < _programs.Length ? _programs[kind.Id] : null;

    private void Run(KindProgram program)
    {
        if (program.Run(view, listener))
        {
            foreach (var absence in program.Absences)
            {
                _nextDeadline = Math.Min(_nextDeadline, absence.Deadline);
            }
        }
    }

    private void SetDeadline()
    {
        // The first fact of another input is looked at.
        _nextDeadline = _before == long.MinValue ? long.MaxValue : long.MinValue;
        foreach (var absence in _absences)
        {
            _nextDeadline = Math.Min(_nextDeadline, absence.Deadline);
        }
    }

    /// <summary>A rule comes after all that it yields to, so that it can: what one fact brings about is told by the right one. Rules that yield to each other stay as they are.</summary>
    private static List<RuleDefinition> InOrder(IReadOnlyList<RuleDefinition> rules)
    {
        var byId = rules.ToLookup(r => r.Reason.SignatureId);
        var (ordered, begun) = (new List<RuleDefinition>(), new HashSet<RuleDefinition>(ReferenceEqualityComparer.Instance));
        foreach (var rule in rules)
        {
            Append(rule);
        }

        return ordered;

        void Append(RuleDefinition rule)
        {
            if (begun.Add(rule))
            {
                foreach (var other in rule.YieldsTo.SelectMany(id => byId[id]))
                {
                    Append(other);
                }

                ordered.Add(rule);
            }
        }
    }
}
