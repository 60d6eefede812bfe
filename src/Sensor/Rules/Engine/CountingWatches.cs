using System.Globalization;
using Sensor.Rules.Language;

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
        var (inTime, since) = (0, view.Now);
        ref var cell = ref cells[PlaceOf(value, cells)];
        if (cell.Key != value)
        {
            cell = new Cell { Key = value, Value = NumberOf(view), Text = TextOf(view) };
        }

        cell.Time = view.Now;
        foreach (ref readonly var known in cells)
        {
            if (known.Key != 0 && view.Now - known.Time <= Rule.Within)
            {
                inTime++;
                since = Math.Min(since, known.Time);
            }
        }

        if (inTime == cells.Length)
        {
            Tell(index, view, listener, inTime, since);
        }
    }

    protected override IEnumerable<string> Values(int index)
    {
        var cells = Table.Cells(index).ToArray();
        return Rule.Of[0].Type == OperandType.Number
            ? cells.Order(Comparer<Cell>.Create((a, b) => a.Value.CompareTo(b.Value))).Select(c => c.Value.ToString(CultureInfo.InvariantCulture))
            : cells.Select(c => c.Text).OfType<string>().Order(StringComparer.Ordinal);
    }

    /// <summary>Where the value stands, else where there is room, else where the one seen longest ago is.</summary>
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

    private double NumberOf(FactView view) => Rule.Of[0].Type == OperandType.Number ? Rule.Of[0].Number(view) : 0;

    /// <summary>What can be read of the value; an address would have to be written out for each.</summary>
    private string? TextOf(FactView view) => Rule.Of[0].Type is OperandType.Text or OperandType.Choice ? Rule.Of[0].Text(view) : null;
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
