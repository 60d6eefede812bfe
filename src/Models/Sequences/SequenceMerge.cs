namespace Sensor.Models;

/// <summary>Adds one device's transitions of a grammar to another's, whose symbols differ.</summary>
internal static class SequenceMerge
{
    public static void Transitions(
        TransitionTable from,
        int fromGrammar,
        Symbols fromSymbols,
        TransitionTable to,
        int toGrammar,
        Symbols toSymbols)
    {
        Span<byte> map = stackalloc byte[Symbols.None + 1];
        map.Fill(Symbols.Other);
        map[Symbols.None] = Symbols.None;
        map[Symbols.Start] = Symbols.Start;
        map[Symbols.End] = Symbols.End;
        for (var symbol = fromSymbols.Range.From; symbol < fromSymbols.Range.To; symbol++)
        {
            var token = (uint)fromSymbols.Token(symbol);
            var mapped = toSymbols.Find(token);
            map[symbol] = mapped == Symbols.Other && !toSymbols.IsFull ? toSymbols.Add(token) : mapped;
        }

        for (var i = 0; i < from.Count; i++)
        {
            var key = from.Key(i);
            if (key.Grammar == fromGrammar && from.IsKnown(i))
            {
                to.Learn(new TransitionKey(toGrammar, map[key.Before], map[key.Last], map[key.Next]), from.Day(i), from.Seen(i));
            }
        }
    }
}
