namespace Sensor.Models;

/// <summary>The analyst's words in force: subjects that are expected, or announced as changing, for a time. The newest are kept.</summary>
internal sealed class Allowances
{
    private const int EntryBytes = 35;

    /// <summary>Beside the verb.</summary>
    private const byte KnewFlag = 0x80;

    private Entry[] _entries = [];
    private int _count;

    public int StateBytes => 2 + (_count * EntryBytes);

    public int MemoryBytes => _entries.Length * 48;

    /// <param name="verb">What was said.</param>
    /// <param name="subject">Of what.</param>
    /// <param name="from">Minute from which it holds.</param>
    /// <param name="until">Minute at which it ends.</param>
    /// <param name="knew">The subject was known before it was said.</param>
    public void Add(FeedbackVerb verb, in Subject subject, uint from, uint until, bool knew)
    {
        var entry = new Entry(subject, verb, from, until, knew);
        for (var i = 0; i < _count; i++)
        {
            if (_entries[i].Verb == verb && _entries[i].Subject == subject)
            {
                _entries[i] = entry with { Knew = _entries[i].Knew };
                return;
            }
        }

        if (_count == ModelBounds.Allowances)
        {
            _entries[EndsFirst()] = entry;
            return;
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count + 4);
        }

        _entries[_count++] = entry;
    }

    /// <summary>
    /// What was said of this subject and holds at <paramref name="now"/>; <see cref="FeedbackVerb.Expected"/> over a planned change. Null:
    /// nothing.
    /// </summary>
    public FeedbackVerb? Find(in Subject subject, uint now)
    {
        FeedbackVerb? found = null;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var entry = ref _entries[i];
            if (now >= entry.From && now < entry.Until && entry.Covers(subject))
            {
                if (entry.Verb == FeedbackVerb.Expected)
                {
                    return FeedbackVerb.Expected;
                }

                found = entry.Verb;
            }
        }

        return found;
    }

    /// <summary>Ends what was said of this very subject; true when it wasn't known before.</summary>
    public bool Remove(in Subject subject)
    {
        var taught = false;
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_entries[i].Subject == subject)
            {
                taught |= !_entries[i].Knew;
                _entries.AsSpan(i + 1, --_count - i).CopyTo(_entries.AsSpan(i));
            }
        }

        return taught;
    }

    public void MergeFrom(Allowances other)
    {
        for (var i = 0; i < other._count; i++)
        {
            ref readonly var entry = ref other._entries[i];
            Add(entry.Verb, entry.Subject, entry.From, entry.Until, entry.Knew);
        }
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt16((ushort)_count);
        foreach (ref readonly var entry in _entries.AsSpan(0, _count))
        {
            writer.Byte((byte)((byte)entry.Verb | (entry.Knew ? KnewFlag : 0)));
            writer.Byte((byte)entry.Subject.Kind);
            writer.Byte((byte)entry.Subject.Relation);
            writer.UInt64(entry.Subject.Key);
            writer.UInt64(entry.Subject.From);
            writer.UInt64(entry.Subject.To);
            writer.UInt32(entry.From);
            writer.UInt32(entry.Until);
        }
    }

    public static Allowances Load(ref StateReader reader)
    {
        var allowances = new Allowances();
        var count = reader.Count(ModelBounds.Allowances);
        for (var i = 0; i < count; i++)
        {
            var flags = reader.Byte();
            var (verb, knew) = ((FeedbackVerb)(flags & ~KnewFlag), (flags & KnewFlag) != 0);
            var kind = (ExpectationKind)reader.Byte();
            var relation = (RelationKind)reader.Byte();
            reader.Require(verb <= FeedbackVerb.PlannedChange && kind <= ExpectationKind.Sequence && relation <= RelationKind.WorksOn);
            var subject = new Subject(kind, relation, reader.UInt64(), reader.UInt64(), reader.UInt64());
            allowances.Add(verb, subject, reader.UInt32(), reader.UInt32(), knew);
        }

        // Two equal entries would have been one.
        reader.Require(allowances._count == count);
        return allowances;
    }

    private int EndsFirst()
    {
        var first = 0;
        for (var i = 1; i < _count; i++)
        {
            if (_entries[i].Until < _entries[first].Until)
            {
                first = i;
            }
        }

        return first;
    }

    private readonly record struct Entry(Subject Subject, FeedbackVerb Verb, uint From, uint Until, bool Knew)
    {
        public bool Covers(in Subject other)
        {
            if (Subject.Kind != other.Kind || Subject.Relation != other.Relation)
            {
                return false;
            }

            // A change announced for everything never covers commands (nor a write command).
            var everything = Subject.Key == 0 && Verb == FeedbackVerb.PlannedChange && Subject.Relation != RelationKind.Command;
            var wholeKey = Subject is { From: 0, To: 0 };
            return everything || (Subject.Key == other.Key && (wholeKey || (Subject.From == other.From && Subject.To == other.To)));
        }
    }
}
