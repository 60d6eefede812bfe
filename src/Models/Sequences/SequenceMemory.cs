namespace Sensor.Models;

/// <summary>A device's grammars, the transitions they share room for, and its open sessions.</summary>
internal sealed class SequenceMemory
{
    // A grammar not met yet is judged by one that never learns: judging alone must neither change a model nor allocate.
    private static readonly GrammarExpectation Blank = new(0);

    private GrammarExpectation[] _grammars = [];
    private TransitionTable _table = new();
    private SessionTable _sessions = new();

    public uint GrammarsWithoutRoom { get; private set; }

    public uint TokensWithoutRoom { get; private set; }

    public uint SessionsEvicted => _sessions.Evicted;

    public uint TransitionsEvicted => _table.Evicted;

    public ReadOnlySpan<GrammarExpectation> Grammars => _grammars;

    public TransitionTable Table => _table;

    public int StateBytes
    {
        get
        {
            var bytes = 4 + 4 + 2 + _table.StateBytes + _sessions.StateBytes;
            foreach (var grammar in _grammars)
            {
                bytes += grammar.StateBytes;
            }

            return bytes;
        }
    }

    public int MemoryBytes
    {
        get
        {
            var bytes = 160 + _table.MemoryBytes + _sessions.MemoryBytes;
            foreach (var grammar in _grammars)
            {
                bytes += grammar.MemoryBytes;
            }

            return bytes;
        }
    }

    /// <summary>Reads a token in its context; changes nothing.</summary>
    public Step Read(in Utterance said, ModelSettings settings)
    {
        var now = PacketTime.Minutes(said.Time);
        var at = Find(said.Grammar);
        if (at < 0)
        {
            return new Step(now, -1, -1, Symbols.None, said.First ? Symbols.Start : Symbols.None, Symbols.Other, settings.SurpriseCap, 0);
        }

        var symbols = _grammars[at].Symbols;
        var session = _sessions.Find(at, said.Session);
        var (before, last, excess) = (Symbols.None, said.First ? Symbols.Start : Symbols.None, 0.0);
        if (!said.First && session >= 0 && PacketTime.Between(_sessions[session].Last, now) < PacketTime.Minutes(settings.SessionIdle))
        {
            ref readonly var open = ref _sessions[session];
            (before, last, excess) = (open.Before, open.Latest, open.Excess);
        }

        var step = new Step(now, at, session, before, last, symbols.Symbol(said.Token), 0, excess);
        var bits = SequenceExpectation.Bits(_table, step, symbols.Alphabet, settings.SurpriseCap);
        return step with { Bits = bits, Excess = step.HasContext ? SequenceExpectation.Excess(excess, bits, symbols.Alphabet) : 0 };
    }

    /// <summary>What an analyst said of this transition.</summary>
    public FeedbackVerb? Allowed(in Utterance said, in Step step, Allowances allowances)
    {
        var from = step.Grammar >= 0 && step.HasContext ? _grammars[step.Grammar].Symbols.Token(step.Last) : 0;
        return allowances.Find(new Subject(ExpectationKind.Sequence, default, said.Grammar, from, said.Token), step.Now);
    }

    public Judgement Judge(in Utterance said, in Step step, in ModelContext context, FeedbackVerb? allowed)
    {
        if (step.Grammar < 0 && _grammars.Length == ModelBounds.Grammars)
        {
            return new Judgement
            {
                Subject = new Subject(ExpectationKind.Sequence, default, said.Grammar, 0, said.Token),
                Score = double.PositiveInfinity,
                Shortfall = new Shortfall(Lacking.Room),
            };
        }

        var grammar = step.Grammar < 0 ? Blank : _grammars[step.Grammar];
        return SequenceJudge.Judge(said, step, grammar, _table, step.Session < 0 ? default : _sessions[step.Session], context, allowed);
    }

    public void Learn(in Utterance said, Step step, in Judgement judgement, Lesson lesson, ModelSettings settings)
    {
        if (step.Grammar < 0)
        {
            if (lesson == Lesson.None || !TryAdd(said.Grammar))
            {
                GrammarsWithoutRoom += lesson == Lesson.None ? 0u : 1;
                return;
            }

            step = step with { Grammar = _grammars.Length - 1 };
        }

        var grammar = _grammars[step.Grammar];
        if (lesson != Lesson.None)
        {
            Age(step.Now, settings);
            step = step with { Next = SequenceTeacher.Symbol(said, step, grammar, _table, _sessions) };
            TokensWithoutRoom += step.Next == Symbols.Other ? 1u : 0;
            SequenceTeacher.Teach(said, step, grammar, _table, _sessions, lesson, settings);
        }

        if (judgement.Verdict == Verdict.Surprising)
        {
            grammar.Announced(step.Now);
        }

        _sessions.Advance(said, step, alarmed: judgement.Verdict == Verdict.Surprising);
    }

    /// <summary>The session is over, or what follows in it has lost its context.</summary>
    public void Lose(ulong grammar, ulong session)
    {
        var at = Find(grammar);
        var open = at < 0 ? -1 : _sessions.Find(at, session);
        if (open >= 0)
        {
            _sessions.Close(open);
        }
    }

    /// <summary>What the grammar nearest to judging lacks.</summary>
    public Shortfall Lacks(uint now, ModelSettings settings)
    {
        Shortfall least = default;
        for (var i = 0; i < _grammars.Length; i++)
        {
            var lack = _grammars[i].Lacks(now, settings);
            if (lack.IsNone)
            {
                return default;
            }

            if (i == 0 || lack.Have * least.Need > least.Have * lack.Need)
            {
                least = lack;
            }
        }

        return least;
    }

    public void Declare(uint now, ModelSettings settings)
    {
        foreach (var grammar in _grammars)
        {
            grammar.Declare(now, settings);
        }
    }

    /// <summary>Forgets what waits. What was announced of it was dealt with.</summary>
    public void Forget()
    {
        _table.ForgetWaiting();
        foreach (var grammar in _grammars)
        {
            grammar.AnnounceAnew();
        }
    }

    /// <summary>Keeps a waiting transition from becoming known by recurrence.</summary>
    public void Hold(in Subject subject)
    {
        if (TryKey(subject, out var pair))
        {
            _table.Hold(pair);
        }
    }

    public bool Knows(in Subject subject) => TryKey(subject, out var pair) && _table.Knows(pair);

    /// <summary>Forgets a transition that waits, whatever came before it; with <paramref name="known"/> also what is known of it.</summary>
    public void Drop(in Subject subject, bool known)
    {
        // All tokens without a symbol share one: none of them can be told from the others.
        if (TryKey(subject, out var pair) && pair is { Last: not Symbols.Other, Next: not Symbols.Other })
        {
            _table.Drop(pair, known);
        }
    }

    public void MergeFrom(SequenceMemory other, ModelSettings settings)
    {
        GrammarsWithoutRoom += other.GrammarsWithoutRoom;
        TokensWithoutRoom += other.TokensWithoutRoom;
        for (var i = 0; i < other._grammars.Length; i++)
        {
            var theirs = other._grammars[i];
            if (Find(theirs.Key) < 0 && !TryAdd(theirs.Key))
            {
                GrammarsWithoutRoom++;
                continue;
            }

            var at = Find(theirs.Key);
            _grammars[at].MergeFrom(theirs, settings);
            SequenceMerge.Transitions(other._table, i, theirs.Symbols, _table, at, _grammars[at].Symbols);
        }
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt32(GrammarsWithoutRoom);
        writer.UInt32(TokensWithoutRoom);
        writer.UInt16((ushort)_grammars.Length);
        foreach (var grammar in _grammars)
        {
            grammar.Save(ref writer);
        }

        _table.Save(ref writer);
        _sessions.Save(ref writer);
    }

    public static SequenceMemory Load(ref StateReader reader)
    {
        var memory = new SequenceMemory { GrammarsWithoutRoom = reader.UInt32(), TokensWithoutRoom = reader.UInt32() };
        memory._grammars = new GrammarExpectation[reader.Count(ModelBounds.Grammars)];
        for (var i = 0; i < memory._grammars.Length; i++)
        {
            memory._grammars[i] = GrammarExpectation.Load(ref reader);
        }

        memory._table = TransitionTable.Load(ref reader);
        memory._sessions = SessionTable.Load(ref reader);
        reader.Require(memory._table.Count == 0 || memory._table.Key(memory._table.Count - 1).Grammar < memory._grammars.Length);
        return memory;
    }

    private void Age(uint now, ModelSettings settings)
    {
        Span<byte> discarded = stackalloc byte[ModelBounds.Grammars];
        _table.Age(PacketTime.Day(now), settings, discarded);
        for (var i = 0; i < _grammars.Length; i++)
        {
            for (var day = 0; day < discarded[i]; day++)
            {
                _grammars[i].Found();
            }
        }
    }

    private bool TryKey(in Subject subject, out TransitionKey pair)
    {
        var at = subject.Kind == ExpectationKind.Sequence ? Find(subject.Key) : -1;
        var symbols = at < 0 ? null : _grammars[at].Symbols;
        pair = symbols is null ? default : new TransitionKey(at, Symbols.None, symbols.Symbol(subject.From), symbols.Symbol(subject.To));
        return at >= 0;
    }

    private int Find(ulong grammar)
    {
        for (var i = 0; i < _grammars.Length; i++)
        {
            if (_grammars[i].Key == grammar)
            {
                return i;
            }
        }

        return -1;
    }

    private bool TryAdd(ulong grammar)
    {
        if (_grammars.Length == ModelBounds.Grammars)
        {
            return false;
        }

        _grammars = [.. _grammars, new GrammarExpectation(grammar)];
        return true;
    }
}
