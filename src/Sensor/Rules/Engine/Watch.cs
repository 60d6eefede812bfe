using Sensor.Rules.Language;
using Sensor.Facts;
using Sensor.State;

namespace Sensor.Rules.Engine;

/// <summary>A rule at work: what it remembers, and what it makes of the next fact that matches one of its steps.</summary>
internal abstract class Watch(RuleDefinition rule, int width)
{
    public RuleDefinition Rule => rule;

    public long Forgotten => Table.Forgotten;

    /// <summary>Packet time at which something falls due without a fact; <see cref="long.MaxValue"/>: never.</summary>
    public virtual long Deadline => long.MaxValue;

    protected KeyTable Table { get; } = new(width);

    /// <summary>Takes a fact that matches a step.</summary>
    /// <param name="step">Index of the step.</param>
    /// <param name="view">The fact.</param>
    /// <param name="listener">Hears what was found.</param>
    public abstract void Take(int step, FactView view, IRuleListener listener);

    /// <summary>Takes what fell due.</summary>
    /// <param name="view">Used for the story's ends.</param>
    /// <param name="ends">Makes the view look at a pair.</param>
    /// <param name="listener">Hears what was found.</param>
    public virtual void Expire(FactView view, IEnds ends, IRuleListener listener)
    {
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

    public void Load(ref PartReader reader, bool keepPackets) => Table.Load(ref reader, keepPackets);

    public static Watch Of(RuleDefinition rule) => rule.Shape switch
    {
        RuleShape.Each => new EachWatch(rule),
        RuleShape.Count => new CountWatch(rule),
        RuleShape.Distinct => new DistinctWatch(rule),
        RuleShape.Sum => new SumWatch(rule),
        RuleShape.Sequence => new SequenceWatch(rule),
        _ => new AbsenceWatch(rule),
    };

    /// <summary>Values that tell stories apart, as one key.</summary>
    protected static ulong KeyOf(IReadOnlyList<Operand> operands, FactView view)
    {
        var key = 0x5275_6C65_4B65_7931UL;
        for (var i = 0; i < operands.Count; i++)
        {
            key = StableKey.Combine(key, operands[i].Word(view));
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
    protected void Tell(int index, FactView view, IRuleListener listener, double observed, long since)
    {
        ref var entry = ref Table[index];
        if (!rule.IsFinding && entry.Told != Entry.NeverTold && view.Now - entry.Told < rule.Again)
        {
            return;
        }

        entry.Told = view.Now;
        var match = new RuleMatch
        {
            Rule = rule,
            SourceAddress = entry.Source,
            DestinationAddress = entry.Destination,
            Source = view.Device(Side.Source),
            Destination = view.Device(Side.Destination),
            Story = entry.Key,
            Observed = observed,
            Since = since,
            Time = view.Header.Time,
            Packets = Table.Packets(index),
            Values = Values(index),
        };
        listener.Found(in match, view);
    }

    /// <summary>Texts that were told apart.</summary>
    protected virtual IEnumerable<string> Values(int index) => [];
}

/// <summary>Makes a view look at two addresses.</summary>
internal interface IEnds
{
    void Look(FactView view, in Entry entry, long time);
}
