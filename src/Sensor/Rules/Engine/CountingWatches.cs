using Sensor.Rules.Language;

namespace Sensor.Rules.Engine;

/// <summary>Tells of each match.</summary>
internal sealed class EachWatch(RuleDefinition rule, int bytes) : Watch(rule, 0, bytes)
{
    public override void Take(int step, FactView view, IRuleListener listener) =>
        Tell(Note(KeyOf(Rule.Steps[0].Per, view), view, anew: true), view, listener, 1, view.Now);
}

/// <summary>Tells when so many matches lie within the time. Exact: the times of as many matches are remembered.</summary>
internal sealed class CountWatch(RuleDefinition rule, int bytes) : Watch(rule, (int)rule.AtLeast, bytes)
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
internal sealed class DistinctWatch(RuleDefinition rule, int bytes) : Watch(rule, (int)rule.AtLeast, bytes)
{
    private readonly Operand[] _of = [.. rule.Of];

    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var value = KeyOf(_of, view);
        var index = Note(KeyOf(Rule.Steps[0].Per, view), view);
        var cells = Table.Cells(index);
        var place = PlaceOf(value, cells);
        if (cells[place].Key != value)
        {
            cells[place] = new Cell { Key = value, Value = _of[0].Type == OperandType.Number ? _of[0].Number(view) : 0, Text = TextOf(view) };
        }

        cells[place].Time = view.Now;
        var since = view.Now;
        foreach (ref readonly var cell in cells)
        {
            if (cell.Key == 0 || view.Now - cell.Time > Rule.Within)
            {
                return;
            }

            since = Math.Min(since, cell.Time);
        }

        Tell(index, view, listener, cells.Length, since, cells);
    }

    /// <summary>Where the value stands; else the place that is free, or was used longest ago.</summary>
    private static int PlaceOf(ulong value, ReadOnlySpan<Cell> cells)
    {
        var oldest = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Key == value || cells[i].Key == 0)
            {
                return i;
            }

            oldest = cells[i].Time < cells[oldest].Time ? i : oldest;
        }

        return oldest;
    }

    /// <summary>What can be read of the value; addresses would have to be written out for each fact.</summary>
    private string? TextOf(FactView view) => _of[0].Type is OperandType.Text or OperandType.Choice ? _of[0].Text(view) : null;
}

/// <summary>Tells when matches add up to so much within the time, which is taken in sixteenths: what is counted is never older than it, and at most a sixteenth is left out.</summary>
internal sealed class SumWatch(RuleDefinition rule, int bytes) : Watch(rule, Parts, bytes)
{
    private const int Parts = 16;

    private readonly long _part = Math.Max(1, rule.Within / Parts);

    public override void Take(int step, FactView view, IRuleListener listener)
    {
        var index = Note(KeyOf(Rule.Steps[0].Per, view), view);
        var cells = Table.Cells(index);
        var number = view.Now / _part;
        ref var latest = ref cells[(int)(number % Parts)];
        if (latest.Time < number * _part)
        {
            latest = new Cell { Time = view.Now };
        }

        latest.Value += Math.Max(0, Rule.Of[0].Number(view));
        var (sum, since, oldest) = (0.0, view.Now, (number - Parts + 1) * _part);
        foreach (ref readonly var cell in cells)
        {
            if (cell.Value > 0 && cell.Time >= oldest)
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
