namespace Sensor.Rules.Engine;

/// <summary>Tells of each match.</summary>
internal sealed class EachWatch(RuleDefinition rule) : Watch(rule, 0)
{
    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var index = Note(KeyOf(Rule.Steps[0].Per, view), view, anew: true);
        Table[index].Count++;
        Tell(index, view, listener, 1, view.Now);
    }
}

/// <summary>Tells when so many matches lie within the time. Exact: the times of as many matches are remembered.</summary>
internal sealed class CountWatch(RuleDefinition rule) : Watch(rule, (int)rule.AtLeast)
{
    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var index = Note(KeyOf(Rule.Steps[0].Per, view), view);
        var cells = Table.Cells(index);
        ref var entry = ref Table[index];
        cells[(int)(entry.Count++ % cells.Length)].Time = view.Now;
        var first = cells[(int)(entry.Count % cells.Length)].Time;
        if (entry.Count >= cells.Length && view.Now - first <= Rule.Within)
        {
            Tell(index, view, listener, cells.Length, first);
        }
    }
}

/// <summary>Tells when so many different values lie within the time. Exact: as many different values are remembered, each with its last time.</summary>
internal sealed class DistinctWatch(RuleDefinition rule) : Watch(rule, (int)rule.AtLeast)
{
    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var value = KeyOf(Rule.Of, view);
        var index = Note(KeyOf(Rule.Steps[0].Per, view), view);
        var cells = Table.Cells(index);
        var (oldest, inTime, since) = (0, 0, view.Now);
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Key == value)
            {
                cells[i].Time = view.Now;
                return;
            }

            if (cells[i].Key == 0)
            {
                oldest = i;
                break;
            }

            oldest = cells[i].Time < cells[oldest].Time ? i : oldest;
        }

        cells[oldest] = new Cell { Key = value, Time = view.Now, Text = TextOf(view) };
        foreach (ref readonly var cell in cells)
        {
            if (cell.Key != 0 && view.Now - cell.Time <= Rule.Within)
            {
                inTime++;
                since = Math.Min(since, cell.Time);
            }
        }

        if (inTime == cells.Length)
        {
            Tell(index, view, listener, inTime, since);
        }
    }

    protected override IEnumerable<string> Values(int index) => [.. Table.Cells(index).ToArray().Select(c => c.Text).OfType<string>()];

    /// <summary>What can be read of the value; addresses are written only when told.</summary>
    private string? TextOf(FactView view) => Rule.Of[0].Type is Language.OperandType.Text or Language.OperandType.Choice ? Rule.Of[0].Text(view) : null;
}

/// <summary>Tells when matches add up to so much within the time, which is taken in sixteenths: what is counted is never older than it, and at most a sixteenth is left out.</summary>
internal sealed class SumWatch(RuleDefinition rule) : Watch(rule, Parts)
{
    private const int Parts = 16;

    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var index = Note(KeyOf(Rule.Steps[0].Per, view), view);
        var cells = Table.Cells(index);
        var part = Math.Max(1, Rule.Within / Parts);
        var number = view.Now / part;
        ref var now = ref cells[(int)(number % Parts)];
        if (now.Key != (ulong)number)
        {
            now = new Cell { Key = (ulong)number, Time = view.Now };
        }

        now.Value += Math.Max(0, Rule.Of[0].Number(view));
        var (sum, since) = (0.0, view.Now);
        foreach (ref readonly var cell in cells)
        {
            if (cell.Key != 0 && number - (long)cell.Key < Parts)
            {
                sum += cell.Value;
                since = Math.Min(since, cell.Time);
            }
        }

        if (sum >= Rule.AtLeast)
        {
            Tell(index, view, listener, sum, since);
        }
    }
}
