namespace Sensor.Rules.Engine;

/// <summary>
/// Tells when one thing follows another, each within its time; what comes between doesn't matter. Exact: of each step the latest time is remembered at which all
/// up to it had been done. A story told begins anew, and a fact is one step of it at most.
/// </summary>
internal sealed class SequenceWatch(RuleDefinition rule, int bytes) : Watch(rule, rule.Steps.Length, bytes)
{
    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var key = KeyOf(Rule.Steps[step].Per, view);
        var known = Table.Find(key);
        var since = view.Now;
        if (step > 0 && (known < 0 || !IsReached(known, step - 1, view.Now, out since)))
        {
            return;
        }

        // The ends of the story are those of its first step.
        var (source, destination) = step == 0 ? (view.Source, view.Destination) : (Table[known].Source, Table[known].Destination);
        var index = Note(key, view, anew: known < 0 || (step == 0 && !IsUnderWay(known, view.Now)));
        (Table[index].Source, Table[index].Destination) = (source, destination);
        var cells = Table.Cells(index);
        cells[step] = new Cell { Time = view.Now, Key = (ulong)since };
        if (step == cells.Length - 1)
        {
            cells.Clear();
            Tell(index, view, listener, cells.Length, since);
        }
    }

    /// <summary>All up to a step was done, lately enough for the next.</summary>
    private bool IsReached(int index, int step, long now, out long since)
    {
        var cell = Table.Cells(index)[step];
        since = (long)cell.Key;
        return cell.Key != 0 && now - cell.Time <= Rule.Steps[step + 1].Within;
    }

    private bool IsUnderWay(int index, long now)
    {
        for (var step = 0; step < Rule.Steps.Length - 1; step++)
        {
            if (IsReached(index, step, now, out _))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>
/// Tells when something that should have followed didn't. A rule that waits for the same thing again tells when what came regularly, at least so many times,
/// stops.
/// </summary>
internal sealed class AbsenceWatch(RuleDefinition rule, int bytes) : Watch(rule, 1, bytes)
{
    /// <summary>Packet time at which something falls due; <see cref="long.MaxValue"/>: never. All wait equally long: who has waited longest is due first.</summary>
    public long Deadline => Table.Oldest < 0 ? long.MaxValue : Table[Table.Oldest].Last + Rule.Within + 1;

    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var key = KeyOf(Rule.Steps[step].Per, view);
        var known = Table.Find(key);
        if (step == 1)
        {
            if (known >= 0)
            {
                Table[known].Count = 0;
            }

            return;
        }

        if (known >= 0 && Rule.Steps.Length > 1 && Table[known].Count > 0)
        {
            // Still waiting since the first time.
            return;
        }

        var index = Note(key, view);
        if (Table[index].Count++ == 0)
        {
            Table.Cells(index)[0].Time = view.Now;
        }
    }

    /// <summary>Takes what fell due.</summary>
    /// <param name="view">Is made to look at the ends of what did.</param>
    /// <param name="listener">Hears what was found.</param>
    public void Expire(FactView view, IRuleListener listener)
    {
        while (Deadline <= view.Now)
        {
            var index = Table.Oldest;
            ref var entry = ref Table[index];
            if (entry.Count >= (Rule.Steps.Length > 1 ? 1 : Rule.AtLeast))
            {
                view.Look(entry.Source, entry.Destination, entry.Last + Rule.Within);
                Tell(index, view, listener, entry.Count, Table.Cells(index)[0].Time);
            }

            Table.RemoveOldest();
        }
    }
}
