namespace Sensor.Models;

/// <summary>
/// The bounded table of transitions of all a device's grammars, in the order of their keys, so that a context's transitions lie together.
/// </summary>
internal sealed class TransitionTable
{
    /// <summary>Transitions in quarantine at a time; nonsense can't push out what is known.</summary>
    public const int MostWaiting = 64;

    private const int ForgottenAfterDays = 180;

    private uint[] _keys = [];
    private TransitionRecord[] _records = [];
    private ushort _aged;
    private ushort _halved;

    public int Count { get; private set; }

    /// <summary>Known transitions that made room for others.</summary>
    public uint Evicted { get; private set; }

    public int StateBytes => 4 + 2 + 2 + 2 + (Count * 8);

    public int MemoryBytes => _keys.Length * 10;

    public TransitionKey Key(int index) => new(_keys[index]);

    public bool IsKnown(int index) => _records[index].Days == 0;

    /// <summary>Times the transition was seen.</summary>
    public int Seen(int index) => _records[index].Count;

    /// <summary>Day on which it was last seen.</summary>
    public ushort Day(int index) => _records[index].Day;

    /// <summary>Where the key is, or the complement of where it belongs.</summary>
    public int Find(TransitionKey key) => _keys.AsSpan(0, Count).BinarySearch(key.Value);

    public bool Knows(TransitionKey key)
    {
        var at = Find(key);
        return at >= 0 && IsKnown(at);
    }

    /// <summary>
    /// Of a key's context: observations, different successors, and observations of the key itself; of what is known only.
    /// </summary>
    public (int All, int Kinds, int Same) Counts(TransitionKey key)
    {
        var (all, kinds, same) = (0, 0, 0);
        var context = key.Context.Value;
        var at = _keys.AsSpan(0, Count).BinarySearch(context);
        for (at = at < 0 ? ~at : at; at < Count && (_keys[at] & ~63u) == context; at++)
        {
            if (IsKnown(at))
            {
                all += _records[at].Count;
                kinds++;
                same = _keys[at] == key.Value ? _records[at].Count : same;
            }
        }

        return (all, kinds, same);
    }

    /// <summary>Learns one observation; true if the transition wasn't known.</summary>
    public bool Learn(TransitionKey key, ushort day, int times = 1)
    {
        var at = Find(key);
        if (at < 0)
        {
            at = Insert(key, waiting: false);
            _records[at] = new TransitionRecord { Count = (ushort)Math.Min(times, TransitionRecord.Full), Day = day };
            return true;
        }

        var news = _records[at].Learn(day, times);
        if (_records[at].Count == TransitionRecord.Full)
        {
            Halve();
        }

        return news;
    }

    /// <summary>
    /// Remembers one observation in quarantine; true when it has become known by recurring on <paramref name="days"/> days, 0: never.
    /// </summary>
    public bool Wait(TransitionKey key, ushort day, int days)
    {
        var at = Find(key);
        if (at < 0)
        {
            at = Insert(key, waiting: true);
            _records[at] = new TransitionRecord { Count = 1, Day = day, Days = 1 };
            return false;
        }

        return !IsKnown(at) && _records[at].Wait(day, days);
    }

    /// <summary>Keeps a waiting transition from becoming known by recurrence.</summary>
    public void Hold(TransitionKey key)
    {
        var at = Find(key);
        if (at >= 0 && !IsKnown(at))
        {
            _records[at].Days = TransitionRecord.Held;
        }
    }

    /// <summary>
    /// Once a day, halves the counts when their time has come, and drops what hasn't recurred in quarantine or for half a year. What is
    /// discarded from quarantine still shows how often harmless novelties come: <paramref name="discarded"/> is told for each grammar on
    /// how many days they came.
    /// </summary>
    public void Age(ushort day, ModelSettings settings, Span<byte> discarded)
    {
        discarded.Clear();
        if (day <= _aged)
        {
            return;
        }

        _aged = day;
        _halved = _halved == 0 ? day : _halved;
        if (day - _halved >= settings.TransitionHalfLife.TotalDays)
        {
            _halved = day;
            Halve();
        }

        var ends = (int)settings.QuarantineEnds.TotalDays;
        for (var i = 0; i < Count; i++)
        {
            if (Key(i).IsFirstOrder && HasExpired(i, day, ends) && !SharesDay(i, day, ends))
            {
                discarded[Key(i).Grammar]++;
            }
        }

        Keep(day, ends);
    }

    /// <summary>Drops a pair and the longer contexts that end in it, as far as they wait; with <paramref name="known"/> all of them.</summary>
    public void Drop(TransitionKey pair, bool known)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            var key = Key(i);
            if (key.Grammar == pair.Grammar && key.Last == pair.Last && key.Next == pair.Next && (known || !IsKnown(i)))
            {
                RemoveAt(i);
            }
        }
    }

    /// <summary>Drops all that waits.</summary>
    public void ForgetWaiting() => Keep(0, -1);

    /// <summary>The symbols in a grammar's transitions, one bit each.</summary>
    public ulong Used(int grammar)
    {
        ulong used = 0;
        for (var i = 0; i < Count; i++)
        {
            var key = Key(i);
            used |= key.Grammar == grammar ? (1UL << key.Before) | (1UL << key.Last) | (1UL << key.Next) : 0;
        }

        return used;
    }

    public void Save(ref StateWriter writer)
    {
        writer.UInt32(Evicted);
        writer.UInt16(_aged);
        writer.UInt16(_halved);
        writer.UInt16((ushort)Count);
        for (var i = 0; i < Count; i++)
        {
            _records[i].Save(_keys[i], ref writer);
        }
    }

    public static TransitionTable Load(ref StateReader reader)
    {
        var table = new TransitionTable { Evicted = reader.UInt32(), _aged = reader.UInt16(), _halved = reader.UInt16() };
        table.Count = reader.Count(ModelBounds.Transitions);
        table._keys = new uint[table.Count];
        table._records = new TransitionRecord[table.Count];
        for (var i = 0; i < table.Count; i++)
        {
            (table._keys[i], table._records[i]) = TransitionRecord.Load(ref reader);
            reader.Require(i == 0 || table._keys[i] > table._keys[i - 1]);
        }

        return table;
    }

    private int Insert(TransitionKey key, bool waiting)
    {
        if (waiting && Count - Known() >= MostWaiting)
        {
            RemoveAt(Victim(waiting: true));
        }
        else if (Count == ModelBounds.Transitions)
        {
            Evicted++;
            RemoveAt(Victim(waiting: false));
        }

        if (Count == _keys.Length)
        {
            var size = Math.Clamp(Count * 2, 16, ModelBounds.Transitions);
            Array.Resize(ref _keys, size);
            Array.Resize(ref _records, size);
        }

        var at = ~Find(key);
        Array.Copy(_keys, at, _keys, at + 1, Count - at);
        Array.Copy(_records, at, _records, at + 1, Count - at);
        _keys[at] = key.Value;
        Count++;
        return at;
    }

    private int Known()
    {
        var known = 0;
        for (var i = 0; i < Count; i++)
        {
            known += IsKnown(i) ? 1 : 0;
        }

        return known;
    }

    private void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_keys, index + 1, _keys, index, Count - index);
        Array.Copy(_records, index + 1, _records, index, Count - index);
    }

    private bool HasExpired(int index, ushort day, int ends) => _records[index].IsWaiting && day - _records[index].Day > ends;

    /// <summary>An expired pair before this one came on the same day in the same grammar.</summary>
    private bool SharesDay(int index, ushort day, int ends)
    {
        var key = Key(index);
        for (var i = index - 1; i >= 0 && Key(i).Grammar == key.Grammar; i--)
        {
            if (Key(i).IsFirstOrder && HasExpired(i, day, ends) && _records[i].Day == _records[index].Day)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Drops what wasn't seen for half a year, and of what waits, what wasn't seen for more than so many days; -1: all that waits or is
    /// held.
    /// </summary>
    private void Keep(ushort day, int ends)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var drop = ends < 0 ? !IsKnown(i) : HasExpired(i, day, ends) || (IsKnown(i) && day - _records[i].Day > ForgottenAfterDays);
            if (!drop)
            {
                _keys[kept] = _keys[i];
                _records[kept++] = _records[i];
            }
        }

        Count = kept;
    }

    /// <summary>The waiting transition unseen longest, or the known one seen least and then longest ago.</summary>
    private int Victim(bool waiting)
    {
        var victim = -1;
        for (var i = 0; i < Count; i++)
        {
            if (IsKnown(i) != waiting && (victim < 0 || (waiting || _records[i].Count == _records[victim].Count
                ? _records[i].Day < _records[victim].Day
                : _records[i].Count < _records[victim].Count)))
            {
                victim = i;
            }
        }

        return victim;
    }

    // A transition seen once stays known: to forget it would announce it again.
    private void Halve()
    {
        for (var i = 0; i < Count; i++)
        {
            _records[i].Count = (ushort)Math.Max(1, _records[i].Count / 2);
        }
    }
}
