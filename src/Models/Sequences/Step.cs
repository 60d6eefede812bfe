namespace Sensor.Models;

/// <summary>One token read in its context, before anything is judged or learnt.</summary>
/// <param name="Now">Minute.</param>
/// <param name="Grammar">The grammar's place; -1: none, and none could be made.</param>
/// <param name="Session">The session's place; -1: not open.</param>
/// <param name="Before">The token before last.</param>
/// <param name="Last">The last token; <see cref="Symbols.None"/>: no context.</param>
/// <param name="Next">This token; <see cref="Symbols.Other"/> if it has no symbol (yet).</param>
/// <param name="Bits">Its surprise, bits.</param>
/// <param name="Excess">The session's excess with it, bits.</param>
internal readonly record struct Step(uint Now, int Grammar, int Session, byte Before, byte Last, byte Next, double Bits, double Excess)
{
    public bool HasContext => Last != Symbols.None;

    public TransitionKey Pair => new(Math.Max(Grammar, 0), Symbols.None, Last, Next);

    public TransitionKey Triple => new(Math.Max(Grammar, 0), Before, Last, Next);

    public TransitionKey Single => new(Math.Max(Grammar, 0), Symbols.None, Symbols.None, Next);
}

/// <summary>A token or a session's end, alike.</summary>
/// <param name="Time">Packet time, nanoseconds.</param>
/// <param name="Grammar">The grammar's key.</param>
/// <param name="Session">The session's key.</param>
/// <param name="Token">The token as told in <see cref="Subject"/>.</param>
/// <param name="First">It opens the session.</param>
internal readonly record struct Utterance(long Time, ulong Grammar, ulong Session, ulong Token, bool First)
{
    public bool IsEnd => Token == Subject.End;
}
