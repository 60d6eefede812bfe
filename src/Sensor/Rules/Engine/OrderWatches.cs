namespace Sensor.Rules.Engine;

/// <summary>Tells when one thing follows another, each within its time. What comes between doesn't matter; the first step begins anew while nothing has followed it.</summary>
internal sealed class SequenceWatch(RuleDefinition rule) : Watch(rule, 1)
{
    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var key = KeyOf(Rule.Steps[step].Per, view);
        if (step == 0)
        {
            if (Table.Find(key) is >= 0 and var known && Table[known].Count > 1 && IsInTime(known, (int)Table[known].Count, view.Now))
            {
                // Further on already.
                return;
            }

            var begun = Note(key, view, anew: true);
            Table[begun].Count = 1;
            Table.Cells(begun)[0].Time = view.Now;
            return;
        }

        var index = Table.Find(key);
        if (index < 0 || Table[index].Count != step || !IsInTime(index, step, view.Now))
        {
            return;
        }

        // The ends of the story are those of its first step.
        var (source, destination) = (Table[index].Source, Table[index].Destination);
        index = Note(key, view);
        ref var entry = ref Table[index];
        (entry.Source, entry.Destination) = (source, destination);
        entry.Count++;
        if (entry.Count == Rule.Steps.Count)
        {
            entry.Count = 0;
            Tell(index, view, listener, Rule.Steps.Count, Table.Cells(index)[0].Time);
        }
    }

    private bool IsInTime(int index, int step, long now) => now - Table[index].Last <= Rule.Steps[step].Within;
}

/// <summary>
/// Tells when something that should have followed didn't. A rule that waits for the same thing again tells when what came regularly, at least so many times,
/// stops.
/// </summary>
internal sealed class AbsenceWatch(RuleDefinition rule) : Watch(rule, 1)
{
    /// <summary>All wait equally long: who has waited longest is due first.</summary>
    public override long Deadline => Table.Oldest < 0 ? long.MaxValue : Table[Table.Oldest].Last + Rule.Within + 1;

    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var key = KeyOf(Rule.Steps[step].Per, view);
        if (step == 1)
        {
            if (Table.Find(key) is >= 0 and var awaited)
            {
                Table[awaited].Count = 0;
            }

            return;
        }

        var known = Table.Find(key);
        if (known >= 0 && Rule.Steps.Count > 1 && Table[known].Count > 0)
        {
            // Still waiting since the first time.
            return;
        }

        var index = Note(key, view);
        ref var entry = ref Table[index];
        if (entry.Count++ == 0)
        {
            Table.Cells(index)[0].Time = view.Now;
        }
    }

    public override void Expire(FactView view, IEnds ends, IRuleListener listener)
    {
        while (Deadline <= view.Now)
        {
            var index = Table.Oldest;
            ref var entry = ref Table[index];
            var waited = Rule.Steps.Count > 1 ? entry.Count > 0 : entry.Count >= Rule.AtLeast;
            if (waited)
            {
                var due = entry.Last + Rule.Within;
                ends.Look(view, in entry, due);
                Tell(index, view, listener, entry.Count, Table.Cells(index)[0].Time);
            }

            Table.RemoveOldest();
        }
    }
}
