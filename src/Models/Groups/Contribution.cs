namespace Sensor.Models;

/// <summary>What a device tells its group.</summary>
internal static class Contribution
{
    public static void Add(
        GroupSummary summary,
        RelationMemory relations,
        RateMemory rates,
        SequenceMemory sequences,
        uint now,
        ModelSettings settings)
    {
        summary.AddDevice();
        for (var kind = 0; kind < RelationMemory.Kinds; kind++)
        {
            // Without a single use there is nothing to tell, declared or not.
            if (relations.Peek((RelationKind)kind) is { Observations: > 0 } relation && relation.Lacks(now, settings).IsNone)
            {
                summary.AddRelations((RelationKind)kind, relation.Set);
            }
        }

        for (var i = 0; i < rates.Count; i++)
        {
            if (rates[i].Lacks(now, settings).IsNone)
            {
                summary.AddRate(rates[i].Feature, rates[i].Baseline, rates[i].Tail);
            }
        }

        for (var i = 0; i < sequences.Grammars.Length; i++)
        {
            if (sequences.Grammars[i].Lacks(now, settings).IsNone)
            {
                Add(summary, sequences.Grammars[i], i, sequences.Table);
            }
        }
    }

    private static void Add(GroupSummary summary, GrammarExpectation grammar, int place, TransitionTable table)
    {
        summary.AddGrammar(grammar.Key);
        for (var i = 0; i < table.Count; i++)
        {
            var key = table.Key(i);
            if (key.Grammar == place && key.IsFirstOrder && table.IsKnown(i))
            {
                summary.AddTransition(grammar.Key, grammar.Symbols.Token(key.Last), grammar.Symbols.Token(key.Next));
            }
        }
    }
}
