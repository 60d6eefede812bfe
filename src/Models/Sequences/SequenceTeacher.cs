namespace Sensor.Models;

/// <summary>Puts a step into a grammar's counts, or into quarantine.</summary>
internal static class SequenceTeacher
{
    /// <summary>
    /// The token's symbol, made if there is room; a symbol that nothing remembers is given to it. <see cref="Symbols.Other"/>: no room.
    /// </summary>
    public static byte Symbol(in Utterance said, in Step step, GrammarExpectation grammar, TransitionTable table, SessionTable sessions)
    {
        var symbols = grammar.Symbols;
        var symbol = symbols.Symbol(said.Token);
        if (symbol != Symbols.Other)
        {
            return symbol;
        }

        if (!symbols.IsFull)
        {
            return symbols.Add((uint)said.Token);
        }

        var used = table.Used(step.Grammar) | sessions.Used(step.Grammar);
        for (symbol = symbols.Range.From; symbol < symbols.Range.To; symbol++)
        {
            if ((used & (1UL << symbol)) == 0)
            {
                symbols.Replace(symbol, (uint)said.Token);
                return symbol;
            }
        }

        return Symbols.Other;
    }

    public static void Teach(
        in Utterance said,
        in Step step,
        GrammarExpectation grammar,
        TransitionTable table,
        SessionTable sessions,
        Lesson lesson,
        ModelSettings settings)
    {
        var day = PacketTime.Day(step.Now);
        if (lesson == Lesson.Learn)
        {
            // An occasion is a session, or a quarter of an hour of a longer one.
            var occasion = said.First || step.Session < 0
                || step.Now / PacketTime.OccasionMinutes > sessions[step.Session].Last / PacketTime.OccasionMinutes;
            grammar.Count(step.Now, step.Bits, occasion, settings);
            Learn(step, grammar, table, day, settings);
        }
        else if (step.HasContext)
        {
            Wait(step, grammar, table, day, lesson == Lesson.Wait ? settings.KnownAfterDays : 0);
        }
    }

    private static void Learn(in Step step, GrammarExpectation grammar, TransitionTable table, ushort day, ModelSettings settings)
    {
        table.Learn(step.Single, day);
        if (!step.HasContext)
        {
            return;
        }

        if (table.Learn(step.Pair, day))
        {
            grammar.Found();
        }
        else if (table.Seen(table.Find(step.Pair)) == 2)
        {
            grammar.FoundAgain(step.Now, settings);
        }

        if (step.Before != Symbols.None)
        {
            table.Learn(step.Triple, day);
        }
    }

    private static void Wait(in Step step, GrammarExpectation grammar, TransitionTable table, ushort day, int days)
    {
        if (table.Knows(step.Pair))
        {
            // Known steps in an unusual order: it is the longer context that waits.
            if (step.Before != Symbols.None)
            {
                table.Wait(step.Triple, day, days);
            }
        }
        else if (table.Wait(step.Pair, day, days))
        {
            table.Learn(step.Single, day);
            grammar.Found();
        }
    }
}
