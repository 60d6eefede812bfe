using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Rules.Language;
using Sensor.State;

namespace Sensor.Rules.Engine;

/// <summary>A rule at work: what it remembers, and what it makes of the next fact that matches one of its steps.</summary>
/// <param name="rule">The rule.</param>
/// <param name="width">Things it remembers of a key.</param>
/// <param name="bytes">Bytes for all it remembers.</param>
internal abstract class Watch(RuleDefinition rule, int width, int bytes)
{
    /// <summary>Nanoseconds of packet time in which evidence of one finding counts once: a state of affairs isn't more so for showing in each message.</summary>
    public const long SightPause = 1_000_000_000;

    public RuleDefinition Rule => rule;

    public KeyTable Table { get; } = new(width, bytes);

    /// <summary>Takes a fact that matches a step.</summary>
    /// <param name="step">Index of the step.</param>
    /// <param name="view">The fact.</param>
    /// <param name="listener">Hears what was found.</param>
    public abstract void Take(int step, FactView view, IRuleListener listener);

    /// <summary>What was told lately of a device may be told again at once.</summary>
    public void TellAnew(in IpAddress device)
    {
        for (var index = Table.Oldest; index >= 0; index = Table[index].Newer)
        {
            ref var entry = ref Table[index];
            if (entry.Source == device || entry.Destination == device)
            {
                entry.Told = Entry.NeverTold;
            }
        }
    }

    /// <summary>The packets' clock was put back: nothing was seen later than now.</summary>
    public void StepBack(long now)
    {
        for (var index = Table.Oldest; index >= 0; index = Table[index].Newer)
        {
            ref var entry = ref Table[index];
            entry.Last = Math.Min(entry.Last, now);
            entry.Told = Math.Min(entry.Told, now);
            foreach (ref var cell in Table.Cells(index))
            {
                cell.Time = Math.Min(cell.Time, now);
            }
        }
    }

    public void Save(PartWriter writer) => Table.Save(writer);

    public void Load(ref PartReader reader, long now, bool keepPackets) => Table.Load(ref reader, now, keepPackets);

    /// <param name="rule">The rule.</param>
    /// <param name="bytes">Bytes for all it remembers.</param>
    public static Watch Of(RuleDefinition rule, int bytes) => rule.Shape switch
    {
        RuleShape.Each => new EachWatch(rule, bytes),
        RuleShape.Count => new CountWatch(rule, bytes),
        RuleShape.Distinct => new DistinctWatch(rule, bytes),
        RuleShape.Sum => new SumWatch(rule, bytes),
        RuleShape.Sequence => new SequenceWatch(rule, bytes),
        _ => new AbsenceWatch(rule, bytes),
    };

    /// <summary>Values that tell stories apart, as one key.</summary>
    protected static ulong KeyOf(Operand[] operands, FactView view)
    {
        var key = 0x5275_6C65_4B65_7931UL;
        foreach (var operand in operands)
        {
            key = StableKey.Combine(key, operand.Word(view));
        }

        return key;
    }

    /// <summary>The entry of a fact's key, its packet noted, beside the earlier ones or alone.</summary>
    protected int Note(ulong key, FactView view, bool anew = false)
    {
        var index = Table.Touch(key, view.Now);
        ref var entry = ref Table[index];
        (entry.Source, entry.Destination) = (view.Source, view.Destination);
        if (anew)
        {
            Table.ClearPackets(index);
        }

        ref readonly var header = ref view.Header;
        Table.NotePacket(index, header.FirstOrdinal > 0 ? Math.Min(header.FirstOrdinal, header.Ordinal) : header.Ordinal);
        return index;
    }

    /// <summary>Tells a story unless it was told lately.</summary>
    protected void Tell(int index, FactView view, IRuleListener listener, double observed, long since, ReadOnlySpan<Cell> values = default)
    {
        ref var entry = ref Table[index];
        if (entry.Told != Entry.NeverTold && view.Now - entry.Told < (rule.IsFinding ? SightPause : rule.Again) && !listener.WasClosedSince(rule, entry.Told))
        {
            return;
        }

        var match = new RuleMatch
        {
            Rule = rule,
            SourceAddress = entry.Source,
            DestinationAddress = entry.Destination,
            Source = view.DeviceOf(entry.Source),
            Destination = view.DeviceOf(entry.Destination),
            Story = entry.Key,
            Observed = observed,
            Since = since,
            Time = view.Header.Time,
            Packets = Table.Packets(index),
            Values = values,
        };
        if (listener.Found(in match, view))
        {
            entry.Told = view.Now;
        }
    }
}
