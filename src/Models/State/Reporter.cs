namespace Sensor.Models;

/// <summary>Copies what was learnt into a report.</summary>
internal static class Reporter
{
    public static ModelReport Report(
        RelationMemory relations,
        RateMemory rates,
        SequenceMemory sequences,
        uint now,
        ModelSettings settings) =>
        new(Relations(relations), Rates(rates, now, settings), Transitions(sequences));

    private static List<LearntRelation> Relations(RelationMemory memory)
    {
        var learnt = new List<LearntRelation>();
        for (var kind = 0; kind < RelationMemory.Kinds; kind++)
        {
            var set = memory.Peek((RelationKind)kind)?.Set;
            for (var i = 0; i < (set?.Count ?? 0); i++)
            {
                ref readonly var entry = ref set![i];
                learnt.Add(new LearntRelation(
                    (RelationKind)kind,
                    set.Key(i),
                    PacketTime.FromMinutes(entry.First),
                    PacketTime.FromMinutes(entry.Last),
                    entry.Uses,
                    entry.Standing != RelationStanding.Known));
            }
        }

        return learnt;
    }

    private static List<LearntRate> Rates(RateMemory memory, uint now, ModelSettings settings)
    {
        var learnt = new List<LearntRate>();
        for (var i = 0; i < memory.Count; i++)
        {
            var rate = memory[i];
            learnt.Add(new LearntRate(
                rate.Feature,
                rate.Kind,
                rate.Usual(),
                rate.Baseline.Scale,
                rate.Lacks(now, settings),
                rate.HasShifted));
        }

        return learnt;
    }

    private static List<LearntTransition> Transitions(SequenceMemory memory)
    {
        var learnt = new List<LearntTransition>();
        for (var i = 0; i < memory.Table.Count; i++)
        {
            var key = memory.Table.Key(i);
            if (key.IsFirstOrder)
            {
                var grammar = memory.Grammars[key.Grammar];
                learnt.Add(new LearntTransition(
                    grammar.Key,
                    grammar.Symbols.Token(key.Last),
                    grammar.Symbols.Token(key.Next),
                    memory.Table.Seen(i),
                    !memory.Table.IsKnown(i)));
            }
        }

        return learnt;
    }
}
